"""Words a query shares with a role, by BM25: a small help beside meaning, and never the only judge."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import numpy as np
import simplemma
from numpy.typing import NDArray

from pathbot.roles.pieces import plain

_SATURATION, _LENGTH = 1.2, 0.5
_WORD = re.compile(r"[a-z0-9]+")
_FOREIGN = 8.0  # what a word no role uses weighs in a share


class WordMatch:
    """Roles as bags of words. `texts` gives (role number, text) in English."""

    def __init__(self, texts: Iterable[tuple[int, str]], count: int, empty: Collection[str]) -> None:
        self._empty = frozenset(empty)
        bags: list[Counter[str]] = [Counter() for _ in range(count)]
        for role, text in texts:
            bags[role].update(self.words(text))
        lengths = [bag.total() for bag in bags]
        mean = sum(lengths) / max(sum(map(bool, lengths)), 1)
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for role, bag in enumerate(bags):
            soft = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[role] / mean) if mean else 1
            for word, times in bag.items():
                postings[word].append((role, times * (_SATURATION + 1) / (times + soft)))
        self._count = count
        self._rarity = {word: _rarity(count, len(found)) for word, found in postings.items()}
        self._roles = {word: np.array([role for role, _ in found]) for word, found in postings.items()}
        self._points = {
            word: np.array([points for _, points in found], np.float32) * self._rarity[word]
            for word, found in postings.items()
        }

    def words(self, text: str) -> list[str]:
        """Dictionary forms of the words that tell something."""
        return [_form(word) for word in _WORD.findall(plain(text)) if word not in self._empty]

    def knows(self, word: str) -> bool:
        """Whether some role uses this word in any form."""
        return any(form in self._rarity for form in map(_form, _WORD.findall(plain(word))))

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of each role: 0 without a shared word, about 10 for a rare one."""
        scores = np.zeros(self._count, np.float32)
        for word in set(words) & self._rarity.keys():
            scores[self._roles[word]] += self._points[word]
        return scores

    def shares(self, words: Sequence[str]) -> NDArray[np.float32]:
        """How much of what the words say each role has: 0 nothing, about 1 all of it, 2 at most."""
        whole = sum(self._rarity.get(word, _FOREIGN) for word in set(words))
        return self.scores(words) / np.float32(whole or 1)


def _rarity(count: int, roles: int) -> float:
    return math.log(1 + (count - roles + 0.5) / (roles + 0.5))


@lru_cache(maxsize=100_000)
def _form(word: str) -> str:
    return plain(str(simplemma.lemmatize(word, "en")))
