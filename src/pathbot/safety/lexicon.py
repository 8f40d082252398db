"""Phrases that say it outright, and the harmless talk that may lower a tier.

A pattern is a regular expression over normalised text (`normalise.forms`), written without accents or
apostrophes. `<name>` stands for a group of `words`; `<gap> ` for up to three words.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from pydantic import Field, model_validator

from pathbot.frozen import Frozen
from pathbot.safety.finding import Tier, lower
from pathbot.safety.needles import Haystack


class Signal(Frozen):
    """Patterns with one meaning. A `soft` one is also said in fun: a harmless setting may take it down to A."""

    reason: str
    tier: Tier
    soft: bool = False
    any: tuple[str, ...] = Field(min_length=1)


class Raise(Frozen):
    """Words of time, place or means that make a B of these reasons a C when both stand in one message."""

    reasons: tuple[str, ...]
    any: tuple[str, ...] = Field(min_length=1)


class Hit(Frozen):
    """A signal that matched, its tier after raising and lowering, and where its last match ends."""

    reason: str
    tier: Tier
    end: int


class Lexicon(Frozen):
    """One language's phrases (`knowledge/safety/lexicon.<language>.yaml`)."""

    words: dict[str, str]
    signals: tuple[Signal, ...]
    raises: tuple[Raise, ...] = ()
    harmless: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _every_pattern_compiles(self) -> "Lexicon":
        for pattern in self._all_patterns():
            try:
                _pattern((pattern,), self.words)
            except (re.error, KeyError) as error:
                raise ValueError(f"the pattern {pattern!r} cannot be read: {error}") from None
        return self

    def _all_patterns(self) -> tuple[str, ...]:
        from_signals = (pattern for signal in self.signals for pattern in signal.any)
        from_raises = (pattern for raise_ in self.raises for pattern in raise_.any)
        return (*self.harmless, *from_signals, *from_raises)

    @cached_property
    def _signals(self) -> tuple[tuple[Signal, re.Pattern[str]], ...]:
        return tuple((signal, _pattern(signal.any, self.words)) for signal in self.signals)

    @cached_property
    def _alternatives(self) -> tuple[tuple[Signal, re.Pattern[str]], ...]:
        """Every pattern of every signal by itself."""
        return tuple((signal, _pattern((pattern,), self.words)) for signal in self.signals for pattern in signal.any)

    @cached_property
    def _haystack(self) -> Haystack:
        return Haystack([_expanded(pattern, self.words) for signal in self.signals for pattern in signal.any])

    @cached_property
    def _raises(self) -> tuple[tuple[Raise, re.Pattern[str]], ...]:
        return tuple((raise_, _pattern(raise_.any, self.words)) for raise_ in self.raises)

    @cached_property
    def _harmless(self) -> re.Pattern[str]:
        return _pattern(self.harmless, self.words)

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Every signal that matches a normalised text."""
        likely = [self._alternatives[n] for n in self._haystack.may_match(text)]
        heard = {id(signal) for signal, pattern in likely if pattern.search(text)}
        found = [(s, [m.end() for m in pattern.finditer(text)]) for s, pattern in self._signals if id(s) in heard]
        return tuple(self._hit(signal, ends[-1], text) for signal, ends in found)

    def _hit(self, signal: Signal, end: int, text: str) -> Hit:
        tier = signal.tier
        if tier == "B" and any(signal.reason in r.reasons and p.search(text) for r, p in self._raises):
            tier = "C"
        if self._harmless.search(text):
            tier = lower(tier, floor="A" if signal.soft else "B")
        return Hit(reason=signal.reason, tier=tier, end=end)


def _pattern(alternatives: Sequence[str], words: dict[str, str]) -> re.Pattern[str]:
    joined = "|".join(_expanded(alternative, words) for alternative in alternatives)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


def _expanded(pattern: str, words: dict[str, str]) -> str:
    pattern = pattern.replace("<gap> ", r"(?:\w+ ){0,3}")
    while (name := re.search(r"<(\w+)>", pattern)) is not None:
        pattern = pattern.replace(name.group(), f"(?:{words[name.group(1)]})")
    return pattern
