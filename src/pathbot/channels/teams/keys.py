"""The keys Microsoft signs with, fetched beside the requests and never inside one.

A token with a key nobody has heard of makes everyone wait for the next look, and there is at most one look in a few
seconds: a key that was just changed is found, and made-up key names cost Microsoft and us nothing.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt

from pathbot.frozen import Frozen

REFRESH_SECONDS = 6 * 60 * 60
RETRY_SECONDS = 30.0
PAUSE_SECONDS = 5.0
PATIENCE_SECONDS = 8.0  # Teams itself gives up after about fifteen
MOST_UNKNOWN = 1000
log = logging.getLogger("pathbot.teams")


class KeysAway(Exception):
    """Nobody can say now whether this key is good: ask again later."""


class Key(Frozen):
    """One public key, and the channels it may speak for (empty: any)."""

    public: Any
    channels: tuple[str, ...] = ()


class SigningKeys:
    """``keys = SigningKeys(url, http)``, with `keep_fresh()` running beside the server.

    `metadata_url` is an OpenID document that names the key set, which must be on the same server.
    """

    def __init__(
        self,
        metadata_url: str,
        http: httpx.AsyncClient,
        pause: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = metadata_url
        self._http = http
        self._pause = pause
        self._clock = clock
        self._keys: dict[str, Key] = {}
        self._unknown: dict[str, float] = {}
        self._looked = float("-inf")
        self._good = False
        self._looking: asyncio.Task[object] | None = None

    async def keep_fresh(self) -> None:
        """Looks now and every few hours, until cancelled."""
        while True:
            # Whoever asks for a key meanwhile waits for this look, not for the next one.
            self._looking = asyncio.create_task(self.look())
            await self._looking
            await asyncio.sleep(REFRESH_SECONDS if self._good else RETRY_SECONDS)

    async def find(self, name: str) -> Key | None:
        """The key of this name, None when there is none. Raises KeysAway when the keys cannot be fetched."""
        if name in self._keys:
            return self._keys[name]
        if name in self._unknown and self._clock() - self._unknown[name] < REFRESH_SECONDS and self._good:
            return None
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_when_due())
        try:
            await asyncio.wait_for(asyncio.shield(self._looking), PATIENCE_SECONDS)
        except TimeoutError:
            raise KeysAway from None
        if not self._good:
            raise KeysAway
        if name not in self._keys:
            self._note_unknown(name)
        return self._keys.get(name)

    def _note_unknown(self, name: str) -> None:
        while len(self._unknown) >= MOST_UNKNOWN:
            del self._unknown[next(iter(self._unknown))]
        self._unknown[name] = self._clock()

    async def _look_when_due(self) -> None:
        wait = self._looked + self._pause - self._clock()
        if wait > 0:
            await asyncio.sleep(wait)
        await self.look()

    async def look(self) -> bool:
        """Fetches the keys now. False when they are away; those that are known still hold."""
        self._looked = self._clock()
        try:
            keys = await self._fetch()
        except (httpx.HTTPError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
            self._good = False
            log.warning("Microsoft's signing keys cannot be fetched: %s", type(error).__name__)
            return False
        self._keys, self._good = keys, True
        for name in keys:
            self._unknown.pop(name, None)
        return True

    async def _fetch(self) -> dict[str, Key]:
        metadata = (await self._get(self._url)).json()
        where = metadata["jwks_uri"]
        if urlsplit(where)[:2] != urlsplit(self._url)[:2]:
            raise ValueError("the key set is somewhere else")
        found = (await self._get(where)).json()["keys"]
        return {key["kid"]: _key(key) for key in found if key.get("kty") == "RSA" and key.get("kid")}

    async def _get(self, url: str) -> httpx.Response:
        answer = await self._http.get(url)
        return answer.raise_for_status()


def _key(found: dict[str, Any]) -> Key:
    return Key(public=jwt.PyJWK(found, algorithm="RS256").key, channels=tuple(found.get("endorsements") or ()))
