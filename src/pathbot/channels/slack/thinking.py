"""The line that says Pathbot is at work, where an answer takes longer than a moment. Where it fails, it is left out."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from slack_sdk.errors import SlackApiError

from pathbot.channels.slack.background import Background
from pathbot.channels.slack.clients import Clients
from pathbot.channels.slack.desk import Desk
from pathbot.channels.slack.names import person_id
from pathbot.channels.slack.words import Words

# Most answers are there by then, also those that waited for Slack's one message a second: a line that only flickers
# helps nobody, and costs two calls.
MOMENT_SECONDS = 1.5
LONGEST_SECONDS = 30.0  # in case another process answers, and this one never hears of it
TRY_AGAIN_SECONDS = 24 * 3600.0
MOST_WAITING = 200


class Thinking:
    """`clock` gives seconds that only go forward. A workspace whose plan lacks this is not asked again that day."""

    def __init__(
        self, desk: Desk, clients: Clients, words: Words, clock: Callable[[], float], moment: float = MOMENT_SECONDS
    ) -> None:
        self._desk = desk
        self._clients = clients
        self._words = words
        self._clock = clock
        self._moment = moment
        self._background = Background(MOST_WAITING)
        self._without: dict[str, float] = {}
        self._waiting: dict[tuple[str, str], asyncio.Event] = {}

    def wrote(self, team: str, user: str, channel: str, ts: str) -> None:
        """They wrote this message in their private chat, and wait for an answer."""
        who = (team, user)
        if who not in self._waiting and self._without.get(team, 0.0) <= self._clock():
            self._background.start(self._show(who, channel, ts))

    def answered(self, team: str, user: str) -> None:
        """Something was sent to them."""
        if waiting := self._waiting.get((team, user)):
            waiting.set()

    async def close(self) -> None:
        """Ends what is still waiting."""
        await self._background.close()

    async def _show(self, who: tuple[str, str], channel: str, ts: str) -> None:
        answered = self._waiting.setdefault(who, asyncio.Event())
        try:
            if not await _within(answered, self._moment):
                await self._until(answered, who, channel, ts)
        finally:
            self._waiting.pop(who, None)

    async def _until(self, answered: asyncio.Event, who: tuple[str, str], channel: str, ts: str) -> None:
        client = await self._clients.of(who[0])
        said = self._words.say("message.thinking", await self._desk.language(person_id(*who)))
        try:
            await client.assistant_threads_setStatus(channel_id=channel, thread_ts=ts, status=said)
            await _within(answered, LONGEST_SECONDS)
            await client.assistant_threads_setStatus(channel_id=channel, thread_ts=ts, status="")
        except SlackApiError:
            self._without[who[0]] = self._clock() + TRY_AGAIN_SECONDS


async def _within(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
