"""Reads `prompts/` and `knowledge/` into strict models. Rules never touch a disk: they are handed these."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pathbot.app.errors import BadInput

Model = TypeVar("Model", bound=BaseModel)

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def default_folder(name: str) -> Path:
    """`prompts` or `knowledge`: the checkout's own folder, else the copy in the wheel."""
    checkout = _CHECKOUT / name
    return checkout if checkout.is_dir() else _PACKAGE / "_data" / name


def read(path: Path, model: type[Model]) -> Model:
    """One YAML file as a model. Raises BadInput naming the file, the place and the problem."""
    try:
        return model.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{path.name}: {where}: {first['msg']}.") from None


def read_yaml(path: Path) -> Any:
    """The parsed content of a YAML file. Raises BadInput with the line when it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        raise BadInput(f"{path} is missing. Put it back or set the folder it belongs to.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput(f"{path.name}, line {line}: this is not valid YAML ({error.problem}).") from None


# libyaml reads the knowledge folder about ten times faster, and every start-up reads it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
