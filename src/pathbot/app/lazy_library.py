"""The role library, opened by whoever asks first: a conversation can begin while its index is still being read."""

from collections.abc import Callable, Collection
from threading import Lock

from pathbot.roles.library import RoleLibrary
from pathbot.roles.model import RoleCard
from pathbot.roles.remote import Leaving, RemoteEmbedder
from pathbot.roles.search import Found


class LazyLibrary:
    """Opens once, in whichever thread needs it first; the others wait."""

    def __init__(self, open_: Callable[[], RoleLibrary]) -> None:
        self._open = open_
        self._opened: RoleLibrary | None = None
        self._lock = Lock()

    def ready(self) -> RoleLibrary:
        """The open library. Raises what opening it raises."""
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def search(
        self,
        query: str,
        n: int = 5,
        exclude: Collection[str] = (),
        language: str = "en",
        leaving: Leaving | None = None,
    ) -> tuple[Found, ...]:
        """`RoleLibrary.search`."""
        return tuple(self.ready().search(query, n=n, exclude=exclude, language=language, leaving=leaving))

    @property
    def remote(self) -> RemoteEmbedder | None:
        """`RoleLibrary.remote`."""
        return self.ready().remote

    def names_an_interest(self, query: str) -> bool:
        """`RoleLibrary.names_an_interest`."""
        return self.ready().names_an_interest(query)

    def card(self, soc: str) -> RoleCard | None:
        """`RoleLibrary.card`."""
        return self.ready().card(soc)
