"""How well each role fits a query: its best passages, its name, and what the learner refused."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pathbot.roles.asking import Asked
from pathbot.roles.embedding import Embedder, Vectors
from pathbot.roles.index import PassageIndex
from pathbot.roles.names import NameFinder

# The best passage counts most; the next ones say whether it was luck.
_BEST_WEIGHTS = np.array([0.25, 0.17, 0.14, 0.12, 0.1, 0.08, 0.07, 0.07], np.float32)
_GLOSS_TRUST = 0.6  # a word-for-word gloss sounds like any other: only a near-verbatim match counts
_NAME_BOOST = 0.25
_REFUSED_FROM = 0.22  # about what any role scores for any words
_REFUSED_WEIGHT = 1.0
_SMALL_TALK_MARGIN = 0.03  # cosine; a role that is as near as small talk is shown


class Scorer:
    """Scores every role at once. `socs` gives the order of the columns."""

    def __init__(self, index: PassageIndex, embedder: Embedder, names: NameFinder, socs: Sequence[str]) -> None:
        self._index, self._embedder, self._names = index, embedder, names
        self._column = {soc: number for number, soc in enumerate(socs)}
        self._rows = _rows_by_role(index, self._column)
        self._small_talk = np.array([passage.soc == "" for passage in index.passages], bool)
        self._glossed = np.array([passage.read_as != passage.text for passage in index.passages], bool)

    def scores(self, asked: Asked) -> tuple[NDArray[np.float32], Vectors]:
        """(score of each role 0..1, similarity of each passage). `asked` must want something."""
        similar = self._index.similarities(self._embedder.embed(list(filter(None, (asked.wanted, asked.unwanted)))))
        wanted = self._best(self._trusted(similar[0]))
        scores = wanted @ _BEST_WEIGHTS
        for soc, share in self._named(asked).items():
            scores[self._column[soc]] += _NAME_BOOST * share
        if asked.unwanted:
            refused = self._best(self._trusted(similar[1]))
            scores -= _REFUSED_WEIGHT * np.maximum(refused @ _BEST_WEIGHTS - _REFUSED_FROM, 0)
            scores[refused[:, 0] > wanted[:, 0]] = 0  # nearer to what was refused than to what was wanted
        for soc, _, _ in self._names.named([piece.norm for piece in asked.refused_words]):
            scores[self._column[soc]] = 0
        return np.clip(scores, 0, 1), similar[0]

    def is_small_talk(self, near: Vectors) -> bool:
        """Whether everyday talk is clearly nearer than any role."""
        talk, roles = near[self._small_talk], self._trusted(near)[~self._small_talk]
        return bool(talk.size and roles.size and talk.max() > roles.max() + _SMALL_TALK_MARGIN)

    def rows_of(self, soc: str) -> list[int]:
        """The passages of a role, as rows of the index."""
        rows = self._rows[self._column[soc]]
        return [int(row) for row in rows if row >= 0]

    def _trusted(self, near: Vectors) -> Vectors:
        return np.where(self._glossed, np.maximum(near - _GLOSS_TRUST, 0) / (1 - _GLOSS_TRUST), near)

    def _best(self, near: Vectors) -> Vectors:
        """The best similarities of each role, best first, shape (roles, weights)."""
        padded = np.append(near, np.float32(0))[self._rows]
        return -np.sort(-padded, axis=1)[:, : len(_BEST_WEIGHTS)]

    def _named(self, asked: Asked) -> Mapping[str, float]:
        """The share of the wanted words that a role's name makes up."""
        words = [piece.norm for piece in asked.wanted_words]
        shares: dict[str, float] = {}
        for soc, start, end in self._names.named(words):
            shares[soc] = max(shares.get(soc, 0), (end - start) / len(words))
        return shares


def _rows_by_role(index: PassageIndex, column: Mapping[str, int]) -> NDArray[np.int64]:
    """Index rows of each role, shape (roles, most passages), filled up with -1."""
    rows: list[list[int]] = [[] for _ in column]
    for number, passage in enumerate(index.passages):
        if passage.soc in column:
            rows[column[passage.soc]].append(number)
    width = max([len(_BEST_WEIGHTS), *map(len, rows)])
    return np.array([own + [-1] * (width - len(own)) for own in rows], np.int64).reshape(len(rows), width)
