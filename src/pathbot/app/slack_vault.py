"""Keeps installations of Slack sealed with a key made from the store's: a copied database opens nothing."""

import asyncio
import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar

from cryptography.fernet import Fernet, InvalidToken

from pathbot.channels.slack.desk import Unavailable
from pathbot.channels.slack.installs import STATE_SECONDS, Installed
from pathbot.channels.slack.names import NAME
from pathbot.store import routes
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem

P = ParamSpec("P")
R = TypeVar("R")
SLOTS = 256
"""Installations that may be under way at once. More of them take the places of older ones, so nobody fills the disk."""


class StoreVault:
    """The `Vault` on the store. `schools` maps the workspaces that may install to their schools.

    `key` is the store's (32 bytes), `clock` gives seconds since 1970.
    """

    def __init__(self, engine: Database, schools: Mapping[str, str], key: bytes, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._schools = schools
        self._seal = Fernet(urlsafe_b64encode(hmac.new(key, b"pathbot slack tokens", hashlib.sha256).digest()))
        self._clock = clock

    async def issue(self) -> str:
        """Good once, for ten minutes."""
        slot = secrets.randbelow(SLOTS)
        state = f"{slot}.{int(self._clock()) + STATE_SECONDS}.{secrets.token_urlsafe(24)}"
        school = next(iter(self._schools.values()))
        await self._store(routes.keep_route, self._engine, school, f"{NAME}-state", str(slot), _mark(state), None)
        return state

    async def consume(self, state: str) -> bool:
        """True once for a state that was issued and is not over."""
        slot, _, rest = state.partition(".")
        until = rest.partition(".")[0]
        if not until.isdecimal() or int(until[:12]) < self._clock():
            return False
        return await self._store(routes.take_route, self._engine, f"{NAME}-state", slot, _mark(state))

    async def keep(self, installed: Installed) -> bool:
        """Sealed, beside the workspace's school. False when it has none."""
        school = self._schools.get(installed.team)
        if school is None:
            return False
        sealed = self._seal.encrypt(installed.model_dump_json().encode()).decode()
        body = json.dumps({"sealed": sealed})
        await self._store(routes.keep_route, self._engine, school, NAME, installed.team, body, None)
        return True

    async def find(self, team: str) -> Installed | None:
        """The installation; None also when it was sealed with another key."""
        if team not in self._schools:
            return None
        body = await self._store(routes.find_route, self._engine, NAME, team)
        if body is None:
            return None
        try:
            return Installed.model_validate_json(self._seal.decrypt(json.loads(body)["sealed"]))
        except InvalidToken:
            return None

    async def drop(self, team: str) -> None:
        """Its tokens are gone."""
        await self._store(routes.drop_route, self._engine, NAME, team)

    async def _store(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await asyncio.to_thread(work, *args, **kwargs)
        except StoreProblem:
            raise Unavailable from None


def _mark(state: str) -> str:
    """What is kept of a state: enough to know it again."""
    return json.dumps({"state": hashlib.sha256(state.encode()).hexdigest()})
