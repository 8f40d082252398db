"""Reads `prompts/` and `knowledge/` into strict models. Rules never touch a disk: they are handed these."""

import re
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
        raise BadInput(f"{path.name}: {_in_words(error)}") from None


def _in_words(error: ValidationError) -> str:
    """The first thing that is wrong, for whoever owns the file: where it stands, and what to do."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"“{where}” is no name that is known here. Check its spelling, or take it out."
    if first["type"] == "missing":
        return f"“{where}” is missing. Add it."
    return f"{where}: {first['msg']}."


def read_yaml(path: Path) -> Any:
    """The parsed content of a YAML file. Raises BadInput with the line when it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        raise BadInput(f"{path} is missing. Put it back or set the folder it belongs to.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput(f"{path.name}, line {line}: this is not valid YAML ({error.problem}).") from None
    except (yaml.YAMLError, ValueError, RecursionError):  # no text at all, a day that is none, brackets without an end
        raise BadInput(f"{path.name}: this cannot be read as YAML. Take out what you put in last.") from None


# libyaml reads the knowledge folder about ten times faster, and every start-up reads it.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain yes, no, on and off are words, as in YAML 1.2: teachers write them as answers to choose from."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
