"""The role library: every card, and the search among them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pathbot.roles.embedding import Embedder
from pathbot.roles.glossing import Glossary
from pathbot.roles.index import Place, Progress, open_index
from pathbot.roles.model import RoleCard
from pathbot.roles.onet.release import Release
from pathbot.roles.onet.roles import passages_of_occupations, uncovered
from pathbot.roles.onet.shelf import name_prototypes
from pathbot.roles.passages import passages_of, small_talk
from pathbot.roles.search import Found, Keep, RoleSearch
from pathbot.roles.search_words import SearchWords


class Imported(NamedTuple):
    """An O*NET release and the folder its name vectors are kept in."""

    release: Release
    folder: Path | None


def _unseen(done: int, total: int) -> None:
    """Progress nobody watches."""


class RoleLibrary:
    """Open one per process; its methods may run in several threads."""

    def __init__(self, cards: Sequence[RoleCard], search: RoleSearch) -> None:
        self.cards = tuple(cards)
        self.index = search.index
        self._by_soc = {card.soc: card for card in cards}
        self._search = search

    @classmethod
    def open(
        cls,
        cards: Sequence[RoleCard],
        embedder: Embedder,
        place: Place,
        words: SearchWords,
        progress: Progress | None = None,
        imported: Imported | None = None,
    ) -> "RoleLibrary":
        """Brings the index at `place` up to date (in memory without one). Raises IndexDamaged."""
        glossary = Glossary(words.es)
        passages = [passage for card in cards for passage in passages_of(card, glossary)]
        passages += small_talk(words, glossary)
        if imported is None:
            index = open_index(passages, embedder, place, progress)
            return cls(cards, RoleSearch(cards, index, embedder, words))
        release = imported.release
        middles = name_prototypes(release, embedder, imported.folder, progress or _unseen)
        roles = [*cards, *uncovered(release, cards)]
        passages += passages_of_occupations(release)
        index = open_index(passages, embedder, place, progress)
        return cls(roles, RoleSearch(roles, index, embedder, words, release, middles))

    def card(self, soc: str) -> RoleCard | None:
        """The card of a SOC code."""
        return self._by_soc.get(soc)

    def names_an_interest(self, query: str) -> bool:
        """Whether a query says what to look for, rather than "what jobs is this"."""
        return self._search.names_an_interest(query)

    def search(
        self, query: str, n: int = 5, exclude: Iterable[str] = (), language: str = "en", only: Keep | None = None
    ) -> list[Found]:
        """Up to `n` roles, best first; none when nothing is close enough.

        `exclude` holds SOC codes that are not wanted, `only` says which cards may be found.

        The query is the learner's words about what they do and like, in English or Spanish. `language` is the one
        the reasons are written in when the query itself does not tell.
        """
        return self._search.search(query, n, exclude, language, only)
