"""Reads `prompts/` and `knowledge/` into strict models. Rules never touch a disk: they are handed these."""

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pathbot.app.errors import BadInput
from pathbot.app.refusals import Refusal

Model = TypeVar("Model", bound=BaseModel)

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def default_folder(name: str) -> Path:
    """`prompts` or `knowledge`: the checkout's own folder, else the copy in the wheel."""
    checkout = _CHECKOUT / name
    return checkout if checkout.is_dir() else _PACKAGE / "_data" / name


def read(path: Path, model: type[Model]) -> Model:
    """One YAML file as a model. Raises BadInput naming the file, the place and the problem."""
    return _checked(read_yaml(path), path.name, model)


def parse(text: str, name: str, model: type[Model]) -> Model:
    """The same of a text that is in no file yet; `name` is what the problem calls it."""
    return _checked(parse_yaml(text, name), name, model)


def _checked(content: Any, name: str, model: type[Model]) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _refusal(name, error) from None


SHAPES = ("tuple_type", "dict_type", "model_type", "list_type")


def _refusal(file: str, error: ValidationError) -> BadInput:
    """The first thing that is wrong, for whoever owns the file: where it stands, and what to do."""
    first = error.errors()[0]
    kind, where = first["type"], ".".join(str(part) for part in first["loc"])
    if kind == "extra_forbidden":
        return Refusal("key_unknown", file=file, where=where)
    if kind == "missing":
        return Refusal("key_missing", file=file, where=where)
    if kind == "literal_error":
        return Refusal("value_of", file=file, where=where, expected=first["ctx"]["expected"].replace(" or ", ", "))
    if kind == "string_type":
        return Refusal("value_text", file=file, where=where)
    return (
        Refusal("value_shape", file=file, where=where or file)
        if kind in SHAPES
        else BadInput(f"{file}: {where}: {first['msg']}.")
    )


def read_yaml(path: Path) -> Any:
    """The parsed content of a YAML file. Raises BadInput with the line when it is not YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput(f"{path} is missing. Put it back or set the folder it belongs to.") from None
    except ValueError:
        raise Refusal("yaml", file=path.name) from None
    return parse_yaml(text, path.name)


def parse_yaml(text: str, name: str) -> Any:
    """The content of a YAML text. Raises BadInput with the line when it is not YAML."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refusal("yaml_line", file=name, line=str(line)) from None
    except (yaml.YAMLError, ValueError, RecursionError):  # a day that is none, brackets without an end
        raise Refusal("yaml", file=name) from None


# libyaml reads the knowledge folder about ten times faster, and every start-up reads it.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain yes, no, on and off are words, as in YAML 1.2: teachers write them as answers to choose from."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
