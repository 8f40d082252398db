"""The rows that `pathbot skills` reads, as the messages its rules know."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from pathbot.evidence import Said
from pathbot.language.lexicon import Lexicon
from pathbot.skills.asked import Asked, asked_for


class Message(BaseModel):
    """One line of a transcript. `from` "bot" is Pathbot; other fields of a transcript are ignored."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    id: Any
    sender: str = Field(default="learner", alias="from")
    text: str
    project: str | None = None
    step: int | str | None = None


class Item(BaseModel):
    """One piece of evidence, as text or as an object with its project."""

    model_config = ConfigDict(extra="ignore")

    text: str | None = None
    quote: str | None = None
    project: str | None = None


class Pair(BaseModel):
    """A statement beside its evidence."""

    model_config = ConfigDict(extra="ignore")

    id: Any
    statement: str
    evidence: list[str | Item] | str


_BOT = frozenset(["bot", "pathbot", "assistant"])


def said_rows(rows: Sequence[Message], lexicon: Lexicon) -> tuple[Said, ...]:
    """The learner's messages, each known by the number of its row so that odd or repeated ids cannot mix them up."""
    said: list[Said] = []
    asked = Asked()
    for number, row in enumerate(rows):
        if row.sender.casefold() in _BOT:
            asked = asked_for(row.text, lexicon)
            continue
        answer = Said(id=str(number), text=row.text, project=row.project or "")
        said.append(answer.model_copy(update=asked.model_dump()))
        asked = Asked()
    return tuple(said)


def said_items(evidence: Sequence[str | Item] | str) -> tuple[Said, ...]:
    """Evidence as messages. An object without text or quote says nothing."""
    items = [evidence] if isinstance(evidence, str) else evidence
    return tuple(
        Said(id=str(number), text=item)
        if isinstance(item, str)
        else Said(id=str(number), text=item.text or item.quote or "", project=item.project or "")
        for number, item in enumerate(items)
    )
