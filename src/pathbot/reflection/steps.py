"""Opening and closing steps, pausing and coming back."""

from datetime import datetime, timedelta

from pathbot.reflection.events import (
    Event,
    JourneyDone,
    Paused,
    Resumed,
    StatementsWanted,
    StepClosed,
    StepOpened,
)
from pathbot.reflection.framework import Framework, Step
from pathbot.reflection.journey import Answer, AskedQuestion, Form, Journey, Level, StepState
from pathbot.reflection.questions import (
    carried_answers,
    has_turn_left,
    known_slots,
    next_slot,
    put,
    unasked_form,
    with_state,
)

NEW_SITTING_AFTER = timedelta(minutes=30)
CUE_FROM_SITTING = 4
OPEN_FROM_SITTING = 7

Outcome = tuple[Journey, tuple[Event, ...]]


def level_for(sittings: int) -> Level:
    """Support fades: the whole prompt in the first three sittings, then a cue, then an open page."""
    if sittings >= OPEN_FROM_SITTING:
        return "open"
    return "cue" if sittings >= CUE_FROM_SITTING else "prompt"


def current_step(journey: Journey, framework: Framework) -> Step | None:
    """The open step, or None when the journey is over."""
    return next((s for s in framework.steps if s.id == journey.step), None)


def open_step(journey: Journey, framework: Framework, step: Step) -> Outcome:
    """The step begins. Its opening asks for the first slot that is not known from an earlier step."""
    state = StepState(step=step.id, turns=1)
    opened = with_state(journey, state).model_copy(update={"step": step.id})
    slot = next_slot(opened, step) or step.slots[0]
    form: Form = "opening" if slot.id == step.slots[0].id else "ask"
    asked = AskedQuestion(step=step.id, slot=slot.id, form=form)
    opened = opened.model_copy(update={"asked": (*opened.asked, asked), "waiting_for": slot.id})
    if step.closes == "statements":
        return opened, (StatementsWanted(step=step.id),)
    carried = None
    if slot.id != step.slots[0].id and step.slots[0].id in known_slots(opened, step):
        carried = next((a for a in carried_answers(opened, step) if a.slot == step.slots[0].id), None)
    return opened, (StepOpened(step=step.id, slot=slot.id, level=journey.level, form=form, carried=carried),)


def close_step(journey: Journey, framework: Framework, step: Step, skipped: bool = False) -> Outcome:
    """The step ends and the next one opens, or the journey is done. Skipping with answers keeps the answers."""
    kept = tuple(a for a in journey.answers if a.step == step.id)
    skipped = skipped and not kept
    state = journey.state(step.id)
    status = "skipped" if skipped else "done"
    done = state.model_copy(update={"status": status, "turns": min(state.turns + 1, step.turns.max)})
    closed = with_state(journey, done).model_copy(update={"waiting_for": ""})
    event = StepClosed(step=step.id, kept=kept, skipped=skipped)
    place = framework.number(step.id)
    if place == len(framework.steps):
        return closed.model_copy(update={"step": None}), (event, JourneyDone())
    after, events = open_step(closed, framework, framework.steps[place])
    return after, (event, *events)


def pause(journey: Journey) -> Outcome:
    """The learner stops. What this sitting gave is named; the place is kept."""
    kept: tuple[Answer, ...] = journey.answers[journey.sitting_answers :]
    return journey.model_copy(update={"paused": True}), (Paused(step=journey.step, kept=kept),)


def come_back(journey: Journey, now: datetime) -> Journey:
    """A new sitting begins after a stop or half an hour of silence."""
    if not journey.paused and now - journey.updated_at < NEW_SITTING_AFTER:
        return journey
    sittings = journey.sittings + 1
    level = level_for(sittings) if journey.level == level_for(journey.sittings) else journey.level
    return journey.model_copy(
        update={"paused": False, "sittings": sittings, "level": level, "sitting_answers": len(journey.answers)}
    )


def resume(journey: Journey, framework: Framework, step: Step, away: bool) -> Outcome:
    """Back at the exact place: the open question in another form, else the next one, else the step closes."""
    back = Resumed(step=step.id, away=away, last=journey.answers[-1] if journey.answers else None)
    waiting = step.slot(journey.waiting_for)
    slot = waiting if waiting and unasked_form(journey, step, waiting) else next_slot(journey, step)
    form = unasked_form(journey, step, slot) if slot else None
    if slot and form and has_turn_left(journey, step):
        after, asked = put(journey, step, slot, form)
        return after, (back, asked)
    after, events = close_step(journey, framework, step, skipped=True)
    return after, (back, *events)
