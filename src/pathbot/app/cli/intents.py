"""`pathbot intents`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pathbot.reflection.judgement import Context


def intents(
    batch: Annotated[Path, typer.Option("--batch", help='Rows {"id","text","context"?}, one JSON object per line.')],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Say how each message of a file is understood."""
    from pydantic import BaseModel, StrictInt, StrictStr

    from pathbot.app.cli.lines import read_rows, write_row
    from pathbot.app.understanding import load_understanding
    from pathbot.reflection.understand import understand

    class Message(BaseModel):
        id: StrictStr | StrictInt
        text: str
        context: str | list[str] | dict[str, object] | None = None

    kit = load_understanding()
    for row in read_rows(batch, Message):
        judgement = understand(row.text, _context(row.context, str(row.id)), kit)
        if as_json:
            write_row({"id": row.id, "intent": judgement.intent})
        else:
            typer.echo(f"{row.id}\t{judgement.intent}")


def _context(given: str | list[str] | dict[str, object] | None, row: str) -> "Context":
    """Pathbot's last words, all its words so far (the last ones count), or a `Context`; more than that is not used."""
    from pydantic import ValidationError

    from pathbot.app.errors import BadInput
    from pathbot.reflection.judgement import Context

    if isinstance(given, list):
        given = given[-1] if given else None
    if given is None or isinstance(given, str):
        return Context(question=given or "")
    known = {name: value for name, value in given.items() if name in Context.model_fields}
    try:
        return Context.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"Row {row}: context.{place}: {first['msg']}.") from None
