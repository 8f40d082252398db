"""The kill storm with a Teams face: `kill -9` at random moments while learners talk through signed activities.

What counts is the far side's own log. Teams gives bots no history, so a message whose receipt died with the process may
come twice there, right after itself, and then says so; none is lost, none comes twice without a word, none is out of
order, and no turn happens twice.
"""

import asyncio
import random
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select
from tests.channels.teams.fake import APP, TENANT, FakeTeams, Json
from tests.channels.teams.reader import read
from tests.channels.teams.served import serve
from tests.faults.storm import LINES, SCHOOL, Server, prepare, storm
from tests.faults.test_kill_storm import SEED, transcript

from pathbot.app.engine_room import EngineRoom
from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.app.teams import load_labels
from pathbot.channels.collecting import Collecting
from pathbot.channels.teams.desk import private_address
from pathbot.channels.teams.door import PATH
from pathbot.channels.teams.render import render
from pathbot.messages import Inbound, Outgoing
from pathbot.store import people
from pathbot.store.engine import Database
from pathbot.store.tables import outbox

PATIENCE = 900.0  # seconds: a message may have to wait for the last kill


class TeamsLearner:
    """Talks in Teams: the same activity comes again until it is acknowledged, as Teams does it."""

    def __init__(self, fake: FakeTeams, server: Server, person: str) -> None:
        self.person = person
        self.count = 0
        self._fake = fake
        self._client = httpx.AsyncClient(base_url=server.url, timeout=5)

    async def says(self, number: int, text: str) -> None:
        chat = self._fake.chat(self.person)
        before = len(self._fake.seen(chat))
        await self._deliver(self._fake.activity(user=self.person, text=text))
        self.count += 1
        until = time.monotonic() + PATIENCE
        while len(self._fake.seen(chat)) == before:
            assert time.monotonic() < until, f"message {number} of {self.person} was never answered"
            await asyncio.sleep(0.05)

    async def everything(self) -> list[dict[str, object]]:
        return self._fake.seen(self._fake.chat(self.person))

    async def close(self) -> None:
        await self._client.aclose()

    async def _deliver(self, activity: Json) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                head = {"Authorization": f"Bearer {self._fake.token()}"}
                answer = await self._client.post(PATH, json=activity, headers=head)
                if answer.status_code == 200:
                    return
                assert answer.status_code == 503, answer.status_code
            await asyncio.sleep(0.05)
        raise AssertionError("an activity never went through")


async def run(folder: Path, kit: Kit, index: Path, learners: int, kills: int, lines: list[str], changes: bool) -> None:
    names = [f"learner-{n}" for n in range(learners)]
    async with serve(FakeTeams(token_seconds=30 if changes else 3600)) as fake:
        settings, engine = prepare(folder / "stormy", names, index)
        for name in names:
            people.link_identity(engine, SCHOOL.id, "teams", f"aad-{name}", name)
        server = Server(settings, _environment(fake))
        talking = [TeamsLearner(fake, server, name) for name in names]
        rotating = asyncio.create_task(_rotate(fake) if changes else asyncio.sleep(0))
        try:
            await storm(server, talking, lines, kills, SEED, lambda chance: _in_mid_post(fake, chance))
        finally:
            rotating.cancel()
            server.kill()
        repeats = 0
        for learner in talking:
            repeats += assert_once(engine, fake, learner.person)
            calm = await undisturbed(folder / f"calm-{learner.person}", kit, index, learner, lines)
            assert transcript(engine, learner.person) == transcript(calm, learner.person)
        print(f"{len(fake.posted)} posts, {kills} kills, {repeats} messages came twice and said so, 0 without a word")
        assert repeats <= kills * learners, "at most one lost receipt per conversation and kill"


