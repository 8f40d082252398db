"""What a model may be asked: five tasks, each a prompt file and the shape its answer must have.

Shapes are flat, every field required, because strict JSON schemas allow nothing else. Texts in the data are a
learner's words after redaction: they travel as JSON strings in the user message, never in the instructions.
"""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from pathbot.frozen import Frozen
from pathbot.llm.prompt import Prompt
from pathbot.usage import Purpose


class Answered(BaseModel):
    """A model's answer: exactly these fields, frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Answer = TypeVar("Answer", bound=Answered)


@dataclass(frozen=True)
class Task(Generic[Answer]):
    """One thing to ask for. `answer` is the shape; `prompt` the instructions."""

    purpose: Purpose
    prompt: Prompt
    answer: type[Answer]


class Wanted(Frozen):
    """A slot of evidence, by id, and the question that asks for it."""

    slot: str
    question: str


class ToJudge(Frozen):
    """A learner's answer in its place. `wanted` are the step's open slots; `said` their words right before."""

    language: str
    question: str
    wanted: tuple[Wanted, ...]
    said: tuple[str, ...]
    answer: str


class Heard(Answered):
    """A slot the answer fills, and the learner's words that fill it, letter for letter."""

    slot: str
    quote: str


class Judged(Answered):
    """What the model makes of an answer. Code decides what follows."""

    intent: Literal["answer", "vague", "off_topic"]
    heard: list[Heard]
    signals: list[Literal["team_only", "strong_claim", "blames_others"]]


class ToAsk(Frozen):
    """A question to be put in words that fit this learner. `about` are words one of which it must use."""

    language: str
    project: str
    question: str
    about: tuple[str, ...]
    said: tuple[str, ...]
    answer: str
    asked_before: tuple[str, ...]


class Asking(Answered):
    """One short line that says back what was heard ("" for none), and one question."""

    said_back: str
    question: str


class Numbered(Frozen):
    """A learner's message under a number of this call."""

    number: int
    text: str


class ToDraft(Frozen):
    """What a learner said in one project, to make at most `most` skill statements of."""

    language: str
    most: int
    messages: tuple[Numbered, ...]


class Cited(Answered):
    """A learner's words, letter for letter, and the number of the message they stand in."""

    message: int
    quote: str


class DraftedLine(Answered):
    """A skill statement and the words it stands on."""

    statement: str
    evidence: list[Cited]


class Drafted(Answered):
    """Skill statements, best first."""

    lines: list[DraftedLine]


class ToSummarise(Frozen):
    """What a learner said in a step that now ends. `plain` is the line that names it without a model."""

    language: str
    said: tuple[str, ...]
    plain: str


class Summarised(Answered):
    """One line."""

    line: str


class ToTell(Frozen):
    """What a weekly summary says about one learner, who is called [LEARNER]: facts of ours, no word of theirs."""

    language: str
    facts: tuple[str, ...]


class Told(Answered):
    """One sentence for a teacher."""

    line: str
