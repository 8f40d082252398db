"""A class in Teams, played by hand: real door, inbox, turns, outbox and connector, with a Teams of our own far away."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from tests.channels.teams.fake import APP, TENANT, FakeTeams, Json
from tests.channels.teams.reader import actions, elements, read
from tests.channels.teams.served import serve
from tests.conversations.player import SCHOOL, new_school

from pathbot.app.content import default_folder
from pathbot.app.content import read as read_texts
from pathbot.app.engine_room import EngineRoom
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.app.teams import StoreTeamsDesk, load_labels, load_start_words
from pathbot.channels.teams.channel import TeamsChannel
from pathbot.channels.teams.connector import Connector
from pathbot.channels.teams.credentials import Secret
from pathbot.channels.teams.door import PATH, Door
from pathbot.channels.teams.gate import Gate
from pathbot.channels.teams.hosts import Hosts
from pathbot.channels.teams.introductions import Introductions
from pathbot.channels.teams.keys import SigningKeys
from pathbot.channels.teams.signin import SignIn
from pathbot.channels.teams.starting import Starting
from pathbot.store import people
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest
from pathbot.wording import Texts

PEOPLE = ("maya", "ortiz", "okafor", "lee")


class TeamsClass:
    """Maya learns, Mr. Ortiz teaches, Ms. Okafor mentors, Ms. Lee is told of concerns: everyone in Teams only."""

    def __init__(self, fake: FakeTeams, client: httpx.AsyncClient, room: EngineRoom, engine: Database) -> None:
        self.fake = fake
        self.engine = engine
        self._client = client
        self._room = room

    async def happens(self, activity: Json) -> list[Json]:
        """Teams says that something happened; what everyone is sent for it."""
        before = len(self.fake.posted)
        head = {"Authorization": f"Bearer {self.fake.token()}"}
        answer = await self._client.post(PATH, json=activity, headers=head)
        assert answer.status_code == 200, answer.text
        await self.pump()
        return [one.activity for one in self.fake.posted[before:]]

    async def pump(self) -> None:
        """Turns and sends until nothing is left to do."""
        await self._room.pump()

    async def installs(self, user: str) -> list[str]:
        """Someone gets the app."""
        return _read(await self.happens(self.fake.activity("installationUpdate", user, action="add")))

    async def says(self, text: str, user: str = "maya") -> list[str]:
        """Someone types in their private chat; everything that is sent for it, as it is read."""
        return _read(await self.happens(self.fake.activity(user=user, text=text)))

    async def taps(self, title: str, user: str = "maya", **fields: str) -> list[str]:
        """Someone taps the newest button of this title, having changed these fields of its form."""
        for activity in reversed(self.chat(user)):
            for action in actions(activity):
                if action["title"] == title:
                    filled = {e["id"]: e["value"] for e in elements(activity) if e["type"] == "Input.Text"}
                    value = {**action["data"], **filled, **fields}
                    return _read(await self.happens(self.fake.activity(user=user, value=value)))
        raise AssertionError(f"no button {title!r} in what {user} sees")

    def chat(self, user: str) -> list[Json]:
        """What stands in someone's private chat."""
        return self.fake.seen(self.fake.chat(user))

    def titles(self, user: str = "maya") -> list[str]:
        """The buttons of the newest message."""
        return [action["title"] for action in actions(self.chat(user)[-1])]


@asynccontextmanager
async def teams_class(folder: Path, kit: Kit, **fake: Any) -> AsyncIterator[TeamsClass]:
    """Everything, until the block ends."""
    engine = new_school(folder, "shade-for-our-school")
    for person in PEOPLE:
        people.link_identity(engine, SCHOOL.id, "teams", f"aad-{person}", person)
    texts = read_texts(default_folder("prompts") / "teams.yaml", Texts)
    schools, hosts = {TENANT: SCHOOL.id}, Hosts(dev=True)
    async with serve(FakeTeams(**fake)) as far, httpx.AsyncClient(timeout=10) as http, Ingest(engine, now) as ingest:
        connector = Connector(SignIn(Secret(f"{far.url}/{TENANT}/oauth2/v2.0/token", APP, "s3cret"), http), hosts)
        desk = StoreTeamsDesk(engine, kit, texts, schools, ingest)
        keys = SigningKeys(f"{far.url}/v1/.well-known/openidconfiguration", http, pause=0.05)
        channel = TeamsChannel(desk, connector, load_labels(Settings(_env_file=None)))
        introductions = Introductions(desk, connector, time.monotonic)
        starting = Starting(desk, connector, load_start_words(texts), channel.show)
        door = Door(desk, Gate(APP, keys, hosts), introductions, starting, channel.labels, schools, now)
        server = FastAPI(openapi_url=None)
        server.include_router(door.router())
        room = EngineRoom(engine, kit, {channel.name: channel}, now, "teams")
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(transport=transport, base_url="http://pathbot.example") as client:
            yield TeamsClass(far, client, room, engine)
        await connector.close()
        await asyncio.sleep(0)


def _read(sent: list[Json]) -> list[str]:
    return [read(activity) for activity in sent]
