"""A learner's own words, and the skill statements that stand on them."""

from datetime import datetime
from typing import Literal

from pydantic import Field, model_validator

from pathbot.frozen import Frozen

Framework = Literal["NACE", "ESF", "O*NET"]
StatementStatus = Literal["proposed", "approved", "declined"]
Verification = Literal["self-stated", "evidence attached", "teacher-confirmed"]
ProblemKind = Literal[
    "number",
    "tool",
    "role_inflation",
    "causation",
    "scope",
    "entity",
    "result",
    "team_as_own",
    "adjective",
    "mixed_projects",
    "tense_or_completion",
]


class Said(Frozen):
    """One message of a learner, exactly as sent. `slot` names what Pathbot had asked for, if anything.

    `project` keeps messages of two projects apart: a statement never mixes them. `verb` is the deed that Pathbot's
    question named, in dictionary form, so that a bare `a ramp` says what was made; `shared` where it was the group's.
    """

    id: str
    text: str
    project: str = ""
    step: int = 0
    slot: str = ""
    verb: str = ""
    shared: bool = False


class Quote(Frozen):
    """Letter for letter: ``message.text[start:end] == text``. Offsets are Unicode code points."""

    message_id: str
    start: int = Field(ge=0)
    end: int
    text: str

    @model_validator(mode="after")
    def _spans_its_text(self) -> "Quote":
        if self.end - self.start != len(self.text):
            raise ValueError("a quote's span must be as long as its text")
        return self

    def found_in(self, said: Said) -> bool:
        """Whether these exact words stand at this place of the message."""
        return said.id == self.message_id and said.text[self.start : self.end] == self.text


class SkillTag(Frozen):
    """A skill of a published framework, by its name there."""

    name: str
    framework: Framework


class ShownSkill(Frozen):
    """A skill as people read it: in their language, of the framework their class shows."""

    name: str
    framework: Framework


class Problem(Frozen):
    """Why a statement is refused, in a sentence a learner understands."""

    kind: ProblemKind
    text: str


class Draft(Frozen):
    """A skill statement before anyone approved it. `own_words` is the share (0 to 1) that is the learner's."""

    statement: str
    skills: tuple[SkillTag, ...] = ()
    evidence: tuple[Quote, ...]
    own_words: float = Field(ge=0, le=1)


class SkillStatement(Frozen):
    """A statement in a portfolio. Only `approved` ones are ever shown to anyone else or exported."""

    id: str
    learner: str
    project: str
    draft: Draft
    status: StatementStatus = "proposed"
    verification: Verification = "evidence attached"
    created_at: datetime
    decided_at: datetime | None = None


class SavedRole(Frozen):
    """A role the learner kept beside their statements."""

    learner: str
    soc: str
    title: str
    saved_at: datetime
