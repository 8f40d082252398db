"""The search for roles that fit a learner's words."""

from collections.abc import Callable, Iterable, Sequence

from pydantic import Field

from pathbot.frozen import Frozen
from pathbot.roles.asking import Asked, QueryReader
from pathbot.roles.choosing import choose
from pathbot.roles.embedding import Embedder, Vectors
from pathbot.roles.index import PassageIndex
from pathbot.roles.model import RoleCard
from pathbot.roles.names import NameFinder
from pathbot.roles.onet.release import Release
from pathbot.roles.pieces import Piece
from pathbot.roles.prototypes import Prototypes
from pathbot.roles.scoring import Scorer
from pathbot.roles.search_words import SearchWords
from pathbot.roles.why import Reasons

FLOOR = 0.19  # when no role comes this close, none is shown
_DEGREE_FROM = 4  # job zone
_BESIDE = 0.1  # a role this far off may stand beside a closer one

Keep = Callable[[RoleCard], bool]
"""Which cards may be found."""


class Found(Frozen):
    """A role that fits: the nearer, the higher the score. `why` quotes the learner and the card."""

    card: RoleCard
    score: float = Field(ge=0, le=1)
    why: str


class RoleSearch:
    """Cards with the vectors of their passages. May be used from several threads."""

    def __init__(
        self,
        cards: Sequence[RoleCard],
        index: PassageIndex,
        embedder: Embedder,
        words: SearchWords,
        release: Release | None = None,
        release_names: Prototypes | None = None,
    ) -> None:
        """`release_names` are the middles of the release's names, in its order."""
        self.index = index
        self._cards, self._words, self._embedder = cards, words, embedder
        self._names = NameFinder(cards)
        self._reader = QueryReader(words, index.passages)
        names = {card.soc: [card.title, *card.aliases.en] for card in cards}
        for one in release.occupations if release else ():
            if one.soc in names:
                names[one.soc] = list(dict.fromkeys([*names[one.soc], one.title, *one.names]))
        if release and release_names:
            places = {soc: number for number, soc in enumerate(names)}
            rows = [places.get(one.soc, -1) for one in release.occupations]
            release_names = release_names.placed(rows, len(names))
        self._scorer = Scorer(index, self._names, names, words.en.empty_words, release_names)

    def search(
        self,
        query: str,
        n: int,
        exclude: Iterable[str],
        language: str,
        only: Keep | None = None,
        embedder: Embedder | None = None,
    ) -> list[Found]:
        """Up to `n` roles, best first; none when nothing is close enough. `embedder` reads this query alone."""
        embedder = embedder or self._embedder
        asked = self._reader.read(query)
        if not self._cards or self._says_nothing(asked):
            return []
        scores, near = self._scorer.scores(asked, embedder)
        if self._scorer.is_small_talk(asked, near):
            return []
        if scores.max() < FLOOR:
            return []
        left_out = set(exclude)
        scored = [
            (float(score), card)
            for score, card in zip(scores, self._cards, strict=True)
            if score >= _BESIDE and card.soc not in left_out and (only is None or only(card))
        ]
        if asked.no_degree:
            scored = [(s, card) for s, card in scored if (card.job_zone or 0) < _DEGREE_FROM] or scored
        speak = "es" if "es" in (asked.language, language) else "en"
        named = self._names.named([piece.norm for piece in asked.wanted_words])
        places = {soc: (start, end) for soc, start, end in reversed(named)}
        reasons = Reasons(
            asked, self._words.in_(speak), speak, lambda clauses: self._embedded(asked, clauses, embedder)
        )
        found = []
        for score, card in choose(scored, n):
            rows = self._ranked(card, near)
            passages = [self.index.passages[row] for row in rows]
            why = reasons.why(places.get(card.soc), passages, self.index.vectors[rows], near[rows])
            found.append(Found(card=card, score=round(min(score, 1), 4), why=why))
        return found

    def names_an_interest(self, query: str) -> bool:
        """Whether there is something to look for: "what jobs is this" names nothing, "jobs with dogs" does."""
        return bool(self._reader.read(query).telling)

    def _says_nothing(self, asked: Asked) -> bool:
        """Whether there is nothing to go by: no words, or mostly made-up ones and none that a role uses.

        The encoder gives every string a place near some role, so its closeness cannot tell this.
        """
        if not asked.wanted or len(asked.strange) == len(asked.telling):
            return True
        mostly_strange = 2 * len(asked.strange) >= len(asked.telling)
        return mostly_strange and not any(map(self._scorer.knows, asked.wanted.split()))

    def _embedded(self, asked: Asked, runs: Sequence[Sequence[Piece]], embedder: Embedder) -> Vectors:
        return embedder.embed([self._reader.english(run, asked.language) or asked.wanted for run in runs])

    def _ranked(self, card: RoleCard, near: Vectors) -> list[int]:
        """The rows of a card's passages, nearest first."""
        return sorted(self._scorer.rows_of(card.soc), key=lambda row: -near[row])
