"""After an outage: what people wrote meanwhile. Slack repeats a delivery for some six minutes only."""

import asyncio
import logging

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from pathbot.channels.slack.clients import Clients, NotInstalled
from pathbot.channels.slack.desk import Desk, OpenChat, Unavailable
from pathbot.channels.slack.receiver import Receiver
from pathbot.channels.slack.trouble import wait_of

PAGE = 100
MOST_PAGES = 10
TRIES = 3

log = logging.getLogger("pathbot.slack")


async def catch_up(desk: Desk, clients: Clients, receiver: Receiver) -> int:
    """Reads every private chat from its last message on. What is there already is known by its name. How many it read.

    A chat that cannot be read is left alone: the next start looks again.
    """
    count = 0
    for chat in await desk.chats():
        try:
            for message in await _missed(clients, chat):
                event = {**message, "channel": await clients.chat(chat.team, chat.user), "channel_type": "im"}
                await receiver.event({"team_id": chat.team, "event": event})
                count += 1
        except (SlackApiError, ClientError, TimeoutError, NotInstalled, Unavailable) as error:
            log.warning("a chat could not be caught up with: %s", type(error).__name__)
    return count


async def _missed(clients: Clients, chat: OpenChat) -> list[dict[str, object]]:
    """What was written there since, the oldest first."""
    client, channel = await clients.of(chat.team), await clients.chat(chat.team, chat.user)
    oldest = f"{chat.last_message_at.timestamp():.6f}"
    found: list[dict[str, object]] = []
    cursor, tries = "", 0
    for _ in range(MOST_PAGES + TRIES):
        try:
            answer = await client.conversations_history(channel=channel, oldest=oldest, limit=PAGE, cursor=cursor)
        except SlackApiError as error:
            tries += 1
            if getattr(error.response, "status_code", 0) != 429 or tries > TRIES:
                raise
            await asyncio.sleep(wait_of(error))
            continue
        found += [m for m in answer.get("messages") or [] if isinstance(m, dict)]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return found[::-1]
