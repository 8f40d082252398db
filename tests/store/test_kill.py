"""A process that is killed while it stores messages: what it had acknowledged is there."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select, text
from tests.store.store_samples import KEY, set_up

from pathbot.store.engine import open_engine, reading
from pathbot.store.migrate import migrate
from pathbot.store.tables import inbox

_FILE_FOR_EVER = """
import asyncio, sys
from datetime import UTC, datetime
from pathbot.messages import Address, Inbound
from pathbot.store.engine import open_engine
from pathbot.store.ingest import Ingest

async def main(url, run):
    engine = open_engine(url, bytes(range(32)))
    now = datetime(2026, 11, 23, tzinfo=UTC)
    async def one(ingest, number):
        name = f"{run}-{number}"
        address = Address(channel="web", conversation=f"c{number % 7}")
        message = Inbound(channel="web", delivery_id=name, address=address, person="p", text="x" * 300, sent_at=now)
        await ingest.file("cedar", message)
        print(name, flush=True)  # the acknowledgement
    async with Ingest(engine, lambda: now) as ingest:
        for start in range(0, 10**6, 10):
            await asyncio.gather(*(one(ingest, start + n) for n in range(10)))

asyncio.run(main(sys.argv[1], sys.argv[2]))
"""


def test_whatever_was_acknowledged_survives_kills(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'pathbot.db'}"
    engine = open_engine(url, KEY)
    migrate(engine)
    set_up(engine)
    acknowledged: list[str] = []
    delays = random.Random(7)
    for run in range(4):
        command = [sys.executable, "-c", _FILE_FOR_EVER, url, str(run)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            first = process.stdout.readline().strip()
            time.sleep(delays.uniform(0.02, 0.3))
            os.kill(process.pid, signal.SIGKILL)
            acknowledged += [first, *(line.strip() for line in process.stdout if line.endswith("\n"))]
    with reading(engine) as connection:
        stored = set(connection.execute(select(inbox.c.delivery_id)).scalars())
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert len(acknowledged) >= 40
    assert set(acknowledged) <= stored
    engine.dispose()
