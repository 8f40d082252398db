"""What one message was understood to say, without a model. Pure, linear in the text, and never at a loss."""

import re
from typing import NamedTuple

from pathbot.language.lexicon import Lexicon as WordLists
from pathbot.reflection.asked import takes_a_number, takes_yes_or_no, wants_a_question
from pathbot.reflection.evidence_slots import find_slots, pieces_of
from pathbot.reflection.intents import begins, find_command, is_whole
from pathbot.reflection.judgement import Context, Intent, Judgement, Signal, SlotHit
from pathbot.reflection.kit import Compiled, UnderstandingKit
from pathbot.reflection.learned import unforeseen
from pathbot.reflection.options import chosen, chosen_by_reply
from pathbot.reflection.pieces import Piece
from pathbot.reflection.plain import Plain, plain
from pathbot.reflection.signals import find_signals, opening_reply, reply
from pathbot.reflection.vagueness import is_mash, is_option_number

LONGEST_ANSWER = 16
"""Words. A longer message hardly ever is one answer only."""
BEGUN = 5
"""Words. So few out of a long message often only begin what they say ("i want to know" + "if paint helps")."""
_MARK = re.compile(r"[.!?;,\n]")
_YES_SIGNS = frozenset("👍👌✅💯🙌☑✔")
_NO_SIGNS = frozenset("👎❌🙅✖")
_MAY_TELL = frozenset(["answer", "change_answer", "stop", "skip", "help", "ask_role", "ask_mentor"])
"""Intents whose messages may hold evidence as well ("did the roof, gotta go")."""


class Reading(NamedTuple):
    """A message as one language reads it."""

    typed: Plain
    lexicon: Compiled
    lists: WordLists | None


def understand(text: str, context: Context, kit: UnderstandingKit) -> Judgement:
    """The intent of a message, the evidence in it and its signals.

    Every span lies inside `text`. Any text gives a judgement.
    """
    readings = _readings(text, context, kit)
    own = readings[0].lexicon
    if (option := _option(readings, context)) is not None:
        return Judgement(
            intent="answer", slots=_whole(text, context), signals=_replies(readings, opening=False), option=option
        )
    closed = takes_yes_or_no(context, own)
    if not any(character.isalnum() for character in readings[0].typed.text):
        return _signs(text, context, closed)
    if signals := _replies(readings, opening=False):
        return _bare_reply(text, context, signals, closed, readings)
    if closed and any(r.lexicon.partly and r.lexicon.partly.fullmatch(r.typed.text) for r in readings):
        return Judgement(intent="answer", slots=_whole(text, context))
    if is_option_number(readings[0].typed) and not takes_a_number(context, own):
        return Judgement(intent="vague")  # of options that are gone
    wondering = wants_a_question(context, own)
    fluent = _fluent(readings)
    pieces = pieces_of(text, fluent.typed, fluent.lexicon, fluent.lists)
    intent = _intent(readings, wondering)
    if intent == "answer" and kit.learned:
        told = any(piece.did and piece.who != "none" for piece in pieces)
        intent = unforeseen(fluent.typed, told, wondering, bool(context.question), kit.learned)
    return _judged(text, context, readings, pieces, intent, closed)


def _readings(text: str, context: Context, kit: UnderstandingKit) -> list[Reading]:
    compiled = [(language, kit.languages[language].compiled) for language in kit.order(context.language)]
    return [Reading(plain(text, c.spelling), c, kit.readers.get(language)) for language, c in compiled]


def _fluent(readings: list[Reading]) -> Reading:
    """The reading whose everyday words the message holds most of; the conversation's own language when it is even."""
    return max(readings, key=lambda r: len(r.lexicon.common & set(r.typed.text.split())))


def _option(readings: list[Reading], context: Context) -> int | None:
    if not context.options:
        return None
    for reading in readings:
        option = chosen(reading.typed, context.options, reading.lexicon)
        if option is None and (said := reply(reading.typed, reading.lexicon)):
            option = chosen_by_reply(said, context.options, reading.lexicon)
        if option is not None:
            return option
    return None


