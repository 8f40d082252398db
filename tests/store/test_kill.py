"""A process that is killed while it stores messages: what it had acknowledged is there."""

import asyncio
import random
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select, text
from tests.store.forked import Forked
from tests.store.store_samples import KEY, set_up

from pathbot.messages import Address, Inbound
from pathbot.store.engine import open_engine, reading
from pathbot.store.ingest import Ingest
from pathbot.store.migrate import migrate
from pathbot.store.tables import inbox


def file_for_ever(url: str, run: int, pipe: Connection) -> None:
    """Ten at a time; each name is told once its message is acknowledged."""
    engine, now = open_engine(url, KEY), datetime(2026, 11, 23, tzinfo=UTC)

    async def one(ingest: Ingest, number: int) -> None:
        name = f"{run}-{number}"
        address = Address(channel="web", conversation=f"c{number % 7}")
        message = Inbound(channel="web", delivery_id=name, address=address, person="p", text="x" * 300, sent_at=now)
        await ingest.file("cedar", message)
        pipe.send(name)

    async def for_ever() -> None:
        async with Ingest(engine, lambda: now) as ingest:
            for start in range(0, 10**6, 10):
                await asyncio.gather(*(one(ingest, start + n) for n in range(10)))

    asyncio.run(for_ever())


def test_whatever_was_acknowledged_survives_kills(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'pathbot.db'}"
    engine = open_engine(url, KEY)
    migrate(engine)
    set_up(engine)
    engine.dispose()
    acknowledged: list[str] = []
    delays = random.Random(7)
    for run in range(4):
        process = Forked(file_for_ever, url, run)
        first = process.heard.recv()
        time.sleep(delays.uniform(0.02, 0.3))
        process.kill()
        acknowledged += [first, *process.rest()]
    with reading(engine) as connection:
        stored = set(connection.execute(select(inbox.c.delivery_id)).scalars())
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert len(acknowledged) >= 40
    assert set(acknowledged) <= stored
    engine.dispose()
