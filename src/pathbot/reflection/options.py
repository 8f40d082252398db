"""Which of the offered options a message means: a number, a letter, its words, or words very close to it."""

import re

from rapidfuzz import fuzz

from pathbot.reflection.judgement import Signal
from pathbot.reflection.kit import Compiled
from pathbot.reflection.plain import Plain, plain
from pathbot.reflection.signals import reply

_CLOSE = 86.0
_MARGIN = 6.0
_PART = 8
_MARKS = re.compile(r" ?[.?,](?= |$)")


def chosen(typed: Plain, options: tuple[str, ...], lexicon: Compiled) -> int | None:
    """The index of the option that was meant, or None. `typed` is the message's plain form."""
    said = _without_marks(typed.text)
    if not said or not options or len(said) > 200:
        return None
    labels = [_without_marks(plain(option, lexicon.spelling).text) for option in options]
    if said in labels:
        return labels.index(said)
    bare = lexicon.choosing.sub("", said, count=1) if lexicon.choosing.match(said) else said
    place = _by_place(said, bare, len(labels), lexicon)
    return _by_label(said, bare, labels) if place is None else place


def _without_marks(text: str) -> str:
    return _MARKS.sub("", text).strip()


def _by_place(said: str, bare: str, count: int, lexicon: Compiled) -> int | None:
    if bare.isdecimal():
        return int(bare) - 1 if len(bare) <= 2 and 1 <= int(bare) <= count else None
    if said in lexicon.last or bare in lexicon.last:
        return count - 1
    return next((i for i, names in enumerate(lexicon.ordinals[:count]) if said in names or bare in names), None)


def _by_label(said: str, bare: str, labels: list[str]) -> int | None:
    scores = [max(_closeness(said, label), _closeness(bare, label)) for label in labels]
    best = max(range(len(labels)), key=scores.__getitem__)
    others = [score for place, score in enumerate(scores) if place != best]
    return best if scores[best] >= _CLOSE and scores[best] - max(others, default=0.0) >= _MARGIN else None


def _closeness(said: str, label: str) -> float:
    """0 to 100. A few words of a long label count when they stand in it as they are ("out of time")."""
    if not label or len(said) > 2 * len(label) + 12:
        return 0.0
    if len(said) >= 4 and f" {said} " in f" {label} ":
        return 95.0
    if len(label) >= 4 and f" {label} " in f" {said} " and len(said.split()) <= len(label.split()) + 2:
        return 95.0
    whole = fuzz.ratio(said, label)
    if _PART <= len(said) <= len(label):
        return max(whole, fuzz.partial_ratio(said, label) - _MARGIN / 2)
    return whole


def chosen_by_reply(said: Signal, options: tuple[str, ...], lexicon: Compiled) -> int | None:
    """The one option that says yes (or no) when the message says just that in other words."""
    matching = [i for i, option in enumerate(options) if reply(plain(option, lexicon.spelling), lexicon) == said]
    return matching[0] if len(matching) == 1 else None
