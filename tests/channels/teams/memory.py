"""A desk in memory and everything of Teams over it, as tests use it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI
from tests.channels.teams.fake import APP, TENANT, FakeTeams
from tests.channels.teams.served import serve

from pathbot.app.content import default_folder, read
from pathbot.app.teams import load_start_words
from pathbot.channels.starting import Starter
from pathbot.channels.teams.channel import TeamsChannel
from pathbot.channels.teams.connector import Connector
from pathbot.channels.teams.credentials import Secret
from pathbot.channels.teams.desk import Route, Start, Unavailable
from pathbot.channels.teams.door import PATH, Door
from pathbot.channels.teams.gate import Gate
from pathbot.channels.teams.hosts import Hosts
from pathbot.channels.teams.introductions import Introductions
from pathbot.channels.teams.keys import SigningKeys
from pathbot.channels.teams.render import Labels
from pathbot.channels.teams.signin import SignIn
from pathbot.channels.teams.starting import Starting
from pathbot.messages import Inbound, Outgoing
from pathbot.wording import Texts

LABELS = Labels(
    send="Send this",
    choose="To choose, write its number.",
    alert="A message that needs you now.",
    only_words="Only words.",
    again="In case this did not reach you:",
)


@cache
def texts() -> Texts:
    """Teams' own words, as they are shipped."""
    return read(default_folder("prompts") / "teams.yaml", Texts)


@dataclass
class MemoryTeamsDesk:
    """Keeps the promises of the real one; `down` makes everything unavailable."""

    filed: list[Inbound] = field(default_factory=list)
    routes: dict[str, Route] = field(default_factory=dict)
    answered: list[Outgoing] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    starters: dict[str, Starter] = field(default_factory=dict)
    begun: list[Start] = field(default_factory=list)
    seats: dict[str, str] = field(default_factory=dict)
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

    async def starter(self, tenant: str, person: str, members: tuple[str, ...]) -> Starter | None:
        return self.starters.get(person)

    async def begin(self, start: Start) -> int | None:
        self.begun.append(start)
        return len(start.learners)

    async def seat(self, tenant: str, person: str, message: str) -> str | None:
        return self.seats.get(f"{person} {message}")

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
        connector = Connector(SignIn(Secret(f"{teams.url}/{TENANT}/oauth2/v2.0/token", APP, "s3cret"), http), hosts)
        desk = MemoryTeamsDesk()
        keys = SigningKeys(f"{teams.url}/v1/.well-known/openidconfiguration", http, pause)
        server = FastAPI(openapi_url=None)
        channel = TeamsChannel(desk, connector, lambda language: LABELS)
        door = Door(
            desk,
            Gate(APP, keys, hosts),
            Introductions(desk, connector, time.monotonic),
            Starting(desk, connector, load_start_words(texts()), channel.show),
            lambda _: LABELS,
            {TENANT},
            lambda: datetime.now(UTC),
        )
        server.include_router(door.router())
        transport = httpx.ASGITransport(server, raise_app_exceptions=False)
        fresh = asyncio.create_task(keys.keep_fresh())
        async with httpx.AsyncClient(transport=transport, base_url="http://pathbot.example") as client:
            yield Site(teams, desk, channel, keys, client)
        fresh.cancel()
        with suppress(asyncio.CancelledError):
            await fresh
        await connector.close()
