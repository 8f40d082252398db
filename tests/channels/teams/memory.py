"""A desk in memory and everything of Teams over it, as tests use it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import FastAPI
from tests.channels.teams.fake import APP, TENANT, FakeTeams
from tests.channels.teams.served import serve

from pathbot.channels.teams.channel import TeamsChannel
from pathbot.channels.teams.connector import Connector
from pathbot.channels.teams.desk import Route, Unavailable
from pathbot.channels.teams.door import PATH, Door
from pathbot.channels.teams.gate import Gate
from pathbot.channels.teams.hosts import Hosts
from pathbot.channels.teams.introductions import Introductions
from pathbot.channels.teams.keys import SigningKeys
from pathbot.channels.teams.render import Labels
from pathbot.channels.teams.signin import SignIn
from pathbot.messages import Inbound, Outgoing

LABELS = Labels(
    send="Send this",
    alert="A message that needs you now.",
    only_words="Only words.",
    again="In case this did not reach you:",
)


@dataclass
class MemoryTeamsDesk:
    """Keeps the promises of the real one; `down` makes everything unavailable."""

    filed: list[Inbound] = field(default_factory=list)
    routes: dict[str, Route] = field(default_factory=dict)
    answered: list[Outgoing] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    down: bool = False

    async def file(self, tenant: str, inbound: Inbound) -> bool:
        self._check()
        if any(i.delivery_id == inbound.delivery_id for i in self.filed):
            return False
        self.filed.append(inbound)
        return True

    async def answer(self, tenant: str, outgoing: Outgoing) -> None:
        if all(one.key != outgoing.key for one in self.answered):
            self.answered.append(outgoing)

    async def knows(self, tenant: str, person: str) -> bool:
        return person in self.known

    async def introduce(self, tenant: str, person: str, email: str) -> bool:
        if email not in self.emails:
            return False
        self.known.add(person)
        return True

    async def remember(self, route: Route) -> None:
        self._check()
        self.routes[route.conversation] = route.since(self.routes.get(route.conversation))

    async def route(self, conversation: str) -> Route | None:
        self._check()
        return self.routes.get(conversation)

    async def forget(self, conversation: str) -> None:
        self._check()
        self.routes.pop(conversation, None)

    def _check(self) -> None:
        if self.down:
            raise Unavailable


@dataclass
class Site:
    """Pathbot's side of Teams over a desk in memory, with the fake on the other side."""

    fake: FakeTeams
    desk: MemoryTeamsDesk
    channel: TeamsChannel
    keys: SigningKeys
    client: httpx.AsyncClient

    async def deliver(self, activity: dict[str, Any], token: str | None = None) -> httpx.Response:
        """What Teams does when something happened. A token of its own unless told otherwise."""
        signed = self.fake.token() if token is None else token
        return await self.client.post(PATH, json=activity, headers={"Authorization": f"Bearer {signed}"})


@asynccontextmanager
async def site(fake: FakeTeams | None = None, pause: float = 0.05) -> AsyncIterator[Site]:
    """Everything, until the block ends."""
    async with serve(fake or FakeTeams()) as teams, httpx.AsyncClient(timeout=5) as http:
        hosts = Hosts(dev=True)
        connector = Connector(SignIn(f"{teams.url}/{TENANT}/oauth2/v2.0/token", APP, "s3cret", http), hosts)
        desk = MemoryTeamsDesk()
        keys = SigningKeys(f"{teams.url}/v1/.well-known/openidconfiguration", http, pause)
        server = FastAPI(openapi_url=None)
        door = Door(
            desk,
            Gate(APP, keys, hosts),
            Introductions(desk, connector, time.monotonic),
            lambda _: LABELS,
            {TENANT},
            lambda: datetime.now(UTC),
        )
        server.include_router(door.router())
        channel = TeamsChannel(desk, connector, lambda language: LABELS)
        transport = httpx.ASGITransport(server, raise_app_exceptions=False)
        fresh = asyncio.create_task(keys.keep_fresh())
        async with httpx.AsyncClient(transport=transport, base_url="http://pathbot.example") as client:
            yield Site(teams, desk, channel, keys, client)
        fresh.cancel()
        with suppress(asyncio.CancelledError):
            await fresh
        await connector.close()
