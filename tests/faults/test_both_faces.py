"""F1 to F4 of the fault plan at once, over Slack and Teams: whatever is killed, broken or doubled, what people read is
what an undisturbed learner reads. It is read from the platforms' own logs; of Pathbot's tables only that the database
is sound, that nothing waits, and that no statement stands there twice.

`FAULTS_LEARNERS`, `FAULTS_KILLS` and `FAULTS_SEEDS` make it smaller.
"""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select, text
from tests.databases import new_postgres
from tests.faults import nursery
from tests.faults.faces import Face, both
from tests.faults.quiet import is_quiet
from tests.faults.report import Row, report
from tests.faults.storm import SCHOOL, prepare

from pathbot.app import roster
from pathbot.app.home import now
from pathbot.store import people
from pathbot.store.engine import Database
from pathbot.store.gauges import measure
from pathbot.store.tables import statements

LEARNERS = int(os.environ.get("FAULTS_LEARNERS", "200"))
KILLS = int(os.environ.get("FAULTS_KILLS", "50"))
SEEDS = range(1, 1 + int(os.environ.get("FAULTS_SEEDS", "5")))
LINES = (
    "hi",
    "ok",
    "my abuela sits in the car with the ac bc her house is too hot",
    "skip",
    "why no trees there",
    "skip",
    "asphalt was 148 degrees and under the tree it was 95",
    "skip",
    "i drew the shade map",
    "the shadow kept moving",
    "i marked it with chalk first",
    "skip",
    "30 parents saw it",
    "skip",
    "the measuring",
    "skip",
    "mr ortiz said my key was confusing",
    "skip",
    "1",
    "save",
)
DOOR = 0
WORKERS = 2
LONGEST_DRAIN = 150.0
SLOWEST_ACK = 0.5
SLOWEST_REPLY = 10.0
"""95 of 100."""
PATIENCE = 900.0
EXTRAS_SECONDS = 3.0
Said = tuple[Face, str]
_calm: dict[str, list[list[str]]] = {}
"""By platform: what an undisturbed learner has read after each line. The same for every storm."""


@dataclass
class Pathbot:
    """One `pathbot serve` that takes messages in, and workers that answer."""

    url: str
    born: nursery.Nursery
    running: list[int]

    def start(self, which: int) -> None:
        port = self.url.rpartition(":")[2]
        command = ["serve", "--port", port] if which == DOOR else ["worker", "--turns", "2"]
        self.running[which] = self.born.start(command, {"PATHBOT_WORKERS": "0" if which == DOOR else "2"})

    def kill(self, which: int, how: signal.Signals = signal.SIGKILL) -> None:
        if self.running[which]:
            nursery.kill(self.running[which], how)

    async def ready(self) -> None:
        async with httpx.AsyncClient(base_url=self.url) as client, asyncio.timeout(90):
            while True:
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        return
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)


@asynccontextmanager
async def school(
    home: Path, index: Path, database: str, faces: Sequence[Face], learners: Sequence[Said]
) -> AsyncIterator[tuple[Pathbot, Database]]:
    """A class of these learners, and every process at work."""
    names = [_name(who) for who in learners]
    settings, engine = prepare(home, names, index, database)
    for (face, user), name in zip(learners, names, strict=True):
        person = people.find_person(engine, name)
        assert person is not None
        roster.link(engine, person, face.name, face.joins(user))
    environment = {
        "PATHBOT_HOME": str(settings.home),
        "PATHBOT_KNOWLEDGE": str(settings.knowledge),
        "PATHBOT_DATABASE": settings.database,
        "PATHBOT_ENV": "dev",
        "PATHBOT_BACKUP_DAYS": "0",
        **{name: value for face in faces for name, value in face.environment(SCHOOL.id).items()},
    }
    pathbot = Pathbot(f"http://127.0.0.1:{settings.port}", nursery.Nursery(environment), [0] * (1 + WORKERS))
    for face in faces:
        face.opens_at(pathbot.url)
    try:
        for which in range(1 + WORKERS):
            pathbot.start(which)
        await pathbot.ready()
        yield pathbot, engine
    finally:
        for which in range(1 + WORKERS):
            pathbot.kill(which)
        pathbot.born.close()
        engine.dispose()


def _name(who: Said) -> str:
    return f"{who[0].name}-{who[1].lower()}"


async def calm(face: Face, user: str, engine: Database) -> list[list[str]]:
    """What one learner whom nothing disturbs has read after each line."""
    seen: list[list[str]] = []
    for line in LINES:
        before = face.heard(user)
        await face.says(user, line)
        await _until(lambda before=before: face.heard(user) > before)  # type: ignore[misc]
        await _until(lambda: is_quiet(engine))
        seen.append(face.reads(user))
    return seen


