"""The workspace of a school that set a bot token: who that token is, asked once."""

import asyncio

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from pathbot.channels.slack.clients import TIMEOUT_SECONDS, quiet
from pathbot.channels.slack.desk import Unavailable, Workspace


class OneWorkspace:
    """The `Workspaces` of a single token."""

    def __init__(self, token: str, base_url: str) -> None:
        self._token = token
        self._base_url = base_url
        self._asking = asyncio.Lock()
        self._found: Workspace | None = None

    @property
    def team(self) -> str:
        """The workspace's id, empty until Slack said."""
        return self._found.team if self._found else ""

    async def find(self, team: str) -> Workspace | None:
        """This workspace, if it is the token's. Raises Unavailable while Slack cannot be asked."""
        found = self._found or await self.ask()
        return found if found.team == team else None

    async def ask(self) -> Workspace:
        """Who the token is. Raises Unavailable."""
        async with self._asking:
            if self._found is None:
                client = AsyncWebClient(
                    token=self._token,
                    base_url=self._base_url,
                    timeout=TIMEOUT_SECONDS,
                    retry_handlers=[],
                    logger=quiet,
                )
                try:
                    who = await client.auth_test()
                except (SlackApiError, ClientError, TimeoutError) as error:
                    raise Unavailable(type(error).__name__) from None
                self._found = Workspace(
                    team=str(who.get("team_id", "")),
                    token=self._token,
                    bot_user=str(who.get("user_id", "")),
                    bot_id=str(who.get("bot_id") or ""),
                )
            return self._found
