"""Rows in and rows out: one JSON object per line, answers in the order of the questions."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pathbot.app.errors import BadInput

Row = TypeVar("Row", bound=BaseModel)


def read_rows(path: Path, model: type[Row]) -> Iterator[Row]:
    """Each line of a JSON-lines file as a model; empty lines are skipped. Raises BadInput naming the line."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}. Check the name.") from None
    except IsADirectoryError:
        raise BadInput(f"{path} is a folder. Give a file with one JSON object per line.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path.name} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    # Not splitlines(): a learner's text may hold U+2028 and friends, which JSON allows inside a string.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _row(line, number, path, model)


def _row(line: str, number: int, path: Path, model: type[Row]) -> Row:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        what = "this is not JSON" if first["type"] == "json_invalid" else f"{place or 'the row'}: {first['msg']}"
        name = "standard input" if str(path) == "-" else path.name
        raise BadInput(f"{name}, line {number}: {what}.") from None


def write_row(row: dict[str, Any]) -> None:
    """One JSON object on stdout, at once."""
    print(json.dumps(row, ensure_ascii=False), flush=True)
