"""One message moves a journey: state and message in, state and events out. Code decides; a judgement only informs."""

from datetime import datetime

from pathbot.evidence import Said
from pathbot.reflection.events import Changed, Event, Heard, LetGo, StatementsWanted, StepClosed
from pathbot.reflection.framework import Framework, Step
from pathbot.reflection.journey import Answer, Journey
from pathbot.reflection.judgement import Judgement, Signal
from pathbot.reflection.questions import (
    has_turn_left,
    next_slot,
    put,
    unasked_form,
    with_state,
)
from pathbot.reflection.steps import Outcome, close_step, come_back, current_step, open_step, pause, resume


def begin(journey: Journey, framework: Framework) -> Outcome:
    """A fresh journey opens its first step."""
    return open_step(journey, framework, framework.steps[0])


def advance(journey: Journey, framework: Framework, said: Said, judgement: Judgement, now: datetime) -> Outcome:
    """Take in one message of the learner.

    Returns the new journey and what happened. Never asks the same question twice, and never takes more turns in a
    step than its limit. A finished journey is returned as it is, with no events.
    """
    step = current_step(journey, framework)
    if step is None:
        return journey, ()
    if judgement.intent == "stop":
        return _stamped(pause(journey), now)
    here = come_back(journey, now)
    if judgement.intent in ("resume", "greeting"):
        return _stamped(resume(here, framework, step, away=here.sittings > journey.sittings), now)
    if judgement.intent == "skip":
        return _stamped(close_step(here, framework, step, skipped=True), now)
    if judgement.intent == "change_answer":
        return _stamped(_change(here, step, said, judgement), now)
    if judgement.intent == "answer":
        return _stamped(_take_in(here, framework, step, said, judgement), now)
    return _stamped(_another_door(here, framework, step), now)


def _take_in(journey: Journey, framework: Framework, step: Step, said: Said, judgement: Judgement) -> Outcome:
    new = _answers(journey, step, said, judgement)
    state = journey.state(step.id)
    heard = with_state(journey, state.model_copy(update={"answers": state.answers + 1}))
    heard = heard.model_copy(update={"answers": (*heard.answers, *new)})
    if step.closes == "statements":
        return heard, (Heard(answers=new), StatementsWanted(step=step.id))
    if "tired" in judgement.signals and _enough(heard, step):
        after, events = close_step(heard, framework, step)
    else:
        after, events = _ask_or_close(heard, framework, step, judgement.signals)
    return after, (Heard(answers=new), *events)


def _answers(journey: Journey, step: Step, said: Said, judgement: Judgement) -> tuple[Answer, ...]:
    """The slots this message fills, the one asked for first: a real answer always counts as an answer to it."""
    spans = {hit.slot: (hit.start, hit.end) for hit in judgement.slots}
    if journey.waiting_for:
        spans.setdefault(journey.waiting_for, (0, len(said.text)))
    order = sorted(spans, key=lambda slot: slot != journey.waiting_for)
    chosen = judgement.option is not None
    return tuple(
        Answer(step=step.id, slot=slot, message_id=said.id, start=spans[slot][0], end=spans[slot][1], chosen=chosen)
        for slot in order
    )


def _enough(journey: Journey, step: Step) -> bool:
    return bool(journey.filled(step.id) & set(step.done_when))


def _ask_or_close(journey: Journey, framework: Framework, step: Step, signals: tuple[Signal, ...] = ()) -> Outcome:
    slot = next_slot(journey, step, signals)
    form = unasked_form(journey, step, slot) if slot else None
    if slot and form and has_turn_left(journey, step):
        after, asked = put(journey, step, slot, form)
        return after, (asked,)
    return close_step(journey, framework, step)


def _another_door(journey: Journey, framework: Framework, step: Step) -> Outcome:
    """A vague answer: the same thing asked once in another form, then thanks, and on."""
    waiting = step.slot(journey.waiting_for)
    if waiting is None:
        return _ask_or_close(journey, framework, step)
    let_go_here = any(place == step.id for place, _ in journey.let_go)
    retried = journey.has_asked(step.id, waiting.id, "again")
    if not retried and not let_go_here and has_turn_left(journey, step):
        after, asked = put(journey, step, waiting, "again")
        return after, (asked,)
    here = journey.model_copy(update={"let_go": (*journey.let_go, (step.id, waiting.id))})
    let_go = LetGo(step=step.id, slot=waiting.id)
    move_on = close_step(here, framework, step, skipped=True) if let_go_here else _ask_or_close(here, framework, step)
    return move_on[0], (let_go, *move_on[1])


def _change(journey: Journey, step: Step, said: Said, judgement: Judgement) -> Outcome:
    """The last answer is replaced; the open question stays open."""
    if not journey.answers:
        return journey, ()
    old = journey.answers[-1].message_id
    replaced = tuple(a for a in journey.answers if a.message_id == old)
    kept = tuple(a for a in journey.answers if a.message_id != old)
    new = tuple(a.model_copy(update={"message_id": said.id, "start": 0, "end": len(said.text)}) for a in replaced)
    changed = journey.model_copy(update={"answers": (*kept, *new), "withdrawn": (*journey.withdrawn, old)})
    return changed, (Changed(answers=new, withdrawn=old),)


def _stamped(outcome: Outcome, now: datetime) -> Outcome:
    journey, events = outcome
    moved = {"step_since": now} if any(isinstance(event, StepClosed) for event in events) else {}
    return journey.model_copy(update={"updated_at": now, **moved}), events


__all__ = ["Event", "Outcome", "advance", "begin"]
