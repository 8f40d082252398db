"""How many turns a machine answers: `python -m bench.capacity --help`. Every acknowledgement and commit is durable.

Each learner says the lines of a recorded conversation through the real inbox, workers and sender, in processes of
their own; no model, no network. What counts is processor time per turn, the database's own included: it stays the same
on a busy machine, and cores divided by it is what the machine can carry. The yardstick is a bare durable commit.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml
from sqlalchemy import text
from tests.conversations.player import KEY
from tests.databases import new_postgres

from bench.filling import fill
from pathbot.app.kit import Kit
from pathbot.app.library import read_cards, read_search_words
from pathbot.app.sender import Sender
from pathbot.app.settings import Settings
from pathbot.app.wakes import Wakes
from pathbot.app.wiring import load_kit
from pathbot.app.workers import answer_next
from pathbot.channels.collecting import Collecting
from pathbot.messages import Address, Inbound
from pathbot.people import Class, Duty, Membership, Person, School
from pathbot.roles.hashing import HashEmbedder
from pathbot.roles.library import RoleLibrary
from pathbot.store import people
from pathbot.store.engine import Database, open_engine, writing
from pathbot.store.ingest import Ingest
from pathbot.store.migrate import migrate

RECORDINGS = Path(__file__).parents[1] / "tests" / "conversations"
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
PER_CLASS = 30
PROJECT = "shade-for-our-school"


def main() -> None:
    """Prints one row per database, number of processes and number of stored messages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--processes", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--learners", nargs="+", type=int, default=[30])
    parser.add_argument("--lines", type=int, default=12)
    parser.add_argument("--stored", nargs="+", type=int, default=[0], help="Older messages already in the database.")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--work", metavar="URL", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        asyncio.run(_work(asked.work))
        return
    if not asked.json:
        heads = ("processes", "learners", "stored", "turns", "turns/s", "CPU ms/turn", "database's", "commit ms")
        print(f"{'database':<12}{''.join(f'{head:>12}' for head in heads)}{'2 cores carry':>16}", flush=True)
    for database in asked.databases:
        for stored in asked.stored:
            for learners in asked.learners:
                for processes in asked.processes:
                    row = measure(database, processes, learners, asked.lines, stored)
                    print(json.dumps(row) if asked.json else _line(row), flush=True)


def _line(row: dict[str, float | str]) -> str:
    counts = "".join(f"{row[name]:>12}" for name in ("processes", "learners", "stored", "turns"))
    times = "".join(f"{row[name]:>12.2f}" for name in ("per_second", "cpu_ms", "database_ms", "commit_ms"))
    return f"{row['database']:<12}{counts}{times}{2000 / float(row['cpu_ms']):>14.0f}/s"


