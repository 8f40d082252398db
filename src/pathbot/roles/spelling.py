"""Mends misspelled words with the words the role cards use."""

from collections.abc import Iterable
from functools import lru_cache

import simplemma
from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4  # shorter words are too easily turned into another
_LEAST_SIMILAR = 0.78  # one slip in five letters, two in nine


class Speller:
    """Knows the words of one language and those of the cards."""

    def __init__(self, vocabulary: Iterable[str], language: str) -> None:
        self._known = frozenset(vocabulary)
        self._vocabulary = sorted(word for word in self._known if len(word) >= _SHORTEST)
        self._language = language
        self.mended = lru_cache(maxsize=4096)(self._mended)

    def understands(self, word: str) -> bool:
        """Whether this is a word of the cards or of the language."""
        return word in self._known or simplemma.is_known(word, self._language)

    def _mended(self, word: str) -> str:
        """The word, or the card word it was meant to be. Words of the language are left alone."""
        if len(word) < _SHORTEST or word in self._known or not word.isalpha():
            return word
        if simplemma.is_known(word, self._language):
            return word
        near = process.extractOne(word, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_SIMILAR)
        return near[0] if near else word
