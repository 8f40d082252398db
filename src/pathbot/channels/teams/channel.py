"""The Teams channel: renders, posts in order, and remembers what it posted.

Teams gives a bot no history and no key for a message. So a message whose receipt was lost, because the connection broke
or this process died between the post and the note of it, is posted again: it may come twice, and is never lost. The
second one says so.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from pathbot.channels.base import CannotSend, RetryLater
from pathbot.channels.teams.connector import Busy, Connector
from pathbot.channels.teams.desk import NAME, Desk, Route, Unavailable
from pathbot.channels.teams.render import LONGEST_TEXT, Labels, again, render
from pathbot.messages import Address, Capabilities, Outgoing

Kept = TypeVar("Kept")
MOST_REMEMBERED = 2000
LONGEST_WAIT_SECONDS = 60.0


class TeamsChannel:
    """`labels` gives the words of Teams' own in a language."""

    name = NAME
    capabilities = Capabilities(forms=True, pictures=True, remembers=False, max_choices=30, max_text=LONGEST_TEXT)

    def __init__(self, desk: Desk, connector: Connector, labels: Callable[[str], Labels]) -> None:
        self._desk = desk
        self._connector = connector
        self.labels = labels
        self._posted: OrderedDict[str, list[str]] = OrderedDict()
        self._doubted: OrderedDict[str, bool] = OrderedDict()
        self._waits: OrderedDict[str, int] = OrderedDict()

    async def send(self, outgoing: Outgoing) -> str:
        """Posts it, in several messages where it is long, and returns the id of the first."""
        route = await self._route(outgoing.address)
        labels = self.labels(route.locale[:2])
        posted = _kept(self._posted, outgoing.key, [])
        activities = render(outgoing, labels)[len(posted) :]
        if outgoing.key in self._doubted and activities:
            activities = (again(activities[0], labels), *activities[1:])
        where = _thread(route.teams_id, outgoing.address)
        try:
            for activity in activities:
                posted.append(await self._connector.post(route, where, activity))
                self._doubted.pop(outgoing.key, None)
        except Busy as busy:
            raise RetryLater(self._backed_off(outgoing.key, busy), str(busy)) from None
        self._waits.pop(outgoing.key, None)
        return posted[0]

    async def show(self, address: Address, activity: dict[str, Any]) -> None:
        """Posts something that is asked for again when it is lost. Raises RetryLater or CannotSend."""
        route = await self._route(address)
        await self._connector.post(route, _thread(route.teams_id, address), activity)

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        """The id, if this process posted all of it. Teams itself cannot be asked: what is sent next may be there."""
        route = await self._route(outgoing.address)
        posted = self._posted.get(outgoing.key, [])
        if posted and len(posted) == len(render(outgoing, self.labels(route.locale[:2]))):
            return posted[0]
        _kept(self._doubted, outgoing.key, True)
        return None

    async def _route(self, address: Address) -> Route:
        try:
            route = await self._desk.route(address.conversation)
            if route is None:
                raise CannotSend("Pathbot is not installed there, or was removed.")
            if not route.teams_id:
                route = route.model_copy(update={"teams_id": await self._connector.open_chat(route)})
                await self._desk.remember(route)
        except Unavailable:
            raise RetryLater(1.0, "The database is away.") from None
        return route

    def _backed_off(self, key: str, busy: Busy) -> float:
        """Twice as long each time, unless Teams says how long."""
        tries = _kept(self._waits, key, 0)
        self._waits[key] = tries + 1
        return busy.seconds if busy.asked else min(busy.seconds * 2**tries, LONGEST_WAIT_SECONDS)


def _kept(memory: OrderedDict[str, Kept], key: str, empty: Kept) -> Kept:
    """What is remembered under a key; the oldest go first."""
    while key not in memory and len(memory) >= MOST_REMEMBERED:
        memory.popitem(last=False)
    return memory.setdefault(key, empty)


def _thread(teams_id: str, address: Address) -> str:
    return f"{teams_id};messageid={address.thread}" if address.thread else teams_id
