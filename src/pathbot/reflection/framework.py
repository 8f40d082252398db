"""The framework a journey walks: steps, the evidence each looks for, and how it may ask. Data, not code."""

from typing import Literal

from pydantic import Field, model_validator

from pathbot.frozen import Frozen
from pathbot.reflection.judgement import Signal
from pathbot.wording import Localized, LocalizedList

Provenance = Literal["published", "inferred", "school"]
Reader = Literal["learner", "teacher", "mentor"]
HARD_MAX_TURNS = 6


class Again(Frozen):
    """The one retry after a vague answer: another form of the question, with a few choices.

    "Something else" is added by the voice, so that no list of choices is ever closed.
    """

    text: Localized
    choices: LocalizedList


class Slot(Frozen):
    """One piece of evidence a step looks for, the question that asks for it, and its retry.

    `after` names a slot that must be filled before this one makes sense. `covered_by` names slots that answer this
    one too. `carries` slots count when they were said in the step before. `only_for` slots are asked first, and only
    when a message gave that signal: only "we", a strong claim, blame. `choices_from_project` offers the project's
    own short questions. `about` "others" says that the answer tells what other people did.
    `ask_team` replaces `ask` for a learner whose teacher put them in a team, and may name it: {team}.
    `for_lines` is false where it asks for a view, a question or a plan: a bare verb there is no deed of the learner.
    """

    id: str
    ask: Localized
    ask_team: Localized | None = None
    choices: LocalizedList | None = None
    choices_from_project: bool = False
    again: Again
    after: str = ""
    covered_by: tuple[str, ...] = ()
    carries: bool = False
    only_for: Signal | None = None
    about: Literal["learner", "others"] = "learner"
    for_lines: bool = True


class Ask(Frozen):
    """The opening question at three levels of support: the whole prompt, a cue, an open page."""

    prompt: Localized
    cue: Localized
    open: Localized


class TurnLimits(Frozen):
    """How many turns Pathbot may take in a step, its opening question and closing line included."""

    min: int = Field(ge=1)
    max: int = Field(le=HARD_MAX_TURNS)

    @model_validator(mode="after")
    def _in_order(self) -> "TurnLimits":
        if self.min > self.max:
            raise ValueError("turns.min must not be larger than turns.max")
        return self


class StepProvenance(Frozen):
    """Where a step's name and its wording come from."""

    name: Provenance
    wording: Provenance


class Step(Frozen):
    """One step. Slots stand in order of importance; the first is what the opening question asks for.

    `closes` says what ends it: evidence, or statements made of the evidence of all steps. `shows` adds roles then.
    """

    id: str
    name: Localized
    alias: Localized
    purpose: Localized
    ask: Ask
    slots: tuple[Slot, ...] = Field(min_length=1)
    done_when: tuple[str, ...]
    turns: TurnLimits
    seen_by: tuple[Reader, ...]
    sensitive: bool = False
    reading_grade: int = 8
    provenance: StepProvenance
    good_for: Localized
    closes: Literal["evidence", "statements"] = "evidence"
    shows: Literal["", "project_roles", "learner_roles"] = ""

    @model_validator(mode="after")
    def _only_known_slots(self) -> "Step":
        known = {slot.id for slot in self.slots}
        named = {*self.done_when, *(s.after for s in self.slots if s.after)}
        named |= {slot for s in self.slots for slot in s.covered_by}
        if unknown := sorted(named - known):
            raise ValueError(f"done_when, after and covered_by name unknown slots: {', '.join(unknown)}")
        return self

    def slot(self, slot_id: str) -> Slot | None:
        """The slot with this id, or None."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)


class Framework(Frozen):
    """Ordered steps. Learners finish on the version (the content hash) they began."""

    id: str
    name: Localized
    source: str
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _unique_step_ids(self) -> "Framework":
        ids = [step.id for step in self.steps]
        if len(ids) != len(set(ids)):
            raise ValueError("two steps have the same id")
        return self

    def number(self, step_id: str) -> int:
        """1-based place of a step. Raises ValueError for an unknown id."""
        return [step.id for step in self.steps].index(step_id) + 1