def measure(database: str, processes: int, learners: int, lines: int, stored: int) -> dict[str, float | str]:
    """One run; the columns of the table by name. `busy` is how many cores were at work, `ceiling` how many times one
    worker's turns two workers could do on the cores that are here, by processor time alone."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder, at(database, Path(folder)) as url:
        engine = open_engine(url, KEY)
        migrate(engine)
        make_school(engine, learners)
        fill(engine, stored)
        commit = _bare_commit(engine)
        before, began, own = server_cpu(engine), time.perf_counter(), time.process_time()
        asyncio.run(_arrive(engine, learners, lines))
        spent = time.process_time() - own
        command = [sys.executable, "-m", "bench.capacity", "--work", url]
        working = server_cpu(engine)
        workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
        told = [json.loads(worker.communicate()[0]) for worker in workers]
        turns, server = learners * lines, server_cpu(engine) - before
        wall, own_cpu = max(t["wall"] for t in told), sum(t["cpu"] for t in told)
        at_work = server_cpu(engine) - working
        with engine.connect() as connection:
            done = connection.execute(text("SELECT count(*) FROM inbox WHERE state = 'done' AND id > 0")).scalar_one()
        assert done >= turns, "not everything was answered"
        engine.dispose()
        return {
            "database": database,
            "processes": processes,
            "learners": learners,
            "stored": stored,
            "turns": turns,
            "per_second": turns / wall,
            "wall": time.perf_counter() - began,
            "cpu_ms": (spent + server + sum(t["cpu"] for t in told)) / turns * 1000,
            "database_ms": server / turns * 1000,
            "commit_ms": commit,
            "busy": (own_cpu + at_work) / wall,
            "workers_busy": own_cpu / wall,
            "ceiling": min(2.0, (os.cpu_count() or 1) * own_cpu / (own_cpu + at_work)),
        }


@contextmanager
def at(database: str, folder: Path) -> Iterator[str]:
    with new_postgres() if database == "postgresql" else nullcontext(f"sqlite:///{folder / 'bench.db'}") as url:
        yield url


def make_school(engine: Database, learners: int) -> None:
    people.add_school(engine, School(id="bench", name="Bench High"))
    _adult(engine, "lee", "safety_contact", None)  # without one, a school teaches nobody
    for number in range(learners):
        room = f"c{number // PER_CLASS}"
        if number % PER_CLASS == 0:
            people.add_class(engine, Class(id=room, school="bench", name=room, project=PROJECT))
            _adult(engine, f"ortiz-{room}", "teacher", room)
            _adult(engine, f"okafor-{room}", "mentor", room)
        who = f"l{number}"
        people.add_person(engine, Person(id=who, school="bench", name="Maya"))
        people.add_membership(engine, Membership(person=who, school="bench", duty="learner", class_id=room))
        people.link_identity(engine, "bench", "collecting", who, who)


def _adult(engine: Database, who: str, duty: Duty, room: str | None) -> None:
    people.add_person(engine, Person(id=who, school="bench", name=who.title()))
    people.add_membership(engine, Membership(person=who, school="bench", duty=duty, class_id=room))


def _bare_commit(engine: Database) -> float:
    """Milliseconds of wall time for the smallest durable commit, median of 50."""
    spent = []
    for number in range(50):
        began = time.perf_counter()
        with writing(engine) as connection:
            connection.exec_driver_sql(f"UPDATE schools SET name = 'Bench High {number}' WHERE id = 'bench'")
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def spoken_lines() -> list[list[str]]:
    """What the learners of the recorded conversations say, each after opening the chat (""). English only."""
    talks = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(RECORDINGS.glob("*.yaml"))]
    return [
        ["", *(turn["says"] for turn in talk["talk"] if "says" in turn)]
        for talk in talks
        if talk.get("language", "en") == "en" and talk["project"] == PROJECT
    ]


async def _arrive(engine: Database, learners: int, lines: int) -> None:
    spoken = spoken_lines()
    async with Ingest(engine, lambda: START) as ingest:
        for number in range(lines):
            sent = START + timedelta(seconds=number)
            said = ((n, spoken[n % len(spoken)]) for n in range(learners))
            await asyncio.gather(
                *(
                    ingest.file("bench", inbound(f"l{n}", number, lines_[number % len(lines_)], sent))
                    for n, lines_ in said
                )
            )


def inbound(who: str, number: int, line: str, sent: datetime) -> Inbound:
    return Inbound(
        channel="collecting",
        delivery_id=f"{who}-{number}",
        address=Address(channel="collecting", conversation=who),
        person=who,
        kind="text" if line else "open",
        text=line,
        sent_at=sent,
    )


async def _work(url: str) -> None:
    """One process: answers until nothing is left, sends as it goes, and says what it took."""
    kit = load_kit(Settings(_env_file=None), few_roles)
    kit.warm()
    engine, wakes = open_engine(url, KEY), Wakes()
    began, own = time.perf_counter(), time.process_time()
    sender = asyncio.create_task(Sender(engine, {"collecting": Collecting()}, _now, wakes).run())
    await asyncio.gather(*(_answer(engine, kit, f"{os.getpid()}-{n}", wakes) for n in range(2)))
    wakes.call_last()
    await sender
    print(json.dumps({"wall": time.perf_counter() - began, "cpu": time.process_time() - own}))


def few_roles(settings: Settings) -> RoleLibrary:
    """Searching roles is measured elsewhere (`bench/retrieval`), and embedding hundreds of cards takes a minute."""
    return RoleLibrary.open(
        read_cards(settings.knowledge)[:10], HashEmbedder(), None, read_search_words(settings.knowledge)
    )


async def _answer(engine: Database, kit: Kit, worker: str, wakes: Wakes) -> None:
    idle = 0
    while idle < 3:  # another process may hold what is left
        if await asyncio.to_thread(answer_next, engine, kit, worker, _now, None, idle == 0):
            idle = 0
            wakes.answered.set()
        else:
            idle += 1
            await asyncio.sleep(0.05)


def _now() -> datetime:
    return datetime.now(UTC)


def server_cpu(engine: Database) -> float:
    """Processor seconds of this PostgreSQL server so far, of every one of its processes; 0 for SQLite."""
    if engine.dialect.name != "postgresql":
        return 0.0
    with engine.connect() as connection:
        own = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    server = _stat(own)[1]
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            stat = _stat(int(folder.name))
            if server in (int(folder.name), stat[1]):
                ticks += sum(stat[11:15])  # those that ended count in their parent
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[int]:
    """The fields of proc(5) after the name, the state left out as 0."""
    rest = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return [0, *map(int, rest[1:])]


if __name__ == "__main__":
    main()
