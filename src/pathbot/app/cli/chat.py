"""`pathbot chat`: a journey in the terminal, typed or from a script."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pathbot.app.errors import BadInput

DEFAULT_PROJECT = "shade-for-our-school"


def chat(
    project: Annotated[str, typer.Option(help="Which project to walk.")] = DEFAULT_PROJECT,
    script: Annotated[Path | None, typer.Option(help="A file with one message of the learner per line.")] = None,
    transcript: Annotated[
        Path | None, typer.Option(help="Write the conversation here, one JSON object a line.")
    ] = None,
    name: Annotated[str, typer.Option(help="What Pathbot calls you.")] = "",
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
) -> None:
    """Walk the eight steps of a project in the terminal. Your place is kept: come back with the same command."""
    from pathbot.app.home import make_home, now, open_store
    from pathbot.app.model_settings import load_model_settings
    from pathbot.app.settings import load_settings
    from pathbot.app.talk import Talk
    from pathbot.app.wiring import load_kit

    settings = load_settings()
    lines = read_script(script) if script else None
    kit = load_kit(settings, models=load_model_settings())
    kit.project(project)
    make_home(settings)
    engine = open_store(settings)
    who = f"script-{now():%Y%m%d-%H%M%S-%f}" if lines is not None else "learner"
    talk = Talk(engine, kit, project, who, name or _name_of_user(), language, now)
    asyncio.run(talk.play(lines) if lines is not None else talk.converse())
    if transcript:
        write_transcript(transcript, talk.rows)
    talk.sum_up()


def read_script(path: Path) -> list[str]:
    """The learner's lines. Empty lines and lines that start with "# " are left out. Raises BadInput."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read ({error.strerror}). Give a text file with one message per line."
        ) from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    return [line.strip() for line in text.split("\n") if line.strip() and not line.startswith("# ")]


def write_transcript(path: Path, rows: list[tuple[str, str, int, datetime]]) -> None:
    """One JSON object a line: from, text, step, at. Raises BadInput when the file cannot be written."""
    import json

    try:
        with path.open("w", encoding="utf-8") as file:
            for sender, text, step, at in rows:
                row = {"from": sender, "text": text, "step": step, "at": at.isoformat()}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}). Choose another place.") from None


def _name_of_user() -> str:
    import getpass

    try:
        return getpass.getuser().split(".")[0].capitalize()
    except (OSError, KeyError):
        return "you"
