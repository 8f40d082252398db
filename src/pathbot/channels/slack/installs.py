"""Workspaces that installed Pathbot through Slack's own pages, and tokens that expire."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from aiohttp import ClientError
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from pathbot.channels.slack.clients import quiet
from pathbot.channels.slack.desk import Workspace
from pathbot.frozen import Frozen

STATE_SECONDS = 600
ROTATE_MINUTES = 120
REMEMBER_SECONDS = 60.0

log = logging.getLogger("pathbot.slack")


class Installed(Frozen):
    """What Slack gave for a workspace. `expires_at` is in seconds since 1970, 0 for a token that lasts."""

    team: str
    token: str
    bot_user: str
    bot_id: str
    refresh_token: str = ""
    expires_at: int = 0


class Vault(Protocol):
    """Keeps installations, sealed, and the states of those under way. Methods may raise Unavailable."""

    async def issue(self) -> str:
        """A state for an installation that begins, good once and for ten minutes."""
        ...

    async def consume(self, state: str) -> bool:
        """Whether the state is one of ours and not used yet; it is used now."""
        ...

    async def keep(self, installed: Installed) -> bool:
        """Keeps a workspace's installation. False for a workspace that no school is set up for: nothing is kept."""
        ...

    async def find(self, team: str) -> Installed | None:
        """The installation of a workspace."""
        ...

    async def drop(self, team: str) -> None:
        """Its tokens are gone."""
        ...


class InstalledWorkspaces:
    """The `Workspaces` behind a vault. Tokens that end within two hours are exchanged for new ones."""

    def __init__(
        self, vault: Vault, client_id: str, client_secret: str, base_url: str, clock: Callable[[], float]
    ) -> None:
        self._vault = vault
        self._secrets = (client_id, client_secret)
        self._base_url = base_url
        self._clock = clock
        self._seen: dict[str, tuple[float, Installed | None]] = {}
        self._rotating = asyncio.Lock()

    async def find(self, team: str) -> Workspace | None:
        """The workspace, with a token that works. Raises Unavailable while the vault or Slack cannot be asked."""
        until, installed = self._seen.get(team, (0.0, None))
        if until <= self._clock():
            installed = await self._vault.find(team)
            if installed is not None and self._ends_soon(installed):
                installed = await self._rotated(team)
            self._seen[team] = (self._clock() + REMEMBER_SECONDS, installed)
        if installed is None:
            return None
        return Workspace(team=team, token=installed.token, bot_user=installed.bot_user, bot_id=installed.bot_id)

    def forget(self, team: str) -> None:
        """It changed."""
        self._seen.pop(team, None)

    def _ends_soon(self, installed: Installed) -> bool:
        return bool(installed.refresh_token) and installed.expires_at - ROTATE_MINUTES * 60 <= self._clock()

    async def _rotated(self, team: str) -> Installed | None:
        """A refresh token works once, so one exchange at a time; another process may have been faster."""
        async with self._rotating:
            installed = await self._vault.find(team)
            if installed is None or not self._ends_soon(installed):
                return installed
            client = AsyncWebClient(base_url=self._base_url, retry_handlers=[], logger=quiet)
            rotator = AsyncTokenRotator(client_id=self._secrets[0], client_secret=self._secrets[1], client=client)
            try:
                bot = await rotator.perform_bot_token_rotation(bot=as_bot(installed), minutes_before_expiration=10**6)
            except (SlackTokenRotationError, ClientError, TimeoutError) as error:
                log.warning("a token could not be renewed: %s", type(error).__name__)
                return await self._vault.find(team)
            if bot is None:
                return installed
            renewed = installed.model_copy(
                update={
                    "token": bot.bot_token,
                    "refresh_token": bot.bot_refresh_token or "",
                    "expires_at": int(bot.bot_token_expires_at or 0),
                }
            )
            await self._vault.keep(renewed)
            return renewed


def as_bot(installed: Installed) -> Bot:
    """The same in the SDK's words."""
    return Bot(
        team_id=installed.team,
        bot_token=installed.token,
        bot_id=installed.bot_id,
        bot_user_id=installed.bot_user,
        bot_refresh_token=installed.refresh_token or None,
        bot_token_expires_at=installed.expires_at or None,
        installed_at=0.0,
    )
