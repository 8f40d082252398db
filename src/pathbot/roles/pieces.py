"""A learner's query as words that remember where they stand in it."""

import re
import unicodedata

from pathbot.frozen import Frozen
from pathbot.language.tokens import tokens
from pathbot.roles.search_words import LanguageWords

_LONGEST = 2000  # code points; the encoder sees about 500
_APOSTROPHES = re.compile("['’‘`]")
_SENTENCE_MARKS = ".!?;…"
_HIDDEN = re.compile(r"\[[A-Z]+_\d+\]")  # what stands for a name that was taken out


class Piece(Frozen):
    """A word or mark of the query; `query[start:end]` is what was typed, `norm` how it is looked up.

    `text` is what the encoder reads: as typed, or spelled right. `refused` says the learner does not want it.
    """

    start: int
    end: int
    norm: str
    text: str
    word: bool
    refused: bool = False

    @property
    def ends_sentence(self) -> bool:
        return not self.word and self.norm[0] in _SENTENCE_MARKS


def plain(text: str) -> str:
    """Lower case without accents and apostrophes: `Música` gives `musica`, `don't` gives `dont`."""
    folded = text.casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFD", folded)
        folded = "".join(char for char in apart if not unicodedata.combining(char))
    return _APOSTROPHES.sub("", folded)


def pieces_of(query: str, words: LanguageWords) -> tuple[Piece, ...]:
    """The pieces of a query, shorthand written out. Who the learner is (girl, from Peru) is left out."""
    text = _without_self(query[:_LONGEST], words)
    found: list[Piece] = []
    for token in tokens(text):
        if token.kind in ("link", "other"):
            continue
        typed = text[token.start : token.end]
        word = token.kind in ("word", "number")
        norm = plain(typed) or typed
        for part in words.shorthand.get(norm, norm).split():
            part = words.alike.get(part, part)
            kept = typed if part == norm else part
            found.append(Piece(start=token.start, end=token.end, norm=part, text=kept, word=word))
    return tuple(found)


def _without_self(text: str, words: LanguageWords) -> str:
    for pattern in (_HIDDEN, *words.told_of_self):
        text = _blanked(text, pattern, text)
    text = _blanked(text, words.without_degree, bare(text))
    return _blanked(text, words.names_and_places, bare(text))


def _blanked(text: str, pattern: re.Pattern[str], sought_in: str) -> str:
    """The text with as many blanks where the pattern is found, so that offsets still fit the query."""
    for match in pattern.finditer(sought_in):
        text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text


def bare(text: str) -> str:
    """Lower case without accents, each letter in its place."""
    if text.isascii():
        return text.lower()
    return "".join(_bare_letter(char) for char in text)


def _bare_letter(char: str) -> str:
    lower = unicodedata.normalize("NFD", char.lower())[:1]
    return lower or char
