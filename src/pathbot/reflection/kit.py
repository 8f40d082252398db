"""What understanding needs to know of a language: a lexicon as people write it, and its compiled form.

A pattern is a regular expression over plain text (`reflection.plain`), so it is written in lower case without
accents or apostrophes. `<name>` stands for a group of `words`; `<gap>` for up to three words, `<gap5>` for up to five.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from pydantic import ConfigDict, Field

from pathbot.frozen import Frozen
from pathbot.language.lexicon import Lexicon as WordLists
from pathbot.reflection.judgement import Intent, Signal
from pathbot.reflection.learned import LearnedWeights
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


class SignalPatterns(Frozen):
    """How a signal shows: `whole` is a message that says nothing else, `any` stands anywhere in it."""

    whole: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class SlotPatterns(Frozen):
    """Words that show a slot of evidence. `clause` makes the whole clause the hit, unless `unless` stands in it.

    `phrase` makes only its own words the hit, or its first (group) when it has one.
    """

    clause: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class SubjectWords(Frozen):
    """For a language without a clause reader: how a clause shows who did it, and that it is told as done."""

    i: tuple[str, ...] = ()
    we: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    stative: tuple[str, ...] = ()


class Lexicon(Frozen):
    """One language (`knowledge/language/<language>/understanding.yaml`).

    `before` and `after` are words people put around a command ("wait", "lol"). `ordinals` name the places of options
    in order and `last` the last one; `choosing` are words around such a name ("the", "option"). `closed`,
    `counting` and `wondering` recognise questions of Pathbot's that take yes or no, a bare number, or a question back;
    `partly` is neither yes nor no.
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
    counting: tuple[str, ...]
    partly: tuple[str, ...]
    wondering: tuple[str, ...]
    intents: dict[Intent, IntentPatterns]
    signals: dict[Signal, SignalPatterns]
    slots: dict[str, SlotPatterns]
    numbers: tuple[str, ...]
    own_words: tuple[str, ...]
    subjects: SubjectWords = SubjectWords()

    @cached_property
    def compiled(self) -> "Compiled":
        """The lexicon's patterns, compiled once."""
        return Compiled(self)


class UnderstandingKit(Frozen):
    """The lexicons by language, English among them. `readers` hold word lists where clauses can be read.

    `learned` reads short messages no rule foresaw; without it the rules stand alone.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    languages: dict[str, Lexicon] = Field(min_length=1)
    readers: dict[str, WordLists] = Field(default_factory=dict)
    learned: LearnedWeights | None = None

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


class Sign:
    """The patterns of one signal, compiled."""

    def __init__(self, patterns: SignalPatterns, words: dict[str, str]) -> None:
        self.whole = pattern(patterns.whole, words)
        self.any = pattern(patterns.any, words)
        self.unless = pattern(patterns.unless, words)


class Evidence:
    """The patterns of one slot, compiled. Phrases stay apart, because each may mark its own hit."""

    def __init__(self, patterns: SlotPatterns, words: dict[str, str]) -> None:
        self.clause = pattern(patterns.clause, words)
        self.phrases = [found for p in patterns.phrase if (found := pattern([p], words))]
        self.unless = pattern(patterns.unless, words)


class Who:
    """How clauses show who did it, compiled."""

    def __init__(self, subjects: SubjectWords, words: dict[str, str]) -> None:
        self.i = pattern(subjects.i, words)
        self.we = pattern(subjects.we, words)
        self.other = pattern(subjects.other, words)
        self.joins = pattern(subjects.joins, words)
        self.done = pattern(subjects.done, words)
        self.negated = pattern(subjects.negated, words)
        self.stative = pattern(subjects.stative, words)


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
        self.counting = pattern(lexicon.counting, words)
        self.partly = pattern(lexicon.partly, words)
        self.wondering = pattern(lexicon.wondering, words)
        self.intents = {intent: Matcher(p, words) for intent, p in lexicon.intents.items()}
        self.signals = {signal: Sign(p, words) for signal, p in lexicon.signals.items()}
        self.slots = {slot: Evidence(p, words) for slot, p in lexicon.slots.items()}
        self.numbers = pattern(lexicon.numbers, words)
        self.own_words = frozenset(lexicon.own_words)
        self.who = Who(lexicon.subjects, words)


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
