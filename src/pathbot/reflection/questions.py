"""Which question comes next, if any: the missing slot that matters most, within the step's turns, never twice."""

from pathbot.reflection.events import Asked
from pathbot.reflection.framework import Slot, Step
from pathbot.reflection.journey import Answer, AskedQuestion, Form, Journey, StepState
from pathbot.reflection.judgement import Signal

CLOSING_TURN = 1


def known_slots(journey: Journey, step: Step) -> frozenset[str]:
    """Slots of this step that are answered, here or, where they carry over, in the step before."""
    return journey.filled(step.id) | {a.slot for a in carried_answers(journey, step)}


def carried_answers(journey: Journey, step: Step) -> tuple[Answer, ...]:
    """What was already said for this step in the one before. Older answers were about something else."""
    before = journey.step_before(step.id)
    carrying = {s.id for s in step.slots if s.carries}
    return tuple(a for a in journey.answers if a.step == before and a.slot in carrying)


def next_slot(journey: Journey, step: Step, signals: tuple[Signal, ...] = ()) -> Slot | None:
    """The slot to ask for now, or None when the step has what it needs. What a signal calls for comes first."""
    known = known_slots(journey, step)
    called_for = (s for s in step.slots if s.only_for in signals and _open(journey, step, s, known))
    if first := next(called_for, None):
        return first
    needed = [s for s in step.slots if s.id in step.done_when]
    if journey.state(step.id).turns + CLOSING_TURN < step.turns.min:
        needed += [s for s in step.slots if s not in needed]
    return next((s for s in needed if s.only_for is None and _open(journey, step, s, known)), None)


def _open(journey: Journey, step: Step, slot: Slot, known: frozenset[str]) -> bool:
    answered = slot.id in known or bool(known & set(slot.covered_by))
    too_early = bool(slot.after) and slot.after not in known
    return not (answered or too_early or (step.id, slot.id) in journey.let_go)


def has_turn_left(journey: Journey, step: Step) -> bool:
    """Whether one more question fits before the closing turn."""
    return journey.state(step.id).turns + 1 + CLOSING_TURN <= step.turns.max


def put(journey: Journey, step: Step, slot: Slot, form: Form) -> tuple[Journey, Asked]:
    """The question is put: remembered as asked, counted as a turn, waited for."""
    turns = journey.state(step.id).turns
    asked = AskedQuestion(step=step.id, slot=slot.id, form=form)
    after = count_turn(journey, step.id).model_copy(update={"asked": (*journey.asked, asked), "waiting_for": slot.id})
    return after, Asked(step=step.id, slot=slot.id, form=form, last=turns + 2 == step.turns.max)


def unasked_form(journey: Journey, step: Step, slot: Slot) -> Form | None:
    """The form of this question that was not put yet, or None when both were."""
    forms: tuple[Form, ...] = ("ask", "again")
    return next((f for f in forms if not journey.has_asked(step.id, slot.id, f)), None)


def count_turn(journey: Journey, step_id: str) -> Journey:
    """One more turn of Pathbot's in this step."""
    state = journey.state(step_id)
    return with_state(journey, state.model_copy(update={"turns": state.turns + 1}))


def with_state(journey: Journey, state: StepState) -> Journey:
    """The journey with one step's state replaced or added."""
    others = tuple(s for s in journey.steps if s.step != state.step)
    return journey.model_copy(update={"steps": (*others, state)})