async def walk(who: Said, expected: list[list[str]], waits: bool) -> list[float]:
    """Says every line, all at once or each after the answer to the one before; ends when all is answered. The seconds
    from writing to the last of each answer, where they were waited for."""
    face, user = who
    waited: list[float] = []
    for line, after in zip(LINES, expected, strict=True):
        began = time.monotonic()
        await face.says(user, line)
        if waits:
            await _until(lambda after=after: face.heard(user) >= len(after))  # type: ignore[misc]
            waited.append(time.monotonic() - began)
    await _until(lambda: face.heard(user) >= len(expected[-1]))
    return waited


async def _until(done: object) -> None:
    until = time.monotonic() + PATIENCE
    while not done():  # type: ignore[operator]
        assert time.monotonic() < until, "it never came"
        await asyncio.sleep(0.1)


async def kill_now_and_then(pathbot: Pathbot, kills: int, chance: random.Random) -> None:
    """About one a second, and every tenth time the process with the door."""
    for number in range(kills):
        await asyncio.sleep(chance.uniform(0.4, 1.6))
        which = DOOR if number % 10 == 9 else chance.randint(1, WORKERS)
        pathbot.kill(which)
        pathbot.start(which)


@dataclass
class Difference:
    """Between what people were to read and what they read."""

    lost: int = 0
    doubled: int = 0
    reordered: int = 0

    def add(self, expected: list[str], shown: list[str]) -> None:
        lost, more = Counter(expected) - Counter(shown), Counter(shown) - Counter(expected)
        self.lost += lost.total()
        self.doubled += more.total()
        self.reordered += not lost and not more and expected != shown


async def run(tmp_path: Path, index: Path, database: str, waits: bool, seed: int) -> None:
    chance = random.Random(seed)
    url = new_postgres() if database == "postgresql" else nullcontext("")
    with url as at:
        async with both(chance) as faces:
            learners: list[Said] = [(faces[n % 2], f"U0L{n:04d}") for n in range(LEARNERS)]
            undisturbed: list[Said] = [(face, "U0CALM") for face in faces if face.name not in _calm]
            async with school(tmp_path / "home", index, at, faces, [*undisturbed, *learners]) as (pathbot, engine):
                found = await asyncio.gather(*(calm(*who, engine) for who in undisturbed))
                _calm.update({who[0].name: seen for who, seen in zip(undisturbed, found, strict=True)})
                for face in faces:
                    face.breaks(chance)
                    face.acks.clear()
                began = time.monotonic()
                killer = asyncio.create_task(kill_now_and_then(pathbot, KILLS, chance))
                walks = (walk(who, _calm[who[0].name], waits) for who in learners)
                *waited, _ = await asyncio.gather(*walks, killer)
                drain = time.monotonic() - began
                await asyncio.sleep(EXTRAS_SECONDS)  # whatever is sent a second time would come now
                await _until(lambda: is_quiet(engine))
                replies = [seconds for each in waited for seconds in each]
                _judge(database, replies, seed, learners, drain, engine)


def _judge(
    database: str, replies: list[float], seed: int, learners: Sequence[Said], drain: float, engine: Database
) -> None:
    """`replies` only where people waited for them."""
    difference = Difference()
    for face, user in learners:
        difference.add(_calm[face.name][-1], face.reads(user))
    again = sum(face.repeated(user) for face, user in learners)
    acks = sorted(seconds for face in {face for face, _ in learners} for seconds in face.acks)
    late = acks[int(len(acks) * 0.99)]
    stands = measure(engine, now())
    twice = _statements_twice(engine)
    report(
        Row(
            fault="F2" if replies else "F1",
            database=database,
            face="Slack + Teams",
            seeds=str(seed),
            events=len(learners) * len(LINES),
            lost=difference.lost,
            doubled=difference.doubled,
            reordered=difference.reordered,
            drain=drain,
            p99=late,
            drain_most=None if replies else LONGEST_DRAIN,
            p99_most=SLOWEST_ACK if replies else None,
            limits=(("reply p95 s", sorted(replies)[int(len(replies) * 0.95)], SLOWEST_REPLY),) if replies else (),
            note=f"{KILLS} kills, {twice} statements twice; {again} came again in Teams and said so",
        )
    )
    assert difference == Difference()
    assert twice == 0
    assert (stands.inbox_open, stands.inbox_dead, stands.outbox_dead) == (0, 0, 0)
    assert _sound(engine)


def _statements_twice(engine: Database) -> int:
    lines = select(statements.c.learner, statements.c.statement).group_by(statements.c.learner, statements.c.statement)
    with engine.connect() as connection:
        return len(connection.execute(lines.having(func.count() > 1)).all())


def _sound(engine: Database) -> bool:
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        return bool(connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok")


@pytest.mark.faults
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_f1_a_kill_storm_while_all_write_at_once_changes_nothing_anybody_reads(
    tmp_path: Path, role_index: Path, database: str, seed: int
) -> None:
    await run(tmp_path, role_index, database, waits=False, seed=seed)


@pytest.mark.faults
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_f2_a_kill_storm_while_everyone_waits_for_their_answer_changes_nothing_anybody_reads(
    tmp_path: Path, role_index: Path, database: str
) -> None:
    await run(tmp_path, role_index, database, waits=True, seed=1)
