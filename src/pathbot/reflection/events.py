"""What a turn of a reflection decided. The voice turns these into sentences; the log keeps their names."""

from typing import Literal

from pathbot.frozen import Frozen
from pathbot.reflection.journey import Answer, Form, Level


class Heard(Frozen):
    """An answer was taken in: `answers` are new, and every one points into the message."""

    name: Literal["heard"] = "heard"
    answers: tuple[Answer, ...]


class Asked(Frozen):
    """A follow-up question is put."""

    name: Literal["asked"] = "asked"
    step: str
    slot: str
    form: Form
    last: bool = False


class LetGo(Frozen):
    """A second vague answer: thank, and leave this question alone for good."""

    name: Literal["let_go"] = "let_go"
    step: str
    slot: str


class StepOpened(Frozen):
    """A step begins with its opening question; `slot` is what it asks for, `carried` what is already known."""

    name: Literal["step_opened"] = "step_opened"
    step: str
    slot: str
    level: Level
    form: Form
    carried: Answer | None = None


class StepClosed(Frozen):
    """A step is over. `kept` are its answers, named to the learner; none when it was skipped."""

    name: Literal["step_closed"] = "step_closed"
    step: str
    kept: tuple[Answer, ...]
    skipped: bool = False


class Paused(Frozen):
    """The learner stops for now. `kept` is what this sitting leaves in their hand."""

    name: Literal["paused"] = "paused"
    step: str | None
    kept: tuple[Answer, ...]


class Resumed(Frozen):
    """The learner is back; the open step goes on where it was. `away` is false when they only said hello."""

    name: Literal["resumed"] = "resumed"
    away: bool = True
    step: str | None
    last: Answer | None


class Changed(Frozen):
    """An earlier answer was replaced by this one; the old message counts no more."""

    name: Literal["changed"] = "changed"
    answers: tuple[Answer, ...]
    withdrawn: str


class StatementsWanted(Frozen):
    """The closing step needs statements: draft them, or say that nothing can be drafted yet."""

    name: Literal["statements_wanted"] = "statements_wanted"
    step: str


class JourneyDone(Frozen):
    """All steps are behind the learner."""

    name: Literal["journey_done"] = "journey_done"


Event = Heard | Asked | LetGo | StepOpened | StepClosed | Paused | Resumed | Changed | StatementsWanted | JourneyDone
