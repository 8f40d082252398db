"""Slack's Web API, one client for each workspace, over one pool of connections.

Nothing is retried here: the SDK's own retries post a message twice when a connection drops after it was accepted.
"""

import logging
from collections.abc import Mapping

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from pathbot.channels.slack.desk import Workspaces

SLACK = "https://slack.com/api/"
TIMEOUT_SECONDS = 15
MOST_CHATS = 10_000

quiet = logging.getLogger("pathbot.slack.sdk")
quiet.setLevel(logging.CRITICAL)  # the SDK's own lines may hold what people wrote


class NotInstalled(Exception):
    """Pathbot is not in this workspace (any more)."""


class Clients:
    """Made once. `base_url` is Slack's, but for tests. Close it at the end."""

    def __init__(self, workspaces: Workspaces, base_url: str = SLACK) -> None:
        self._workspaces = workspaces
        self._base_url = base_url
        self._session: aiohttp.ClientSession | None = None
        self._made: dict[str, AsyncWebClient] = {}
        self._chats: dict[str, str] = {}

    async def of(self, team: str) -> AsyncWebClient:
        """The client of a workspace. Raises NotInstalled."""
        workspace = await self._workspaces.find(team)
        if workspace is None:
            raise NotInstalled(f"Pathbot is not installed in the workspace {team}.")
        made = self._made.get(team)
        if made is None or made.token != workspace.token:
            self._made[team] = made = self.bare(workspace.token)
        return made

    def bare(self, token: str | None = None) -> AsyncWebClient:
        """A client with this token."""
        return AsyncWebClient(
            token=token,
            base_url=self._base_url,
            timeout=TIMEOUT_SECONDS,
            session=self._connections(),
            retry_handlers=[],
            logger=quiet,
        )

    async def put(self, url: str, content: bytes) -> None:
        """Uploads a file to the address Slack gave for it. Raises aiohttp.ClientError."""
        async with self._connections().post(url, data=content) as answer:
            answer.raise_for_status()

    def _connections(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))
        return self._session

    async def chat(self, team: str, user: str) -> str:
        """The channel id of the private chat with a user, opened if it is not."""
        if user not in self._chats:
            answer = await (await self.of(team)).conversations_open(users=[user])
            channel = answer.get("channel")
            self.note_chat(user, str(channel.get("id", "")) if isinstance(channel, Mapping) else "")
        return self._chats[user]

    def note_chat(self, user: str, channel: str) -> None:
        """An event said which channel it is."""
        if len(self._chats) >= MOST_CHATS:
            self._chats.clear()
        self._chats[user] = channel

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()
