"""Pathbot's own token for the Bot Connector: fetched when needed, kept until shortly before it ends."""

import asyncio
import logging
import time
from collections.abc import Callable

import httpx

from pathbot.channels.base import RetryLater

SCOPE = "https://api.botframework.com/.default"
EARLY_SECONDS = 300
LATER_SECONDS = 60.0
log = logging.getLogger("pathbot.teams")


class SignIn:
    """OAuth client credentials of a single-tenant bot. `url` is the tenant's token endpoint.

    A secret of None means a development server that asks for no token.
    """

    def __init__(
        self,
        url: str,
        app: str,
        secret: str | None,
        http: httpx.AsyncClient,
        scope: str = SCOPE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self._form = {"grant_type": "client_credentials", "client_id": app, "scope": scope}
        self._secret = secret
        self._http = http
        self._clock = clock
        self._token = ""
        self._ends = 0.0
        self._asking = asyncio.Lock()

    async def token(self) -> str | None:
        """A token that is good now. Raises RetryLater when there is none to be had."""
        if self._secret is None:
            return None
        async with self._asking:
            if not self._token or self._clock() >= self._ends:
                await self._ask()
            return self._token

    def forget(self, token: str | None) -> None:
        """This token was refused. Another one that came since is kept."""
        if token == self._token:
            self._token = ""

    async def _ask(self) -> None:
        try:
            answer = await self._http.post(self._url, data={**self._form, "client_secret": self._secret})
            if answer.status_code in (400, 401, 403):
                log.error("Microsoft refuses Pathbot's sign-in: check the app id, the secret and the tenant.")
            found = answer.raise_for_status().json()
            self._token = str(found["access_token"])
            lasts = float(found.get("expires_in", 3600))
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise RetryLater(LATER_SECONDS, f"No sign-in at Microsoft: {type(error).__name__}.") from None
        self._ends = self._clock() + max(lasts - EARLY_SECONDS, lasts / 2)
