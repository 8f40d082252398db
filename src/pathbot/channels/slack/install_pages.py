"""The two pages of an installation: off to Slack, and back with a code."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from aiohttp import ClientError
from fastapi import APIRouter, Request
from fastapi.responses import Response
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from pathbot.channels.slack.clients import quiet
from pathbot.channels.slack.desk import Unavailable
from pathbot.channels.slack.installs import STATE_SECONDS, Installed, InstalledWorkspaces, Vault, as_bot
from pathbot.channels.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES


class NotSetUp(Exception):
    """Nobody named a school for this workspace, so it may not install Pathbot."""


class _Store(AsyncInstallationStore):
    """The SDK's store on our vault. Nothing of whoever installs is kept, only the bot."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def async_save(self, installation: Installation) -> None:
        kept = await self._vault.keep(
            Installed(
                team=installation.team_id or "",
                token=installation.bot_token or "",
                bot_user=installation.bot_user_id or "",
                bot_id=installation.bot_id or "",
                refresh_token=installation.bot_refresh_token or "",
                expires_at=int(installation.bot_token_expires_at or 0),
            )
        )
        if not kept:
            raise NotSetUp

    async def async_find_bot(self, *, team_id: str | None, **more: Any) -> Bot | None:
        found = await self._vault.find(team_id or "")
        return as_bot(found) if found else None


class _States(AsyncOAuthStateStore):
    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        return await self._vault.issue()

    async def async_consume(self, state: str) -> bool:
        return await self._vault.consume(state)


class PageWords(NamedTuple):
    """What an administrator reads after installing."""

    done: str
    failed: str
    not_set_up: str


class InstallPages:
    """``/slack/install`` and where Slack sends the administrator back to."""

    def __init__(
        self,
        vault: Vault,
        workspaces: InstalledWorkspaces,
        client_id: str,
        client_secret: str,
        base_url: str,
        authorize_url: str,
        words: PageWords,
    ) -> None:
        self._workspaces = workspaces
        self._words = words
        client = AsyncWebClient(base_url=base_url, retry_handlers=[], logger=quiet)
        settings = AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=list(SCOPES),
            installation_store=_Store(vault),
            installation_store_bot_only=True,
            state_store=_States(vault),
            state_expiration_seconds=STATE_SECONDS,
            install_page_rendering_enabled=False,
            authorization_url=authorize_url,
            callback_options=AsyncCallbackOptions(success=self._installed, failure=self._failed),
            logger=quiet,
        )
        self._flow = AsyncOAuthFlow(client=client, logger=quiet, settings=settings)

    def router(self) -> APIRouter:
        """Both pages."""
        router = APIRouter()

        @router.get(INSTALL_PATH)
        async def install(request: Request) -> Response:
            return to_starlette_response(await self._flow.handle_installation(_asked(request)))

        @router.get(REDIRECT_PATH)
        async def back(request: Request) -> Response:
            return to_starlette_response(await self._take(_asked(request)))

        return router

    async def _take(self, request: AsyncBoltRequest) -> BoltResponse:
        try:
            return await self._flow.handle_callback(request)
        except NotSetUp:
            return _page(self._words.not_set_up, 403)
        except Unavailable:
            return _page(self._words.failed, 503)
        except (SlackApiError, ClientError, TimeoutError):
            return _page(self._words.failed, 400)

    async def _installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        self._workspaces.forget(args.installation.team_id or "")
        return _page(self._words.done, 200)

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        return _page(self._words.failed, args.suggested_status_code)


def _asked(request: Request) -> AsyncBoltRequest:
    query: dict[str, Sequence[str]] = {name: [value] for name, value in request.query_params.items()}
    return AsyncBoltRequest(body="", query=query, headers=dict(request.headers))


def _page(sentence: str, status: int) -> BoltResponse:
    """One sentence of ours, and nothing of what was asked."""
    plain: dict[str, str | Sequence[str]] = {"content-type": "text/plain; charset=utf-8"}
    return BoltResponse(status=status, body=sentence, headers=plain | {"x-content-type-options": "nosniff"})