def assert_once(engine: Database, fake: FakeTeams, name: str) -> int:
    """Every message of the outbox stands in the chat, in order, once; what came again says so. How many did."""
    address = private_address(TENANT, f"aad-{name}")
    with engine.connect() as connection:
        rows = connection.execute(
            select(outbox.c.body, outbox.c.state).where(outbox.c.conversation == address.key).order_by(outbox.c.seq)
        ).all()
    # A receipt lost in the last kill leaves its row to a lease that may outlast the talk; what was due is shown below.
    assert {row.state for row in rows} <= {"sent", "sending"}
    labels = load_labels(Settings(_env_file=None))("en")
    due = [read(a) for row in rows for a in render(Outgoing.model_validate_json(row.body), labels)]
    shown = [read(activity) for activity in fake.seen(fake.chat(name))]
    again = f"{labels.again}\n"
    # What says that it may be there already counts as the message where the first one was lost, else as its repeat.
    once = [said for n, said in enumerate(shown) if said.removeprefix(again) == said or not _repeats(shown, n, again)]
    assert [said.removeprefix(again) for said in once] == due
    return len(shown) - len(due)


def _repeats(shown: list[str], at: int, again: str) -> bool:
    return at > 0 and shown[at - 1].removeprefix(again) == shown[at].removeprefix(again)


async def undisturbed(home: Path, kit: Kit, index: Path, learner: TeamsLearner, lines: list[str]) -> Database:
    """The same learner saying the same things to a Pathbot that nobody kills."""
    _, engine = prepare(home, [learner.person], index)
    people.link_identity(engine, SCHOOL.id, "teams", f"aad-{learner.person}", learner.person)
    clock = {"now": datetime.now(UTC)}
    async with EngineRoom(engine, kit, {"teams": Collecting("teams")}, lambda: clock["now"], "calm") as room:
        for number in range(learner.count):
            clock["now"] += timedelta(seconds=1)
            inbound = Inbound(
                channel="teams",
                delivery_id=f"{learner.person}-{number}",
                address=private_address(TENANT, f"aad-{learner.person}"),
                person=f"aad-{learner.person}",
                text=lines[number % len(lines)],
                sent_at=clock["now"],
            )
            await room.take(SCHOOL.id, inbound)
    return engine


def _environment(fake: FakeTeams) -> dict[str, str]:
    return {
        "PATHBOT_ENV": "dev",
        "PATHBOT_TEAMS_APP_ID": APP,
        "PATHBOT_TEAMS_APP_SECRET": "s3cret",
        "PATHBOT_TEAMS_TENANTS": f"{TENANT}={SCHOOL.id}",
        "PATHBOT_TEAMS_LOGIN_URL": fake.url,
        "PATHBOT_TEAMS_KEYS_URL": f"{fake.url}/v1/.well-known/openidconfiguration",
    }


async def _in_mid_post(fake: FakeTeams, chance: random.Random) -> None:
    """A few posts after the last start, as close to one of them as can be: where a receipt may die."""
    enough = len(fake.posted) + chance.randint(1, 12)
    while len(fake.posted) < enough:  # noqa: ASYNC110 - the fake has no event for it
        await asyncio.sleep(0.0005)
    await asyncio.sleep(chance.choice([0, 0.001, 0.003, 0.01, 0.1]))


async def _rotate(fake: FakeTeams) -> None:
    """The signing key changes and every token ends, again and again."""
    while True:
        await asyncio.sleep(15)
        fake.rotate(overlap=True)
        fake.expire()


async def test_a_kill_in_teams_loses_nothing(tmp_path: Path, kit: Kit, role_index: Path) -> None:
    await run(tmp_path, kit, role_index, learners=1, kills=1, lines=LINES[:4], changes=False)


@pytest.mark.faults
async def test_twenty_kills_while_keys_and_tokens_change_lose_nothing(
    tmp_path: Path, kit: Kit, role_index: Path
) -> None:
    await run(tmp_path, kit, role_index, learners=10, kills=20, lines=LINES, changes=True)
