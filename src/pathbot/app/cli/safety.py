"""`pathbot safety`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from pathbot.app.errors import BadInput

app = typer.Typer(help="The safety screen.", no_args_is_help=True)


class Row(BaseModel):
    """A line of a batch file. The id is given back as it came; other fields are ignored."""

    id: Any
    text: str


@app.callback()
def safety() -> None:
    """The safety screen: notices when a learner may need a trained adult."""


@app.command()
def screen(
    text: Annotated[list[str] | None, typer.Argument(help="A message to screen.")] = None,
    batch: Annotated[Path | None, typer.Option(help="A file with one {id, text} object per line; - for stdin.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Say the tier of a message: none, A (low mood), B (an adult must hear) or C (imminent)."""
    from pathbot.app.cli.lines import read_rows, write_row
    from pathbot.app.safety import load_safety_kit
    from pathbot.safety.screen import screen as screened

    if (batch is None) == (not text):
        raise BadInput("Give a message to screen, or a file with --batch.")
    if batch is not None:
        rows = list(read_rows(batch, Row))  # a broken line is reported before any answer is printed
        kit = load_safety_kit()
        for row in rows:
            write_row({"id": row.id, "tier": screened(row.text, (), kit).tier})
        return
    finding = screened(" ".join(text or ()), (), load_safety_kit())
    if json:
        write_row({"tier": finding.tier, "reasons": finding.reasons})
    else:
        print(f"{finding.tier} ({', '.join(finding.reasons)})" if finding.reasons else finding.tier)