def _replies(readings: list[Reading], opening: bool) -> tuple[Signal, ...]:
    ask = opening_reply if opening else reply
    found = next((said for r in readings if (said := ask(r.typed, r.lexicon))), None)
    return (found,) if found else ()


def _bare_reply(
    text: str, context: Context, signals: tuple[Signal, ...], closed: bool, readings: list[Reading]
) -> Judgement:
    """Only yes or no. It answers a question that takes it, and says too little to any other."""
    if closed or context.options:
        return Judgement(intent="answer", slots=_whole(text, context), signals=signals)
    if command := _command(readings, wondering=False):
        return Judgement(intent=command, signals=signals)
    if context.question or any(is_whole(r.typed, "vague", r.lexicon) for r in readings):
        return Judgement(intent="vague", signals=signals)
    return Judgement(intent="answer", slots=_whole(text, context), signals=signals)


def _signs(text: str, context: Context, closed: bool) -> Judgement:
    """Emoji and punctuation: a thumb answers a yes-or-no question, anything else says too little."""
    signs = set(text)
    signals: tuple[Signal, ...] = ("yes",) if signs & _YES_SIGNS else ("no",) if signs & _NO_SIGNS else ()
    if signals and (closed or context.options):
        return Judgement(intent="answer", slots=_whole(text, context), signals=signals)
    return Judgement(intent="vague", signals=signals)


def _intent(readings: list[Reading], wondering: bool) -> Intent:
    if is_mash(readings[0].typed):
        return "vague"
    if command := _command(readings, wondering):
        return command
    for intent in ("greeting", "vague"):
        if any(is_whole(r.typed, intent, r.lexicon) for r in readings):
            return intent
    if any(begins(r.typed, "off_topic", r.lexicon) for r in readings):
        return "off_topic"
    return "answer"


def _command(readings: list[Reading], wondering: bool) -> Intent | None:
    for reading in readings:
        command = find_command(reading.typed, reading.lexicon)
        if command == "help" and wondering and not is_whole(reading.typed, "help", reading.lexicon):
            continue  # asked for a question, a learner asks one
        if command:
            return command
    return None


def _judged(
    text: str, context: Context, readings: list[Reading], pieces: list[Piece], intent: Intent, closed: bool
) -> Judgement:
    typed, lexicon, _ = _fluent(readings)
    slots = find_slots(typed, pieces, lexicon) if intent in _MAY_TELL else ()
    signals = find_signals(text, typed, pieces, slots, lexicon)
    if closed or context.options:
        signals |= set(_replies(readings, opening=True))
    if intent == "answer":
        whole = _heard(text, slots, context) or _whole(text, context)
        slots = (*whole, *(hit for hit in slots if not whole or hit.slot != context.slot))
    else:
        slots = tuple(hit for hit in slots if hit.slot not in ("wonder", "gap", "next", "decision"))
    return Judgement(intent=intent, slots=slots, signals=tuple(sorted(signals)))


def _heard(text: str, slots: tuple[SlotHit, ...], context: Context) -> tuple[SlotHit, ...]:
    """The first part of a long message that answers what was asked: the rest of it tells other things."""
    here = [hit for hit in slots if hit.slot == context.slot]
    if not here or len(text.split()) <= LONGEST_ANSWER:
        return ()
    return (here[0].model_copy(update={"end": _finished(text, here[0])}),)


def _finished(text: str, hit: SlotHit) -> int:
    """Where the words of a hit end, with what a few of them at the start of a sentence only begin."""
    before = text[: hit.start].rstrip()
    if len(text[hit.start : hit.end].split()) >= BEGUN or (before and not _MARK.match(before[-1])):
        return hit.end
    mark = _MARK.search(text, hit.end)
    return mark.start() if mark else len(text.rstrip())


def _whole(text: str, context: Context) -> tuple[SlotHit, ...]:
    """The slot that was asked for, filled with all that was typed."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return (SlotHit(slot=context.slot, start=start, end=end),) if context.slot and end > start else ()
