"""The word lists role search reads queries with, as `knowledge/search/<language>.yaml` holds them."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from pydantic import Field

from pathbot.frozen import Frozen

Phrase = tuple[str, ...]


class PhraseTable:
    """Phrases of several words, found at a place in a list of words; the longest wins."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True):
            self._by_first.setdefault(phrase[0], []).append(phrase)

    def length_at(self, words: Sequence[str], place: int) -> int:
        """How many words the longest phrase at `place` has; 0 when there is none."""
        for phrase in self._by_first.get(words[place], ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                return len(phrase)
        return 0


class Refusals(Frozen):
    """Words that refuse what follows them: anywhere, or only where a clause starts."""

    anywhere: tuple[str, ...]
    at_start: tuple[str, ...]


class WhyTexts(Frozen):
    """Sentences with `{words}` of the learner and, in `said`, the `{passage}` of the card."""

    named: str
    said: str


class Who(Frozen):
    """Names and places, which say who somebody is and not what they like."""

    names: tuple[str, ...]
    places: tuple[str, ...]


class LanguageWords(Frozen):
    """One language. Words are lower case without accents or apostrophes.

    `alike` gives the word that is read for everyone (`she`, `he`: `they`); `left_out` are names and places.
    `glossary` and `phrases` say in English what one word and several words mean.
    """

    function_words: tuple[str, ...]
    chatter: tuple[str, ...]
    shorthand: dict[str, str]
    alike: dict[str, str] = Field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    joiners: tuple[str, ...]
    alternatives: tuple[str, ...]
    refusals: Refusals
    not_refusals: tuple[str, ...]
    breaks: tuple[str, ...]
    about_self: tuple[str, ...]
    no_degree: tuple[str, ...]
    why: WhyTexts
    small_talk: tuple[str, ...]
    glossary: dict[str, str] = Field(default_factory=dict)
    phrases: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def told_of_self(self) -> tuple[re.Pattern[str], ...]:
        """What somebody says of themselves, sought as it is typed."""
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in self.about_self)

    @cached_property
    def without_degree(self) -> re.Pattern[str]:
        """How somebody says that they want no years of study, sought in lower case without accents."""
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.no_degree), re.VERBOSE)

    @cached_property
    def names_and_places(self) -> re.Pattern[str]:
        """Sought in lower case without accents."""
        listed = "|".join(map(re.escape, sorted(self.left_out, key=len, reverse=True)))
        return re.compile(rf"\b(?:{listed})\b" if listed else r"(?!)")

    @cached_property
    def empty_words(self) -> frozenset[str]:
        """Words that carry no interest of their own."""
        return frozenset(self.function_words) | frozenset(self.chatter)

    @cached_property
    def refusing_words(self) -> frozenset[str]:
        """The words refusals are made of: `hate`, `nothing`, `with`."""
        return frozenset(word for cue in (*self.refusals.anywhere, *self.refusals.at_start) for word in cue.split())

    @cached_property
    def refusing(self) -> PhraseTable:
        return PhraseTable(self.refusals.anywhere)

    @cached_property
    def refusing_at_start(self) -> PhraseTable:
        return PhraseTable(self.refusals.at_start)

    @cached_property
    def harmless(self) -> PhraseTable:
        return PhraseTable(self.not_refusals)

    @cached_property
    def breaking(self) -> PhraseTable:
        return PhraseTable(self.breaks)


class SearchWords(Frozen):
    """Both languages."""

    en: LanguageWords
    es: LanguageWords

    def in_(self, language: str) -> LanguageWords:
        return self.es if language == "es" else self.en
