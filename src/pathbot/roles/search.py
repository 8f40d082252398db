"""The search for roles that fit a learner's words."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from pathbot.frozen import Frozen
from pathbot.roles.asking import QueryReader
from pathbot.roles.choosing import choose
from pathbot.roles.embedding import Embedder, Vectors
from pathbot.roles.index import PassageIndex
from pathbot.roles.model import RoleCard
from pathbot.roles.names import NameFinder
from pathbot.roles.passages import Passage
from pathbot.roles.scoring import Scorer
from pathbot.roles.search_words import SearchWords
from pathbot.roles.why import explain

FLOOR = 0.23  # below this nothing is close enough to be shown


class Found(Frozen):
    """A role that fits: the nearer, the higher the score. `why` quotes the learner and the card."""

    card: RoleCard
    score: float = Field(ge=0, le=1)
    why: str


class RoleSearch:
    """Cards with the vectors of their passages. May be used from several threads."""

    def __init__(self, cards: Sequence[RoleCard], index: PassageIndex, embedder: Embedder, words: SearchWords) -> None:
        self._cards, self._index, self._words = cards, index, words
        self._names = NameFinder(cards)
        self._reader = QueryReader(words, index.passages)
        self._scorer = Scorer(index, embedder, self._names, [card.soc for card in cards])

    def search(self, query: str, n: int, exclude: Iterable[str], language: str) -> list[Found]:
        """Up to `n` roles, best first; none when nothing is close enough."""
        asked = self._reader.read(query)
        if not asked.wanted or not self._cards:
            return []
        scores, near = self._scorer.scores(asked)
        if self._scorer.is_small_talk(near):
            return []
        left_out = set(exclude)
        scored = [
            (float(score), card)
            for score, card in zip(scores, self._cards, strict=True)
            if score >= FLOOR and card.soc not in left_out
        ]
        speak = "es" if "es" in (asked.language, language) else "en"
        named = self._names.named([piece.norm for piece in asked.wanted_words])
        places = {soc: (start, end) for soc, start, end in reversed(named)}
        found = []
        for score, card in choose(scored, n):
            why = explain(asked, places.get(card.soc), self._ranked(card, near), self._words.in_(speak), speak)
            found.append(Found(card=card, score=round(score, 4), why=why))
        return found

    def _ranked(self, card: RoleCard, near: Vectors) -> list[Passage]:
        """The passages of a card, nearest first."""
        rows = sorted(self._scorer.rows_of(card.soc), key=lambda row: -near[row])
        return [self._index.passages[row] for row in rows]
