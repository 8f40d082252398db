"""F15 and F20 of the fault plan: a long outage is caught up with, and an hour of work leaves nothing behind.

`FAULTS_SOAK_MINUTES=60 FAULTS_OUTAGE_SECONDS=600` is the plan's own size; the defaults take minutes.
"""

import asyncio
import itertools
import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.app.school import WORDS
from tests.channels.slack.fake import FakeSlack
from tests.faults.quiet import until_quiet
from tests.faults.report import Row, report
from tests.faults.slack_storm import Processes, at_work

from pathbot.store.engine import Database
from pathbot.store.tables import outbox

OUTAGE = float(os.environ.get("FAULTS_OUTAGE_SECONDS", "20"))
MINUTES = float(os.environ.get("FAULTS_SOAK_MINUTES", "4"))
LEARNERS = 25
A_SECOND = 5
WARM = 0.25  # of the time: caches fill
GROWTH = 1.10
LARGEST_LOG = 64 * 1024 * 1024  # bytes
OPENING = ("hi", "ok")
MISSED = ("my grandma gets dizzy in the heat", "the city should pay for a bench", "i drew the map")


async def _each_says(slack: FakeSlack, users: list[str], line: str) -> None:
    await asyncio.gather(*(slack.says(user, line) for user in users))


def _shown_once(slack: FakeSlack, users: list[str]) -> None:
    keys = Counter(str(m["metadata"]["event_payload"]) for user in users for m in slack.shown(user))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.faults
async def test_f15_what_was_written_while_pathbot_was_down_is_found_and_answered_once(
    tmp_path: Path, role_index: Path
) -> None:
    users = [f"U0L{n:04d}" for n in range(LEARNERS)]
    async with FakeSlack(random.Random(15)) as slack, at_work(tmp_path / "home", role_index, slack, users, 1) as work:
        processes, engine = work
        for line in OPENING:
            await _each_says(slack, users, line)
            await until_quiet(engine, 60)
        for which in range(len(processes)):
            processes.kill(which)
        down = time.monotonic()
        for line in MISSED:
            await _each_says(slack, users, line)
        assert len(slack.delivery.given_up) == len(users) * len(MISSED), "Slack was to give up on every message"
        await asyncio.sleep(max(0.0, OUTAGE - (time.monotonic() - down)))
        for which in range(len(processes)):
            processes.start(which)
        await processes.ready()
        began = time.monotonic()
        while not await asyncio.to_thread(_answered, slack, engine, users):
            assert time.monotonic() < began + 120, "not everything was found"
            await asyncio.sleep(0.5)
        seconds = time.monotonic() - began
        await until_quiet(engine, 60)
        _shown_once(slack, users)
        many, note = len(users) * len(MISSED), f"down for {OUTAGE:.0f} s"
        report(Row("F15", "sqlite", "Slack", "15", many, 0, 0, drain=seconds, drain_most=120, note=note))


def _answered(slack: FakeSlack, engine: Database, users: list[str]) -> bool:
    """Whether every message of theirs has an answer, and every answer is out."""
    with engine.connect() as connection:
        sent = set(connection.execute(select(outbox.c.k).where(outbox.c.state == "sent")).scalars())
    answered = {key.rpartition(":")[0] for key in sent}
    chats = (slack.chats[user] for user in users)
    own = [f"slack:{slack.team}/{chat}/{m['ts']}" for chat in chats for m in slack.messages[chat] if m["user"] in users]
    return len(own) == len(users) * (len(OPENING) + len(MISSED)) and set(own) <= answered


@pytest.mark.faults
async def test_f20_hours_of_work_and_kills_leave_memory_and_log_as_they_were(tmp_path: Path, role_index: Path) -> None:
    users, chance = [f"U0L{n:04d}" for n in range(LEARNERS)], random.Random(20)
    async with FakeSlack(chance) as slack, at_work(tmp_path / "home", role_index, slack, users, 2) as work:
        processes, engine = work
        for line in OPENING:
            await _each_says(slack, users, line)
            await until_quiet(engine, 60)
        sizes: list[tuple[float, int, int]] = []
        said, largest = await _soak(slack, users, processes, tmp_path / "home", sizes)
        await until_quiet(engine, 120)
        _shown_once(slack, users)
        assert slack.delivery.given_up == []
    warm = [size for at, size, _ in sizes if at >= WARM]
    threads = [number for at, _, number in sizes if at >= WARM]
    grown, most = max(warm[-3:]) / max(warm[:3]), max(threads[:3])
    memory = f"memory {warm[0] >> 20} to {warm[-1] >> 20} MB (× {grown:.2f}), threads {most} to {max(threads[-3:])}"
    bar, note = "memory ≤ × 1.10, log ≤ 64 MB", f"{MINUTES:.0f} min; {memory}, log {largest >> 10} kB"
    report(Row("F20", "sqlite", "Slack", "20", said, 0, 0, bar=bar, note=note))
    assert grown <= GROWTH
    assert largest <= LARGEST_LOG
    assert max(threads[-3:]) <= most + 2


async def _soak(
    slack: FakeSlack, users: list[str], processes: Processes, home: Path, sizes: list[tuple[float, int, int]]
) -> tuple[int, int]:
    """So many messages a second. One worker is killed now and then; the other and the door, whose memory is watched,
    never."""
    began, length, said, largest = time.monotonic(), MINUTES * 60, 0, 0
    kill_every = min(120.0, length / 4)
    killed_at, whose, lines = began, itertools.cycle(users), itertools.cycle(WORDS)
    talking: set[asyncio.Task[object]] = set()
    while (spent := time.monotonic() - began) < length:
        talking.add(asyncio.create_task(slack.says(next(whose), next(lines))))
        talking = {task for task in talking if not task.done()}
        said += 1
        if said % (A_SECOND * 5) == 0:
            threads = processes.threads(0) + processes.threads(1)
            sizes.append((spent / length, processes.memory(0) + processes.memory(1), threads))
            log = home / "pathbot.db-wal"
            largest = max(largest, log.stat().st_size if log.exists() else 0)
        if time.monotonic() > killed_at + kill_every:
            killed_at = time.monotonic()
            processes.kill(2)
            processes.start(2)
        await asyncio.sleep(max(0.0, began + said / A_SECOND - time.monotonic()))
    await asyncio.gather(*talking)
    return said, largest
