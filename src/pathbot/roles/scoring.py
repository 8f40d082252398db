"""How well each role fits a query: by meaning, by words, by name, and by what the learner refused.

The weights were chosen on queries apart from the ones that are reported: see docs/role-search.md.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pathbot.roles.asking import Asked
from pathbot.roles.embedding import Embedder, Vectors
from pathbot.roles.index import PassageIndex
from pathbot.roles.lexical import WordMatch
from pathbot.roles.names import NameFinder
from pathbot.roles.passages import Passage
from pathbot.roles.prototypes import Prototypes
from pathbot.roles.spelled import NameLikeness

Scores = NDArray[np.float32]
Weigh = Callable[[Passage, bool], float]
"""What a passage counts in the middle of its role; the flag says whether the role has a card of ours."""

# The best passage counts most; the next ones say whether it was luck.
_BEST_WEIGHTS = np.array([0.25, 0.17, 0.14, 0.12, 0.1, 0.08, 0.07, 0.07], np.float32)
_GLOSS_TRUST = 0.6  # a word-for-word gloss sounds like any other: only a near-verbatim match counts
_BEST, _MIDDLE, _WORDS, _NAME_WORDS = 0.45, 0.4, 0.0075, 0.026
_TITLE_MIDDLE, _TITLE_WORDS, _TITLE_SPELLING = 0.15, 0.18, 0.6  # only as far as a query is like a title
_TITLE_LENGTH, _SENTENCE_LENGTH = 2, 6  # telling words
_UNLIKE_A_NAME, _LIKE_A_NAME = 0.5, 0.8  # letters shared with the likest name; one sentence in ten reaches the lower
_SPELLING_POWER = 4  # half-alike says nothing about which role it is
_FEW_NAMES = 0.6  # the same with the few names that cards give, where a title seldom meets its own
_SPANISH_SPELLING = 0.25  # Spanish beside Spanish, for what the glossary cannot say in English
_NAME_BOOST = 0.25
_REFUSED_FROM = 0.22  # about what any role scores for any words
_REFUSED_WEIGHT = 1.0
_REFUSED_MARGIN = 0.15  # cosine
# Cosine. What is nearer to small talk than to any role is small talk; glossed Spanish must be clearly nearer.
_SMALL_TALK_MARGIN = {"en": 0.0, "es": 0.03}
_SIZES = 4  # how many sizes of roles are told apart
_GLOSS_WEIGHT, _BESIDE_CARD_WEIGHT = 0.3, 0.3  # in the middle of a role


class Scorer:
    """Scores every role at once. `socs` gives the order of the columns, `names` every name of each role in English."""

    def __init__(
        self,
        index: PassageIndex,
        finder: NameFinder,
        names: Mapping[str, Sequence[str]],
        empty_words: frozenset[str],
        more_names: Prototypes | None = None,
    ) -> None:
        self._index, self._finder = index, finder
        self._column = {soc: number for number, soc in enumerate(names)}
        self._rows = _rows_by_role(index, self._column)
        self._blocks = _blocks(self._rows)
        self._small_talk = np.array([passage.soc == "" for passage in index.passages], bool)
        self._glossed = np.array([passage.glossed for passage in index.passages], bool)
        self._middles = self._prototypes(_text_weight)
        self._name_middles = self._prototypes(_name_weight)
        self._title_trust = _FEW_NAMES if more_names is None else 1.0
        if more_names is not None:
            self._name_middles = self._name_middles.plus(more_names)
        own = [(self._column[p.soc], p.read_as) for p in index.passages if p.soc]
        self._words = WordMatch(own, len(names), empty_words)
        listed = [(number, name) for number, own in enumerate(names.values()) for name in own]
        self._name_words = WordMatch(listed, len(names), empty_words)
        self._spelled = NameLikeness([name for _, name in listed], np.array([n for n, _ in listed], int), len(names))

        spanish = [(self._column[p.soc], p.text) for p in index.passages if p.soc and p.language == "es"]
        self._spanish = NameLikeness([text for _, text in spanish], np.array([n for n, _ in spanish], int), len(names))

    def scores(self, asked: Asked, embedder: Embedder) -> tuple[Scores, Vectors]:
        """(score of each role from 0 up, similarity of each passage). `asked` must want something. `embedder` must
        make vectors as those of the index.
        """
        queries = embedder.embed(list(filter(None, (asked.wanted, asked.unwanted))))
        similar = self._index.similarities(queries)
        wanted = self._best(self._trusted(similar[0]))
        scores = _BEST * (wanted @ _BEST_WEIGHTS) + self._by_middle_and_words(asked, queries[0])
        for soc, share in self._named(asked).items():
            scores[self._column[soc]] += _NAME_BOOST * share
        if asked.unwanted:
            refused = self._best(self._trusted(similar[1]))
            scores -= _REFUSED_WEIGHT * np.maximum(refused @ _BEST_WEIGHTS - _REFUSED_FROM, 0)
            scores[refused[:, 0] > wanted[:, 0] + _REFUSED_MARGIN] = (
                0  # clearly nearer to what was refused than to what was wanted
            )
        for soc, _, _ in self._finder.named([piece.norm for piece in asked.refused_words]):
            scores[self._column[soc]] = 0
        return np.maximum(scores, 0), similar[0]  # not cut off above: then every good match would be as good

    def knows(self, word: str) -> bool:
        """Whether some role's texts use this word."""
        return self._words.knows(word) or self._name_words.knows(word)

    def is_small_talk(self, asked: Asked, near: Vectors) -> bool:
        """Whether everyday talk is nearer than any role. What is spelled as a role's name is none."""
        talk, roles = near[self._small_talk], self._trusted(near)[~self._small_talk]
        nearer = talk.size and roles.size and talk.max() > roles.max() + _SMALL_TALK_MARGIN[asked.language]
        return bool(nearer) and float(self._spelled.scores(asked.wanted).max()) < _LIKE_A_NAME

    def rows_of(self, soc: str) -> list[int]:
        """The passages of a role, as rows of the index."""
        return self._rows[self._column[soc]]

    def _by_middle_and_words(self, asked: Asked, query: Vectors) -> Scores:
        words = self._words.words(asked.wanted)
        shares = self._name_words.shares(words)
        scores = _MIDDLE * self._middles.similarities(query) + _WORDS * self._words.scores(words)
        scores += _NAME_WORDS * shares
        if asked.language == "es":
            scores += _SPANISH_SPELLING * self._spanish.scores(" ".join(asked.telling))
        spelled = self._spelled.scores(asked.wanted)
        title = self._title_trust * _like_a_title(asked, float(spelled.max()))
        if title:
            scores += title * _TITLE_MIDDLE * self._name_middles.similarities(query)
            scores += title * (_TITLE_WORDS * shares + _TITLE_SPELLING * spelled**_SPELLING_POWER)
        return scores

    def _prototypes(self, weight: Weigh) -> Prototypes:
        passages = self._index.passages
        carded = {p.soc for p in passages if p.kind == "summary"}
        weights = np.array([weight(p, p.soc in carded) if p.soc else 0 for p in passages], np.float32)
        rows = np.flatnonzero(weights)
        roles = np.array([self._column[passages[row].soc] for row in rows], np.int64)
        return Prototypes.of(self._index.vectors[rows], roles, weights[rows], len(self._column))

    def _trusted(self, near: Vectors) -> Vectors:
        return np.where(self._glossed, np.maximum(near - _GLOSS_TRUST, 0) / (1 - _GLOSS_TRUST), near)

    def _best(self, near: Vectors) -> Vectors:
        """The best similarities of each role, best first, shape (roles, weights)."""
        padded, count = np.append(near, np.float32(0)), len(_BEST_WEIGHTS)
        best = np.empty((len(self._rows), count), np.float32)
        for columns, rows in self._blocks:
            found = np.partition(padded[rows], rows.shape[1] - count, axis=1)[:, -count:]
            best[columns] = np.sort(found, axis=1)[:, ::-1]
        return best

    def _named(self, asked: Asked) -> Mapping[str, float]:
        """The share of the wanted words that a role's name makes up."""
        words = [piece.norm for piece in asked.wanted_words]
        shares: dict[str, float] = {}
        for soc, start, end in self._finder.named(words):
            shares[soc] = max(shares.get(soc, 0), (end - start) / len(words))
        return shares


