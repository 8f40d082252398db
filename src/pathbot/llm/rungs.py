"""The ladder: three ways to ask for an answer of a certain shape, from the strictest down, and how each is read.

A server that does not accept one way is asked the next way from then on. Whatever the way, the answer is validated
here again: servers promise a schema and send something else.
"""

import functools
import json
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from pathbot.llm.task import Answer, Answered, Task
from pathbot.usage import Outcome

Rung = Literal["schema", "function", "object"]
RUNGS: tuple[Rung, ...] = ("schema", "function", "object")
LONGEST_REPLY = 20_000
"""Characters. No task needs a tenth of it; a longer reply is not even parsed."""


class Reply(NamedTuple):
    """What a server sent. `arguments` are those of the first tool call, as text or already parsed."""

    text: str
    arguments: str | dict[str, Any] | None
    refusal: str
    finish: str
    tokens_in: int
    tokens_out: int


def wanted(rung: Rung, task: Task[Answer]) -> dict[str, Any]:
    """The part of the request that asks for the shape."""
    name, schema = task.purpose, schema_of(task.answer)
    if rung == "schema":
        return {
            "response_format": {"type": "json_schema", "json_schema": {"name": name, "schema": schema, "strict": True}}
        }
    if rung == "function":
        function = {"name": name, "description": "Gives the answer.", "parameters": schema}
        forced = {"type": "function", "function": {"name": name}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": forced}
    return {"response_format": {"type": "json_object"}}


def instructions(rung: Rung, task: Task[Answer]) -> str:
    """The system text; on the last rung it carries the schema, because nothing else does."""
    if rung != "object":
        return task.prompt.file.system
    return f"{task.prompt.file.system}\nAnswer with one JSON object of this JSON schema:\n{_schema_text(task.answer)}"


def read(rung: Rung, task: Task[Answer], reply: Reply) -> tuple[Answer | None, Outcome]:
    """The validated answer, or None and why there is none."""
    if reply.refusal:
        return None, "refused"
    if reply.finish == "content_filter":
        return None, "filtered"
    if reply.finish == "length":
        return None, "cut"
    given = reply.arguments if rung == "function" and reply.arguments is not None else reply.text
    try:
        if isinstance(given, dict):
            return task.answer.model_validate(given), "ok"
        if not given or len(given) > LONGEST_REPLY:
            return None, "unusable"
        return task.answer.model_validate_json(_object_in(given)), "ok"
    except (ValidationError, ValueError, RecursionError):
        return None, "unusable"


def below(rung: Rung) -> Rung | None:
    """The next way down, None below the last."""
    place = RUNGS.index(rung) + 1
    return RUNGS[place] if place < len(RUNGS) else None


@functools.cache
def schema_of(answer: type[Answered]) -> dict[str, Any]:
    """The JSON schema of a shape, built once."""
    return answer.model_json_schema()


@functools.cache
def _schema_text(answer: type[Answered]) -> str:
    return json.dumps(schema_of(answer))


def _object_in(text: str) -> str:
    """The JSON object in a text: some models put a fence or a word around it."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text
