"""What understanding needs to know of a language: a lexicon as people write it, and its compiled form.

A pattern is a regular expression over plain text (`reflection.plain`), so it is written in lower case without
accents or apostrophes. `<name>` stands for a group of `words`; `<gap>` for up to three words, `<gap5>` for up to five.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from pydantic import Field

from pathbot.frozen import Frozen
from pathbot.reflection.judgement import Intent, Signal
from pathbot.reflection.plain import Spelling

_GAP = re.compile(r"<gap(\d?)> ?")
_GROUP = re.compile(r"<([a-z_]+)>")


class IntentPatterns(Frozen):
    """How an intent is put: `whole` is a sentence that says nothing else, `start` is how a sentence begins.

    `unless` are sentences that only look like it.
    """

    whole: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Lexicon(Frozen):
    """One language (`knowledge/language/<language>/understanding.yaml`).

    `before` and `after` are words people put around a command ("wait", "lol"). `ordinals` name the places of options
    in order and `last` the last one; `choosing` are words around such a name ("the", "option"). `closed` and `wondering` recognise questions of Pathbot's that take yes or no, or a question back.
    """

    words: dict[str, str] = Field(default_factory=dict)
    short: dict[str, str]
    pairs: dict[str, str]
    keywords: tuple[str, ...]
    common: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    ordinals: tuple[str, ...]
    last: tuple[str, ...]
    choosing: tuple[str, ...]
    closed: tuple[str, ...]
    wondering: tuple[str, ...]
    intents: dict[Intent, IntentPatterns]
    signals: dict[Signal, IntentPatterns] = Field(default_factory=dict)

    @cached_property
    def compiled(self) -> "Compiled":
        """The lexicon's patterns, compiled once."""
        return Compiled(self)


class UnderstandingKit(Frozen):
    """The lexicons by language. English must be among them."""

    languages: dict[str, Lexicon] = Field(min_length=1)

    def order(self, language: str) -> tuple[str, ...]:
        """The languages to try, the conversation's own first."""
        first = language if language in self.languages else "en"
        return (first, *(other for other in self.languages if other != first))


class Matcher:
    """One set of patterns, compiled."""

    def __init__(self, patterns: IntentPatterns, words: dict[str, str]) -> None:
        self.whole = pattern(patterns.whole, words)
        self.start = pattern(patterns.start, words)
        self.unless = pattern(patterns.unless, words)


class Compiled:
    """A lexicon ready for matching."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self.spelling = Spelling(lexicon.short, lexicon.pairs, lexicon.keywords)
        self.common = frozenset(lexicon.common)
        self.before = frozenset(lexicon.before)
        self.after = frozenset(lexicon.after)
        self.ordinals = tuple(frozenset(names.split("|")) for names in lexicon.ordinals)
        self.last = frozenset(lexicon.last)
        self.choosing = re.compile(rf"(?:(?:{_any(lexicon.choosing, words)}) )+")
        self.closed = pattern(lexicon.closed, words)
        self.wondering = pattern(lexicon.wondering, words)
        self.intents = {intent: Matcher(p, words) for intent, p in lexicon.intents.items()}
        self.signals = {signal: Matcher(p, words) for signal, p in lexicon.signals.items()}


def pattern(alternatives: Sequence[str], words: dict[str, str]) -> re.Pattern[str] | None:
    """The alternatives as one pattern of whole words; None when there are none."""
    return re.compile(rf"(?<!\S)(?:{_any(alternatives, words)})(?!\S)") if alternatives else None


def _any(alternatives: Sequence[str], words: dict[str, str]) -> str:
    return "|".join(_expanded(alternative, words) for alternative in alternatives)


def _expanded(text: str, words: dict[str, str]) -> str:
    text = _GAP.sub(lambda m: rf"(?:\w+ ){{0,{m.group(1) or 3}}}", text)
    while name := _GROUP.search(text):
        if name.group(1) not in words:
            raise ValueError(f"<{name.group(1)}> is not one of the word groups")
        text = text.replace(name.group(), f"(?:{words[name.group(1)]})")
    return _GAP.sub(lambda m: rf"(?:\w+ ){{0,{m.group(1) or 3}}}", text)
