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
        context: str | dict[str, object] | None = None

    kit = load_understanding()
    for row in read_rows(batch, Message):
        judgement = understand(row.text, _context(row.context, str(row.id)), kit)
        if as_json:
            write_row({"id": row.id, "intent": judgement.intent})
        else:
            typer.echo(f"{row.id}\t{judgement.intent}")


def _context(given: str | dict[str, object] | None, row: str) -> "Context":
    from pydantic import ValidationError

    from pathbot.app.errors import BadInput
    from pathbot.reflection.judgement import Context

    if given is None or isinstance(given, str):
        return Context(question=given or "")
    try:
        return Context.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"Row {row}: context.{place}: {first['msg']}.") from None
