"""The role library: every card, and the search among them."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pathbot.roles.embedding import Embedder, EmbedderAway
from pathbot.roles.glossing import Glossary
from pathbot.roles.index import OWN, REMOTE, Place, Progress, open_index
from pathbot.roles.model import RoleCard
from pathbot.roles.onet.release import Release
from pathbot.roles.onet.roles import passages_of_occupations, uncovered
from pathbot.roles.onet.shelf import name_prototypes
from pathbot.roles.passages import passages_of, small_talk
from pathbot.roles.remote import Leaving, RemoteEmbedder
from pathbot.roles.search import Found, Keep, RoleSearch
from pathbot.roles.search_words import SearchWords

log = logging.getLogger("pathbot.roles")


class Imported(NamedTuple):
    """An O*NET release and the folder its name vectors are kept in."""

    release: Release
    folder: Path | None


def _unseen(done: int, total: int) -> None:
    """Progress nobody watches."""


class RoleLibrary:
    """Open one per process; its methods may run in several threads."""

    def __init__(
        self,
        cards: Sequence[RoleCard],
        search: RoleSearch,
        remote: RoleSearch | None = None,
        embedder: RemoteEmbedder | None = None,
    ) -> None:
        """`embedder` is the one of `remote`."""
        self.remote = embedder
        self.cards = tuple(cards)
        self.index = search.index
        self._by_soc = {card.soc: card for card in cards}
        self._search, self._remote = search, remote

    @classmethod
    def open(
        cls,
        cards: Sequence[RoleCard],
        embedder: Embedder,
        place: Place,
        words: SearchWords,
        progress: Progress | None = None,
        imported: Imported | None = None,
        remote: RemoteEmbedder | None = None,
    ) -> "RoleLibrary":
        """Brings the index at `place` up to date (in memory without one). Raises IndexDamaged.

        `remote` is an embedder elsewhere that is used beside `embedder`; while it is away, that one answers alone.
        """
        glossary = Glossary(words.es)
        passages = [passage for card in cards for passage in passages_of(card, glossary)]
        passages += small_talk(words, glossary)
        roles: Sequence[RoleCard] = cards
        if imported:
            roles = [*cards, *uncovered(imported.release, cards)]
            passages += passages_of_occupations(imported.release)

        def search(by: Embedder, name: str) -> RoleSearch:
            release, folder = imported or (None, None)
            middles = name_prototypes(release, by, folder, progress or _unseen) if release else None
            return RoleSearch(roles, open_index(passages, by, place, progress, name), by, words, release, middles)

        own = search(embedder, OWN)
        try:
            return cls(roles, own, search(remote, REMOTE), remote) if remote else cls(roles, own)
        except EmbedderAway as error:
            log.warning("roles are searched with the bundled encoder alone: %s", error)
            return cls(roles, own)

    def card(self, soc: str) -> RoleCard | None:
        """The card of a SOC code."""
        return self._by_soc.get(soc)

    def names_an_interest(self, query: str) -> bool:
        """Whether a query says what to look for, rather than "what jobs is this"."""
        return self._search.names_an_interest(query)

    def search(
        self,
        query: str,
        n: int = 5,
        exclude: Iterable[str] = (),
        language: str = "en",
        only: Keep | None = None,
        leaving: Leaving | None = None,
    ) -> list[Found]:
        """Up to `n` roles, best first; none when nothing is close enough.

        `exclude` holds SOC codes that are not wanted, `only` says which cards may be found.

        The query is the learner's words about what they do and like, in English or Spanish. `language` is the one
        the reasons are written in when the query itself does not tell.

        `leaving` is the query as a server may see it, and what the reasons then quote. Without it nothing leaves, and
        the bundled encoder answers; so it does when the server is away.
        """
        if self._remote and leaving:
            try:
                return self._remote.search(leaving.words, n, exclude, language, only, leaving.embedder)
            except EmbedderAway as error:
                log.warning("a role search was answered by the bundled encoder: %s", error)
        return self._search.search(query, n, exclude, language, only)
