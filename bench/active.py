"""How long a reply takes while so many learners are in a lesson: `python -m bench.active --learners 100 1000`.

Everybody is in the middle of the same project (one learner walks there, the others are copies of their rows) and writes
20 messages in a lesson of 45 minutes, at random moments. The time of a reply is from the message being on disk to its
answer being out, as the database has them: door, queue, turn, commit and sending; no platform. Two workers.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from tests.conversations.player import KEY
from tests.faults.quiet import until_quiet

from bench.capacity import at, few_roles, inbound, make_school, spoken_lines
from pathbot.app.running import running
from pathbot.app.settings import Settings
from pathbot.app.wakes import Wakes
from pathbot.app.wiring import load_kit
from pathbot.channels.collecting import Collecting
from pathbot.store.engine import Database, open_engine, writing
from pathbot.store.ingest import Ingest
from pathbot.store.migrate import migrate
from pathbot.store.tables import inbox, metadata, outbox

PACE = 20 / (45 * 60)
"""Messages of a learner in a second."""
WALKED = 6
PATIENCE = 600.0
SECONDS, FEWEST = 20.0, 60
SKIPPED = ("schools", "classes", "inbox", "outbox", "outbox_people", "audit", "jobs", "turn_log", "log")
ORIGINAL = "l0"


def measure(database: str, learners: int, seconds: float = SECONDS, fewest: int = FEWEST) -> dict[str, float | str]:
    """Seconds of wall time to a reply: `p50` and `p95`; `asked` a second, and how many."""
    with tempfile.TemporaryDirectory() as folder, at(database, Path(folder)) as url:
        engine = open_engine(url, KEY)
        migrate(engine)
        make_school(engine, 1)
        command = [sys.executable, "-m", "bench.active", "--work", url]
        workers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
        try:
            for worker in workers:
                assert worker.stdout is not None
                worker.stdout.readline()
            return asyncio.run(_lesson(engine, database, learners, seconds, fewest))
        finally:
            for worker in workers:
                worker.communicate(b"")
            engine.dispose()


async def _lesson(engine: Database, database: str, learners: int, seconds: float, fewest: int) -> dict[str, Any]:
    lines, chance, rate = spoken_lines()[0], random.Random(1), learners * PACE
    async with Ingest(engine, _now) as ingest:
        for number, line in enumerate(lines[:WALKED]):
            await ingest.file("bench", inbound(ORIGINAL, number, line, _now()))
            await until_quiet(engine, PATIENCE, 0.1)
        await asyncio.to_thread(_copy, engine, learners)
        many, began, said = max(fewest, round(rate * seconds)), time.monotonic(), [WALKED] * learners
        filing: list[asyncio.Task[bool]] = []
        due = began
        for _ in range(many):
            due += chance.expovariate(rate)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            who = chance.randrange(learners)
            line = lines[said[who] % len(lines)]
            filing.append(asyncio.create_task(ingest.file("bench", inbound(f"l{who}", said[who], line, _now()))))
            said[who] += 1
        await asyncio.gather(*filing)
        await until_quiet(engine, PATIENCE, 0.1)
    waited = sorted(_waits(engine, _began(began)))
    return {
        "database": database,
        "learners": learners,
        "asked": rate,
        "turns": len(waited),
        "p50": waited[len(waited) // 2],
        "p95": waited[int(len(waited) * 0.95)],
    }


def _began(monotonic: float) -> datetime:
    return datetime.fromtimestamp(time.time() - (time.monotonic() - monotonic), UTC)


def _copy(engine: Database, learners: int) -> None:
    """Every row of the original, under the names of the others."""
    with writing(engine) as connection:
        for table in metadata.sorted_tables:
            if table.name in SKIPPED:
                continue
            rows = [dict(row._mapping) for row in connection.execute(select(table))]
            own = [row for row in rows if any(_names(value) for value in row.values())]
            new = [_renamed(row, f"l{number}") for number in range(1, learners) for row in own]
            for start in range(0, len(new), 5000):
                connection.execute(table.insert(), new[start : start + 5000])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _names(value: object) -> bool:
    return isinstance(value, str) and (value == ORIGINAL or f":{ORIGINAL}" in value or f"{ORIGINAL}-" in value)


def _renamed(row: dict[str, Any], name: str) -> dict[str, Any]:
    kept = {key: value for key, value in row.items() if not (key in ("id", "seq_id") and isinstance(value, int))}
    return {key: value.replace(ORIGINAL, name) if isinstance(value, str) else value for key, value in kept.items()}


def _waits(engine: Database, since: datetime) -> list[float]:
    """From on disk to the first answer out."""
    with engine.connect() as connection:
        arrived = connection.execute(select(inbox.c.delivery_id, inbox.c.received_at)).all()
        out = connection.execute(select(outbox.c.k, outbox.c.sent_at).where(outbox.c.sent_at.is_not(None))).all()
    first: dict[str, datetime] = {}
    for key, sent in out:
        delivery = key.split(":")[1] if key.count(":") > 1 else key
        first[delivery] = min(first.get(delivery, sent), sent)
    times = ((at_, first[delivery]) for delivery, at_ in arrived if delivery in first)
    return [(sent - at_).total_seconds() for at_, sent in times if at_ >= since]


def _now() -> datetime:
    return datetime.now(UTC)


async def _work(url: str) -> None:
    """Answers and sends until its input ends."""
    kit = load_kit(Settings(_env_file=None), few_roles)
    kit.warm()
    engine, channels = open_engine(url, KEY), {"collecting": Collecting(), "web": Collecting("web")}
    async with running(engine, kit, channels, Wakes(), 2):
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.read)
    engine.dispose()


def main() -> None:
    """Prints a line per database and number of learners."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--learners", nargs="+", type=int, default=[100, 1000])
    parser.add_argument("--work", metavar="URL", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        asyncio.run(_work(asked.work))
        return
    for database in asked.databases:
        for learners in asked.learners:
            print(measure(database, learners), flush=True)


if __name__ == "__main__":
    main()
