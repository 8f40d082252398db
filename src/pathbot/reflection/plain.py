"""What a learner typed as plain words, each still tied to its place in the message.

Plain text is lower case without accents or apostrophes; short forms are written out (`u` is `you`); words and
the marks `.` `?` `,` `*` are separated by one space. Rules match plain text and map what they find back.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

MAX_CHARACTERS = 4000
"""Only this much of a message is read: more is a paste, and no evidence hides behind it."""

_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*[^\W\d_]{0,3}(?!\w)|[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff'’‘`´]+|[.!;…\n\r]+|[?¿]+|[,:()—–]|(?<!\S)\*(?=\w)"
)
_DROPPED = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff'’‘`´_]")
_LONG_RUN = re.compile(r"([^\W\d])\1{2,}")


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """How a language's words are brought to one form: short forms, word pairs, and often-misspelled words."""

    short: Mapping[str, str]
    pairs: Mapping[str, str]
    keywords: tuple[str, ...]

    def word(self, token: str) -> str:
        """One token in plain form; empty when nothing is left of it."""
        bare = _fold(token)
        if bare in self.short:
            return self.short[bare]
        single = _LONG_RUN.sub(r"\1", bare)
        if single != bare:
            return self.short.get(single, single)
        return _corrected(bare, self.keywords) if 5 <= len(bare) <= 14 else bare


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain text and, for every word or mark of it, where it stands in the plain and in the typed text."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    typed_starts: tuple[int, ...]
    typed_ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The typed text's span (code points) behind a span of the plain text."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = min(max(bisect_left(self.ends, end), first), len(self.ends) - 1)
        return self.typed_starts[first], self.typed_ends[last]

    def cut(self, start: int, end: int) -> tuple[int, int]:
        """The span of the plain text that holds the words inside a span of the typed text."""
        first = bisect_left(self.typed_starts, start)
        last = bisect_right(self.typed_ends, end) - 1
        return (self.starts[first], self.ends[last]) if first <= last else (0, 0)


@lru_cache(maxsize=512)  # one turn asks for the same few texts again and again
def plain(text: str, spelling: Spelling) -> Plain:
    """The plain form of the first `MAX_CHARACTERS` of a message."""
    tokens: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(text[:MAX_CHARACTERS]):
        word = _mark(match.group()) or spelling.word(match.group())
        if not word:
            continue
        if tokens and (pair := spelling.pairs.get(f"{tokens[-1][0]} {word}")):
            tokens[-1] = (pair, tokens[-1][1], match.end())
        else:
            tokens.append((word, match.start(), match.end()))
    return _placed(tokens)


def _placed(tokens: list[tuple[str, int, int]]) -> Plain:
    starts, ends, at = [], [], 0
    for word, _, _ in tokens:
        starts.append(at)
        ends.append(at + len(word))
        at += len(word) + 1
    return Plain(
        text=" ".join(word for word, _, _ in tokens),
        starts=tuple(starts),
        ends=tuple(ends),
        typed_starts=tuple(start for _, start, _ in tokens),
        typed_ends=tuple(end for _, _, end in tokens),
    )


def _mark(token: str) -> str:
    first = token[0]
    if first in "?¿":
        return "?" if "?" in token else ","
    if first in ".!;…\n\r":
        return "."
    if first == "*":
        return "*"  # "*14": a word put right
    return "," if first in ",:()—–" else ""


def _fold(token: str) -> str:
    bare = _DROPPED.sub("", token)
    if bare.isascii():
        return bare.lower()
    decomposed = unicodedata.normalize("NFKD", bare.casefold())
    return re.sub(r"[^\w.,:]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _corrected(word: str, keywords: tuple[str, ...]) -> str:
    """A keyword with a slip inside is put right. First and last letter must stand, so that `deleted` stays."""
    for keyword in keywords:
        if word[0] == keyword[0] and word[-1] == keyword[-1] and word != keyword:
            allowed = 2 if len(keyword) >= 8 else 1
            if (
                abs(len(word) - len(keyword)) <= allowed
                and OSA.distance(word, keyword, score_cutoff=allowed) <= allowed
            ):
                return keyword
    return word
