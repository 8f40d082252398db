"""A server that is killed at random while learners talk over the web channel, and what they saw of it."""

import asyncio
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import httpx

from pathbot.app.home import make_home, open_store
from pathbot.app.server import session_secret
from pathbot.app.settings import Settings
from pathbot.channels.web.desk import private_address
from pathbot.channels.web.session import COOKIE, Sessions
from pathbot.people import Class, Membership, Person, School
from pathbot.store import people
from pathbot.store.engine import Database

LINES = [
    "hi",
    "ok",
    "my abuela sits in the car with the ac bc her house is too hot",
    "why no trees there",
    "the little kids at the bus stop",
    "plant trees at every stop",
    "asphalt was 148 degrees and under the tree it was 95",
    "i measured it with the heat gun",
    "why it still feels hot",
    "i drew the shade map",
    "the shadow kept moving",
    "i marked it with chalk first",
    "yes",
    "30 parents saw it",
    "they asked where new trees could go",
    "one dad offered two trees",
    "the measuring",
    "my chalk marks in the photos",
    "the key was too small",
    "mr ortiz said my key was confusing",
    "i changed one green to orange",
    "i told leo his roof needs a label",
    "1",
    "save",
    "save",
    "save",
]
"""What a learner says, from hello to three saved lines."""
SCHOOL = School(id="storm", name="Storm High")
PATIENCE = 90.0


def prepare(home: Path, learners: list[str], index: Path, database: str = "") -> tuple[Settings, Database]:
    """A school with these learners in one class, and a copy of the role index, which would take a while to build."""
    shutil.copytree(index, home / "roles")
    settings = Settings(
        home=home, knowledge=index.parent / "knowledge", port=_free_port(), database=database, _env_file=None
    )
    make_home(settings)
    engine = open_store(settings)
    people.add_school(engine, SCHOOL)
    people.add_class(engine, Class(id="c", school=SCHOOL.id, name="C", project="shade-for-our-school"))
    for contact, name, title in (("lee", "Ms. Lee", "counselor"), ("kim", "Mr. Kim", "nurse")):
        person = Person(id=contact, school=SCHOOL.id, name=name, title=title)
        people.add_person(engine, person)
        people.add_membership(engine, Membership(person=contact, school=SCHOOL.id, duty="safety_contact"))
        people.link_identity(engine, SCHOOL.id, "web", contact, contact)
        people.set_address(engine, person, private_address(contact))
    for learner in learners:
        people.add_person(engine, Person(id=learner, school=SCHOOL.id, name="Maya"))
        people.add_membership(engine, Membership(person=learner, school=SCHOOL.id, duty="learner", class_id="c"))
        people.link_identity(engine, SCHOOL.id, "web", learner, learner)
        people.set_address(engine, people.find_person(engine, learner), private_address(learner))
    return settings, engine


class Server:
    """`pathbot serve` as a process of its own, with these settings in its environment."""

    def __init__(self, settings: Settings, environment: Mapping[str, str] | None = None) -> None:
        self._settings = settings
        self._environment = environment or {}
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{settings.port}"

    def start(self) -> None:
        environment = {**os.environ, "PATHBOT_HOME": str(self._settings.home), "PATHBOT_WORKERS": "2"}
        environment["PATHBOT_KNOWLEDGE"] = str(self._settings.knowledge)
        environment.update(self._environment)
        command = [sys.executable, "-m", "pathbot", "serve", "--port", str(self._settings.port)]
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)

    @property
    def process(self) -> int | None:
        """Its number, once it runs."""
        return self._process.pid if self._process is not None else None

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()

    async def ready(self) -> None:
        async with httpx.AsyncClient(base_url=self.url) as client:
            for _ in range(int(PATIENCE / 0.1)):
                with suppress(httpx.HTTPError):
                    if (await client.get("/")).status_code == 200:
                        return
                await asyncio.sleep(0.1)
        raise AssertionError("the server did not start")


class Talking(Protocol):
    """A learner on some channel."""

    person: str

    async def says(self, number: int, text: str) -> None:
        """One message, acknowledged and answered."""
        ...

    async def everything(self) -> list[dict[str, object]]:
        """All that they were shown, in order."""
        ...

    async def close(self) -> None:
        """They leave."""
        ...


class Learner:
    """Talks over the web channel, and sends the same delivery again until the server says it has it."""

    def __init__(self, server: Server, settings: Settings, person: str, clock: float) -> None:
        sessions = Sessions(session_secret(settings), lambda: clock)
        cookie = sessions.start(person)
        session = sessions.read(cookie)
        assert session is not None
        self.person = person
        self._token = session.token
        self._client = httpx.AsyncClient(
            base_url=server.url, cookies={COOKIE: cookie}, headers={"Origin": server.url}, timeout=5
        )

    async def says(self, number: int, text: str) -> None:
        """One message, acknowledged and answered."""
        delivery = f"{self.person}-line-{number:04d}"
        form = {"token": self._token, "delivery_id": delivery, "kind": "text", "text": text}
        await self._until_ok("POST", "/api/messages", data=form)
        for _ in range(int(PATIENCE / 0.05)):
            if any(m["key"].startswith(f"web:{delivery}:") for m in await self.everything()):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{delivery} was never answered")

    async def everything(self) -> list[dict[str, object]]:
        """All that the page would show, in order."""
        shown: list[dict[str, object]] = []
        while True:
            after = shown[-1]["seq"] if shown else 0
            page = (await self._until_ok("GET", f"/api/messages?after={after}")).json()["messages"]
            if not page:
                return shown
            shown += page

    async def close(self) -> None:
        await self._client.aclose()

    async def _until_ok(self, method: str, path: str, **request: object) -> httpx.Response:
        for _ in range(int(PATIENCE / 0.05)):
            with suppress(httpx.HTTPError):
                answer = await self._client.request(method, path, **request)
                if answer.status_code < 400:
                    return answer
                assert answer.status_code == 503, f"{method} {path.split('?')[0]}: {answer.status_code}"
            await asyncio.sleep(0.05)
        raise AssertionError(f"{method} {path.split('?')[0]} never went through")


async def storm(
    server: Server,
    learners: Sequence[Talking],
    lines: list[str],
    kills: int,
    seed: int,
    moment: Callable[[random.Random], Awaitable[None]] | None = None,
) -> dict[str, list[dict[str, object]]]:
    """Everyone walks through the lines while the server is killed at random moments. What each saw in the end.

    `moment` waits for the next one; without it, one comes soon after each start.
    """
    chance = random.Random(seed)
    killed = 0

    async def kill_now_and_then() -> None:
        nonlocal killed
        while killed < kills:
            await (moment(chance) if moment else asyncio.sleep(chance.uniform(0.2, 1.5)))
            server.kill()
            killed += 1
            server.start()
            await server.ready()

    async def walk(learner: Talking) -> None:
        number = 0
        # Whoever is through early starts over with more to say, so that every kill meets someone in mid-sentence.
        while number < len(lines) or killed < kills:
            await learner.says(number, lines[number % len(lines)])
            number += 1
            await asyncio.sleep(chance.uniform(0, 0.3))

    server.start()
    await server.ready()
    await asyncio.gather(kill_now_and_then(), *(walk(learner) for learner in learners))
    seen = {learner.person: await learner.everything() for learner in learners}
    server.kill(signal.SIGTERM)
    for learner in learners:
        await learner.close()
    return seen


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
