"""Everything of Slack, put together around a desk: over HTTP, over a socket, or both."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial

from fastapi import APIRouter

from pathbot.channels.slack.admission import Admission
from pathbot.channels.slack.backfill import catch_up
from pathbot.channels.slack.background import Background
from pathbot.channels.slack.bolt import create_bolt, straight
from pathbot.channels.slack.channel import EVERY_SECONDS, SlackChannel
from pathbot.channels.slack.clients import SLACK, Clients
from pathbot.channels.slack.commands import Commands
from pathbot.channels.slack.desk import Desk, Workspaces
from pathbot.channels.slack.door import Door
from pathbot.channels.slack.extras import Extras
from pathbot.channels.slack.install_pages import InstallPages
from pathbot.channels.slack.receiver import Receiver
from pathbot.channels.slack.socket import connected
from pathbot.channels.slack.thinking import MOMENT_SECONDS, Thinking
from pathbot.channels.slack.words import Words


class SlackService:
    """`signing_secret` opens the door for deliveries over HTTP, `app_token` connects a socket; both may be empty.

    A process that does not `receives` only sends.
    """

    def __init__(
        self,
        desk: Desk,
        workspaces: Workspaces,
        words: Words,
        clock: Callable[[], datetime],
        *,
        base_url: str = SLACK,
        signing_secret: str = "",
        app_token: str = "",
        receives: bool = True,
        pages: InstallPages | None = None,
        every: float = EVERY_SECONDS,
        moment: float = MOMENT_SECONDS,
    ) -> None:
        self.clients = Clients(workspaces, base_url)
        self._thinking = Thinking(desk, self.clients, words, time.monotonic, moment)
        self.channel = SlackChannel(desk, self.clients, words.labels, time.monotonic, every, self._thinking.answered)
        self._desk = desk
        self._receives = receives
        self._pages = pages
        self._app_token = app_token
        self._background = Background()
        admission = Admission(desk, self.clients, time.monotonic)
        extras = Extras(desk, self.clients, words, time.monotonic)
        self.receiver = Receiver(
            desk, workspaces, self.clients, admission, words, extras, self._thinking, self._background, clock
        )
        commands = Commands(self.receiver, desk, self.clients, admission, words, clock)
        self.bolt = create_bolt(self.receiver, commands, workspaces)
        deliver = partial(straight, self.receiver)
        self._door = Door(signing_secret, self.bolt.async_dispatch, deliver, time.time) if signing_secret else None

    @property
    def router(self) -> APIRouter | None:
        """Where Slack knocks and administrators install, None in Socket Mode."""
        if self._door is None:
            return None
        router = self._door.router()
        if self._pages is not None:
            router.include_router(self._pages.router())
        return router

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While the server runs: connected if need be, and caught up with what was missed."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.clients.close)
            stack.push_async_callback(self._background.close)
            stack.push_async_callback(self._thinking.close)
            if self._receives and self._app_token:
                await stack.enter_async_context(connected(self.bolt, self._app_token, self.clients))
            if self._receives:
                self._background.start(self._catch_up())
            yield

    async def _catch_up(self) -> None:
        await catch_up(self._desk, self.clients, self.receiver)
