"""A model's view of an answer, weighed against the rules' own. It may change which question comes next, no more.

The rules' judgement and the suggested one are both played through `advance`. The suggestion counts only when it closes
no step, lets go of no question and takes nothing back that the rules alone would not have.
"""

from pathbot.frozen import Frozen
from pathbot.reflection.events import Event, StatementsWanted, StepClosed
from pathbot.reflection.framework import Step
from pathbot.reflection.journey import Journey
from pathbot.reflection.judgement import Intent, Judgement, Signal, SlotHit

WEIGHABLE: frozenset[Intent] = frozenset(["answer", "vague", "off_topic"])
"""Only these are a matter of opinion. Everything else is something the learner asks for, and the rules hear it."""
MOST_SLOTS = 2
SHORT = 4
"""Words. Only a message this short can be called vague or off topic after the rules took it for an answer."""


class Suggestion(Frozen):
    """What a model made of an answer; `heard` are slots and the words quoted for them."""

    intent: Intent
    heard: tuple[tuple[str, str], ...] = ()
    signals: tuple[Signal, ...] = ()


def suggested(own: Judgement, suggestion: Suggestion, text: str, step: Step) -> Judgement:
    """The rules' judgement with what of the suggestion stands on the learner's words, which may be nothing."""
    known = {hit.slot for hit in own.slots}
    quoted = [(slot, quote) for slot, quote in suggestion.heard if step.slot(slot) and slot not in known]
    hits = tuple(hit for slot, quote in quoted if (hit := _hit(slot, quote, text)))[:MOST_SLOTS]
    signals = tuple(dict.fromkeys((*own.signals, *suggestion.signals)))
    intent = _intent(own, suggestion, text, bool(hits))
    if intent != "answer":
        return own.model_copy(update={"intent": intent})
    return own.model_copy(update={"intent": intent, "slots": (*own.slots, *hits), "signals": signals})


def goes_no_further(own: tuple[Journey, tuple[Event, ...]], other: tuple[Journey, tuple[Event, ...]]) -> bool:
    """Whether an outcome ends, lets go and takes back nothing that the rules' own outcome does not."""
    ends = {_ending(event) for event in other[1]} - {""}
    own_ends = {_ending(event) for event in own[1]} - {""}
    before, after = own[0], other[0]
    return (
        ends <= own_ends
        and set(after.let_go) <= set(before.let_go)
        and after.withdrawn == before.withdrawn
        and (after.step == before.step or bool(own_ends - ends))
    )


def _intent(own: Judgement, suggestion: Suggestion, text: str, quoted: bool) -> Intent:
    if own.intent not in WEIGHABLE or suggestion.intent not in WEIGHABLE:
        return own.intent
    if suggestion.intent == "answer":
        return "answer" if own.intent == "answer" or quoted else own.intent
    short = len(text.split()) <= SHORT and not own.slots and own.option is None
    return suggestion.intent if own.intent != "answer" or short else own.intent


def _hit(slot: str, quote: str, text: str) -> SlotHit | None:
    """Where the quote stands in the message, letter for letter but for capitals."""
    start = text.casefold().find(quote.casefold()) if quote.strip() and text.isascii() else text.find(quote)
    if start < 0 or not any(char.isalnum() for char in quote):
        return None
    return SlotHit(slot=slot, start=start, end=start + len(quote))


def _ending(event: Event) -> str:
    return f"{event.name}:{event.step}" if isinstance(event, StepClosed | StatementsWanted) else ""
