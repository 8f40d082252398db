"""Pathbot's own token for the Bot Connector: fetched when needed, kept until shortly before it ends."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from pathbot.channels.base import RetryLater
from pathbot.channels.teams.credentials import Credential

EARLY_SECONDS = 300
LATER_SECONDS = 60.0
log = logging.getLogger("pathbot.teams")


class SignIn:
    """OAuth of a single-tenant bot. A credential of None means a development server that asks for no token."""

    def __init__(
        self, credential: Credential | None, http: httpx.AsyncClient, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._credential = credential
        self._http = http
        self._clock = clock
        self._token = ""
        self._ends = 0.0
        self._asking = asyncio.Lock()

    async def token(self) -> str | None:
        """A token that is good now. Raises RetryLater when there is none to be had."""
        if self._credential is None:
            return None
        async with self._asking:
            if not self._token or self._clock() >= self._ends:
                await self._ask(self._credential)
            return self._token

    def forget(self, token: str | None) -> None:
        """This token was refused. Another one that came since is kept."""
        if token == self._token:
            self._token = ""

    async def _ask(self, credential: Credential) -> None:
        try:
            answer = await credential.ask(self._http)
            if answer.status_code in (400, 401, 403):
                log.error(
                    "Microsoft refuses Pathbot's sign-in: check the app id, its secret or certificate, and the tenant."
                )
            found = answer.raise_for_status().json()
            self._token = str(found["access_token"])
            lasts = _seconds(found)
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise RetryLater(LATER_SECONDS, f"No sign-in at Microsoft: {type(error).__name__}.") from None
        self._ends = self._clock() + max(lasts - EARLY_SECONDS, lasts / 2)


def _seconds(found: Mapping[str, Any]) -> float:
    """How long a token lasts. App Service says when it ends instead."""
    if "expires_in" in found or "expires_on" not in found:
        return float(found.get("expires_in", 3600))
    return max(float(found["expires_on"]) - time.time(), 0.0)
