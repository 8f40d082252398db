"""One learner's walk through one project: the whole state, as a frozen snapshot."""

from datetime import datetime
from typing import Literal

from pathbot.frozen import Frozen

Level = Literal["prompt", "cue", "open"]
Form = Literal["opening", "ask", "again"]
StepStatus = Literal["open", "done", "skipped"]


class AskedQuestion(Frozen):
    """A question Pathbot has put: never put the same one twice."""

    step: str
    slot: str
    form: Form


class Answer(Frozen):
    """A learner's answer: which slot of which step it fills, and where in which message it stands.

    A `chosen` one is an option in Pathbot's words: it moves the journey on, and is never evidence.
    """

    step: str
    slot: str
    message_id: str
    start: int
    end: int
    chosen: bool = False


class StepState(Frozen):
    """Where a step stands. `turns` counts Pathbot's turns in it."""

    step: str
    status: StepStatus = "open"
    turns: int = 0
    answers: int = 0


class Journey(Frozen):
    """Snapshot of a journey. `step` is the current step's id, None when all are done.

    `waiting_for` is the slot of the open question. `sittings` counts how often the learner came back, this one
    included; `sitting_answers` is how many answers there were when this one began.
    `let_go` are slots a learner had no answer for; `withdrawn` are messages that count no more.
    `framework_hash` is the content hash the learner began with. `step_since` is when the current step opened (or the
    last one closed); None in the first step. Times are timezone-aware.
    """

    id: str
    school: str
    learner: str
    class_id: str
    project: str
    framework: str
    framework_hash: str
    language: str = "en"
    level: Level = "prompt"
    step: str | None = None
    steps: tuple[StepState, ...] = ()
    asked: tuple[AskedQuestion, ...] = ()
    waiting_for: str = ""
    answers: tuple[Answer, ...] = ()
    let_go: tuple[tuple[str, str], ...] = ()
    withdrawn: tuple[str, ...] = ()
    paused: bool = False
    sittings: int = 1
    sitting_answers: int = 0
    started_at: datetime
    updated_at: datetime
    step_since: datetime | None = None
    version: int = 0

    def state(self, step_id: str) -> StepState:
        """The state of a step, fresh when it was never opened."""
        return next((s for s in self.steps if s.step == step_id), StepState(step=step_id))

    def step_before(self, step_id: str) -> str:
        """The step that was opened before this one; "" for the first. Steps are opened once, in order."""
        opened = [q.step for q in self.asked if q.step != step_id]
        return opened[-1] if opened else ""

    def has_asked(self, step_id: str, slot: str, form: Form) -> bool:
        """Whether this question was put before."""
        return AskedQuestion(step=step_id, slot=slot, form=form) in self.asked

    def filled(self, step_id: str) -> frozenset[str]:
        """The slots of a step that have an answer."""
        return frozenset(a.slot for a in self.answers if a.step == step_id)