def _text_weight(passage: Passage, carded: bool) -> float:
    if passage.glossed:
        return _GLOSS_WEIGHT
    own = 2.0 if passage.kind == "description" else 1.0
    return own * _BESIDE_CARD_WEIGHT if carded and passage.kind in ("description", "duty") else own


def _name_weight(passage: Passage, carded: bool) -> float:
    return float(passage.kind in ("title", "alias") and passage.language == "en")


def _like_a_title(asked: Asked, spelled: float) -> float:
    """1 for a query as short as a title or `spelled` like one; 0 for a sentence."""
    short = (_SENTENCE_LENGTH - len(asked.telling)) / (_SENTENCE_LENGTH - _TITLE_LENGTH)
    alike = (spelled - _UNLIKE_A_NAME) / (_LIKE_A_NAME - _UNLIKE_A_NAME)
    return min(max(short, alike, 0), 1)


def _rows_by_role(index: PassageIndex, column: Mapping[str, int]) -> list[list[int]]:
    """Index rows of each role."""
    rows: list[list[int]] = [[] for _ in column]
    for number, passage in enumerate(index.passages):
        if passage.soc in column:
            rows[column[passage.soc]].append(number)
    return rows


def _blocks(rows: Sequence[Sequence[int]]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Roles of about as many passages together, so that little is filled up: their columns, and their rows of the
    index, shape (roles, most passages), filled up with -1.
    """
    by_size = np.argsort([len(own) for own in rows], kind="stable")
    blocks = []
    for columns in np.array_split(by_size, _SIZES) if len(rows) else []:
        width = max([len(_BEST_WEIGHTS), *(len(rows[column]) for column in columns)])
        filled = [list(rows[column]) + [-1] * (width - len(rows[column])) for column in columns]
        blocks.append((columns, np.array(filled, np.int64).reshape(len(columns), width)))
    return blocks
