"""F14 of the fault plan: a process that is frozen for longer than its lease wakes up and changes nothing."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.databases import new_postgres
from tests.faults.frozen_worker import LEASE, Platform
from tests.faults.quiet import until_quiet
from tests.faults.report import Row, report
from tests.faults.storm import LINES, SCHOOL, prepare

from pathbot.app.settings import Settings
from pathbot.messages import Address, Inbound
from pathbot.store import people
from pathbot.store.errors import StoreUnavailable
from pathbot.store.ingest import Ingest
from pathbot.store.tables import statements

STOPS = int(os.environ.get("FAULTS_STOPS", "50"))
LEARNERS = 12
PATIENCE = 120.0


class Workers:
    """Two worker processes, one of which is always awake."""

    def __init__(self, settings: Settings, port: int) -> None:
        environment = {
            **os.environ,
            "PATHBOT_HOME": str(settings.home),
            "PATHBOT_KNOWLEDGE": str(settings.knowledge),
            "PATHBOT_DATABASE": settings.database,
            "PATHBOT_ENV": "dev",
        }
        command = [sys.executable, "-m", "tests.faults.frozen_worker", str(port)]
        self._both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(2)]
        for process in self._both:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"

    async def freeze(self, chance: random.Random) -> None:
        """One of them, in the middle of whatever it does, until its leases have run out."""
        process = chance.choice(self._both)
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(LEASE.total_seconds() * chance.uniform(1.2, 1.6))
        process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        for process in self._both:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            assert process.stdout is not None
            process.stdout.close()


@pytest.mark.faults
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_f14_a_worker_that_wakes_up_past_its_lease_stores_nothing_and_posts_nothing_twice(
    tmp_path: Path, role_index: Path, database: str
) -> None:
    chance, acks = random.Random(14), list[float]()
    names = [f"learner-{n}" for n in range(LEARNERS)]
    with new_postgres() if database == "postgresql" else nullcontext("") as url:
        settings, engine = prepare(tmp_path / "home", names, role_index, url)
        for name in names:
            people.link_identity(engine, SCHOOL.id, "collecting", name, name)
        over = asyncio.Event()
        async with Platform().open() as platform, Ingest(engine, lambda: datetime.now(UTC)) as ingest:
            workers = await asyncio.to_thread(Workers, settings, platform.port)
            try:
                talking = [asyncio.create_task(_talk(ingest, name, over, acks)) for name in names]
                for _ in range(STOPS):
                    await asyncio.sleep(chance.uniform(0.2, 0.8))
                    await workers.freeze(chance)
                over.set()
                said = await asyncio.gather(*talking)
                await until_quiet(engine, PATIENCE)
            finally:
                await asyncio.to_thread(workers.stop)
        keys = Counter(platform.posted)
        twice = [key for key, count in keys.items() if count > 1]
        answered = {key.rpartition(":")[0] for key in keys}
        assert {f"collecting:{delivery}" for own in said for delivery in own} <= answered
        assert len(twice) <= STOPS / 100, "only a process frozen between looking and posting may post twice"
        with engine.connect() as connection:
            lines = select(statements.c.learner, statements.c.statement, func.count())
            rows = connection.execute(lines.group_by(statements.c.learner, statements.c.statement)).all()
        assert [row for row in rows if row[2] > 1] == []
        late = sorted(acks)[int(len(acks) * 0.99)]
        many, limits = sum(map(len, said)), {"doubled_most": STOPS / 100, "p99_most": 3.0}
        report(Row("F14", database, "platform", "14", many, 0, len(twice), p99=late, note=f"{STOPS} stops", **limits))
        engine.dispose()


async def _talk(ingest: Ingest, name: str, over: asyncio.Event, acks: list[float]) -> list[str]:
    """One line after the other until it is over; whoever is refused says it again. What was said."""
    said: list[str] = []
    while not over.is_set() or len(said) < len(LINES):
        delivery, here = f"{name}-{len(said)}", Address(channel="collecting", conversation=name)
        inbound = Inbound(
            channel="collecting",
            delivery_id=delivery,
            address=here,
            person=name,
            text=LINES[len(said) % len(LINES)],
            sent_at=datetime.now(UTC),
        )
        began = time.monotonic()
        try:
            await ingest.file(SCHOOL.id, inbound)
        except StoreUnavailable:
            continue
        acks.append(time.monotonic() - began)
        said.append(delivery)
        await asyncio.sleep(1.0)
    return said
