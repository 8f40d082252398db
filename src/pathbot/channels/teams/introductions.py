"""Someone Pathbot does not know yet: the directory says their e-mail, and the school's own list who that is."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from weakref import WeakValueDictionary

from pathbot.channels.base import CannotSend, RetryLater
from pathbot.channels.teams.connector import Connector
from pathbot.channels.teams.desk import Desk, Route

PATIENCE_SECONDS = 3.0  # Teams waits while we ask
AGAIN_SECONDS = 600.0
MOST_ASKED = 2000
log = logging.getLogger("pathbot.teams")


class Introductions:
    """Asks once in a while for each stranger. When nothing comes of it, they hear how to join with a code."""

    def __init__(self, desk: Desk, connector: Connector, clock: Callable[[], float]) -> None:
        self._desk = desk
        self._connector = connector
        self._clock = clock
        self._asked: OrderedDict[str, float] = OrderedDict()
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def introduce(self, private: Route, here: Route) -> None:
        """`private` says who it is; `here` is where they wrote. Raises Unavailable only when the store is away.

        Teams says in two ways at once that the app was added: the second waits for what the first finds out.
        """
        async with self._asking.setdefault(private.conversation, asyncio.Lock()):
            await self._introduce(private, here)

    async def _introduce(self, private: Route, here: Route) -> None:
        name = private.conversation
        asked = self._asked.get(name)
        if asked is not None and self._clock() - asked < AGAIN_SECONDS:
            return
        if await self._desk.knows(private.tenant, private.person):
            return
        self._asked[name] = self._clock()
        self._asked.move_to_end(name)
        while len(self._asked) > MOST_ASKED:
            self._asked.popitem(last=False)
        for email in await self._emails(private, here):
            if await self._desk.introduce(private.tenant, private.person, email):
                return

    async def _emails(self, private: Route, here: Route) -> tuple[str, ...]:
        try:
            return await asyncio.wait_for(self._connector.emails(here, private.user), PATIENCE_SECONDS)
        except Exception as error:  # the message is filed all the same: they can still join with a code
            if not isinstance(error, CannotSend | RetryLater | TimeoutError):
                log.warning("Teams could not say who somebody is: %s", type(error).__name__)
            return ()
