"""How a message is meant: tired, joking, claiming, pasted. Signals steer the tone; they are never shown to anyone."""

import re

from pathbot.reflection.judgement import Signal, SlotHit
from pathbot.reflection.kit import Compiled
from pathbot.reflection.pieces import Piece
from pathbot.reflection.plain import Plain

_FROM_WORDS: tuple[Signal, ...] = ("tired", "joking", "rude", "blames_others", "strong_claim")
_LAUGHS = re.compile("[\U0001f602\U0001f923\U0001f480\U0001f61c\U0001f61d\U0001f92a]")
_LINK = re.compile(r"https?://|\[\d+\]")
_LONG = 1200
_IMPERSONAL = 40
_SPOKEN = 12


def find_signals(
    text: str, typed: Plain, pieces: list[Piece], slots: tuple[SlotHit, ...], lexicon: Compiled
) -> set[Signal]:
    """The signals of a message, yes and no aside."""
    found: set[Signal] = {signal for signal in _FROM_WORDS if _shows(signal, typed.text, lexicon)}
    if _LAUGHS.search(text):
        found.add("joking")
    if {"number", "proof"} & {hit.slot for hit in slots}:
        found.discard("strong_claim")  # there is something to go by
    if _only_we(pieces):
        found.add("team_only")
    if _is_pasted(text, typed, lexicon):
        found.add("pasted")
    return found


def reply(typed: Plain, lexicon: Compiled) -> Signal | None:
    """Whether the whole message is a yes or a no."""
    said = re.sub(r" ?[.?,](?= |$)", "", typed.text).strip()
    for signal in ("yes", "no"):
        sign = lexicon.signals.get(signal)
        if sign and sign.whole and len(said) <= 80 and sign.whole.fullmatch(said):
            return signal
    return None


def opening_reply(typed: Plain, lexicon: Compiled) -> Signal | None:
    """Whether a message begins with a yes or a no and goes on ("yes and it held")."""
    for signal in ("yes", "no"):
        sign = lexicon.signals.get(signal)
        if sign and sign.any and sign.any.match(typed.text):
            return signal
    return None


def _shows(signal: Signal, text: str, lexicon: Compiled) -> bool:
    sign = lexicon.signals.get(signal)
    if sign is None or sign.any is None or not sign.any.search(text):
        return False
    return sign.unless is None or not sign.unless.search(text)


def _only_we(pieces: list[Piece]) -> bool:
    people = {piece.who for piece in pieces if piece.happened and piece.who in ("i", "we")}
    return people == {"we"}


def _is_pasted(text: str, typed: Plain, lexicon: Compiled) -> bool:
    """Long, or written about a thing by nobody: a definition, an article, somebody's essay."""
    if len(text) > _LONG:
        return True
    words = typed.text.split()
    if lexicon.own_words & set(words):
        return False
    sign = lexicon.signals.get("pasted")
    bookish = sign is not None and sign.any is not None and sign.any.search(typed.text) is not None
    return (bookish and len(words) >= _SPOKEN) or (
        len(words) >= _IMPERSONAL and (bookish or bool(_LINK.search(text)) or ". " in text)
    )
