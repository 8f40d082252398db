"""Socket Mode: Pathbot connects to Slack, so a school needs no public address. The same listeners as over HTTP."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from pathbot.channels.slack.clients import Clients, quiet

LOOK_SECONDS = 30.0
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0

log = logging.getLogger("pathbot.slack")


@asynccontextmanager
async def connected(bolt: AsyncApp, app_token: str, clients: Clients) -> AsyncIterator[None]:
    """Connects, and connects again, while the block lasts."""
    # The client needs its own: Bolt's carries a bot token, which may not open connections.
    handler = AsyncSocketModeHandler(bolt, app_token, logger=quiet, web_client=clients.bare(app_token))
    task = asyncio.create_task(_keep_connected(handler))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await handler.client.close()  # type: ignore[no-untyped-call]


async def _keep_connected(handler: AsyncSocketModeHandler) -> None:
    """The SDK reconnects by itself; now and then it falls silent instead, so somebody has to look."""
    wait = FIRST_WAIT_SECONDS
    while True:
        try:
            if not await handler.client.is_connected():
                await handler.client.connect()  # type: ignore[no-untyped-call]
            wait = FIRST_WAIT_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
        except Exception as error:
            log.warning("no connection to Slack, trying again: %s", type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)
