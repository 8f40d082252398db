"""A model's view of an answer beside the rules' own: it may change which question comes next, no more."""

from collections.abc import Callable

from pathbot.app.models import Helper
from pathbot.app.turn.helped import ask, helper_of, hidden_in, open_step, restored, sendable
from pathbot.app.turn.state import Turn
from pathbot.llm.task import ToJudge, Wanted
from pathbot.reflection.framework import Step
from pathbot.reflection.judgement import Judgement
from pathbot.reflection.questions import known_slots
from pathbot.reflection.steps import Outcome
from pathbot.reflection.weighing import WEIGHABLE, Suggestion, goes_no_further, suggested

SAID_BEFORE = 4
"""How many of the learner's last answers a model sees beside this one."""


def weighed(turn: Turn, own: Judgement, play: Callable[[Judgement], Outcome]) -> Outcome:
    """The outcome of the rules' judgement, or of a model's where that may count."""
    outcome = play(own)
    helper, step = helper_of(turn), open_step(turn)
    opinion = own.intent in WEIGHABLE and own.option is None and turn.inbound.kind == "text"
    if helper is None or step is None or step.closes == "statements" or not opinion:
        return outcome
    suggestion = _suggestion(turn, helper, step)
    if suggestion is None:
        return outcome
    theirs = suggested(own, suggestion, turn.text, step)
    other = play(theirs)
    counts = theirs != own and goes_no_further(outcome, other)
    turn.suggested.append(f"judge:{suggestion.intent}{'' if counts or theirs == own else ':overruled'}")
    return other if counts else outcome


def _suggestion(turn: Turn, helper: Helper, step: Step) -> Suggestion | None:
    assert turn.journey is not None
    known = known_slots(turn.journey, step)
    wanted = tuple(
        Wanted(slot=slot.id, question=turn.voice().fill_in(slot.ask)) for slot in step.slots if slot.id not in known
    )
    said = sendable(turn, turn.answers())[-SAID_BEFORE:]
    hidden = hidden_in(turn, [turn.text, turn.conversation.question, *(s.text for s in said)])
    if hidden is None:
        return None
    data = ToJudge(
        language=turn.language,
        question=hidden.texts[1],
        wanted=wanted,
        said=hidden.texts[2:],
        answer=hidden.texts[0],
    )
    answer = ask(turn, helper, helper.tasks.judge, data)
    if answer is None:
        return None
    heard = tuple((h.slot, quote) for h in answer.heard if (quote := restored(hidden, h.quote)))
    return Suggestion(intent=answer.intent, heard=heard, signals=tuple(answer.signals))
