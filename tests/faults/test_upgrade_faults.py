"""F12 of the fault plan: an upgrade of a lived-in database that is killed anywhere leaves the old one or the new."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, Numeric, Table, Text, make_url, text
from tests.databases import new_postgres
from tests.faults.report import Row, report
from tests.store.store_samples import KEY

import pathbot.store.migrate as module
from pathbot.store.engine import Database, open_engine

ROWS = int(os.environ.get("FAULTS_ROWS", "50000"))
KILLS = int(os.environ.get("FAULTS_UPGRADES", "30"))
FILLED = ("schools", "people", "conversations", "inbox", "outbox", "transcript")
SECONDS = 60.0
_MIGRATE = (
    "import sys; from pathbot.store.engine import open_engine; from pathbot.store.migrate import migrate\n"
    "engine = open_engine(sys.argv[1], bytes(range(32)))\n"
    "import alembic.command, alembic.autogenerate\n"  # loaded first, so that the kill hits the work
    "print('go', flush=True); migrate(engine); print('done', flush=True)\n"
)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def revisions() -> list[str]:
    """Every schema there ever was, the oldest first."""
    script = ScriptDirectory.from_config(_config())
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def populate(url: str, revision: str, rows: int) -> None:
    """A database as a Pathbot of that time left it, with so many rows of messages."""
    engine = open_engine(url, KEY)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        found = MetaData()
        found.reflect(connection)
        for name in FILLED:
            count = rows // 3 if name in ("inbox", "outbox", "transcript") else 1
            table = found.tables[name]
            for start in range(0, count, 5000):
                many = [_row(table, number) for number in range(start, min(start + 5000, count))]
                connection.execute(table.insert(), many)
    engine.dispose()


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(column, number) for column in table.columns if not column.nullable}


def _value(column: Column[Any], number: int) -> Any:
    if column.foreign_keys:
        return "0"  # the one school, person and conversation
    kind = column.type
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Numeric):
        return number + 1
    if isinstance(kind, DateTime):
        return datetime(2026, 9, 14, tzinfo=UTC)
    if isinstance(kind, Date):
        return date(2026, 9, 14)
    if isinstance(kind, Text):
        return f'{{"n": {number}}}'  # many of these hold JSON
    return f"{number}"


def digest(engine: Database, columns: dict[str, list[str]] | None = None) -> tuple[str, dict[str, list[str]]]:
    """What every old column holds, as one hash, and which columns those are."""
    found = hashlib.sha256()
    with engine.connect() as connection:
        metadata = MetaData()
        metadata.reflect(connection, only=FILLED)
        columns = columns or {name: [c.name for c in metadata.tables[name].columns] for name in FILLED}
        for name in FILLED:
            table = metadata.tables[name]
            for row in connection.execute(table.select().order_by(*table.primary_key.columns)):
                found.update(repr([row._mapping[column] for column in columns[name]]).encode())
    return found.hexdigest(), columns


def version(engine: Database) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


@contextmanager
def copies(database: str, folder: Path, revision: str) -> Iterator[Callable[[], str]]:
    """Makes copies of one populated database; the last copy goes when the next is asked for."""
    with ExitStack() as stack:
        if database == "postgresql":
            url = stack.enter_context(new_postgres())
            populate(url, revision, ROWS)
            source = make_url(url).database
            yield lambda: stack.enter_context(new_postgres(template=source))
        else:
            source = folder / f"{revision}.db"
            populate(f"sqlite:///{source}", revision, ROWS)

            def copied() -> str:
                for part in folder.glob("copy.db*"):
                    part.unlink()
                shutil.copy(source, folder / "copy.db")
                return f"sqlite:///{folder / 'copy.db'}"

            yield copied


def upgrade(url: str, kill_after: float | None) -> float:
    """Runs the upgrade in a process of its own. Seconds it took, or until it was killed."""
    with subprocess.Popen([sys.executable, "-c", _MIGRATE, url], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        began = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert kill_after is not None or process.returncode == 0
        return time.monotonic() - began


@pytest.mark.faults
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_f12_every_old_schema_survives_kills_at_random_moments_of_its_upgrade(tmp_path: Path, database: str) -> None:
    *old, newest = revisions()
    chance, slowest, halves = random.Random(12), 0.0, 0
    for number, revision in enumerate(old):
        with copies(database, tmp_path, revision) as fresh:
            undisturbed = upgrade(fresh(), None)
            for _ in range(KILLS // len(old) + (number < KILLS % len(old))):
                url = fresh()
                before, columns = _look(url)
                upgrade(url, chance.uniform(0, undisturbed))
                assert _state(url) in (revision, newest)
                assert _look(url, columns)[0] == before
                halves += _state(url) == revision
                slowest = max(slowest, upgrade(url, None))
                assert _state(url) == newest
                assert _look(url, columns)[0] == before
    note = f"{KILLS}/{KILLS} kills recovered, {halves} before it was done; {len(old)} old schemas"
    report(Row("F12", database, "store", "12", ROWS, 0, drain=slowest, drain_most=SECONDS, note=note))
    assert slowest < SECONDS


def _look(url: str, columns: dict[str, list[str]] | None = None) -> tuple[str, dict[str, list[str]]]:
    engine = open_engine(url, KEY)
    try:
        return digest(engine, columns)
    finally:
        engine.dispose()


def _state(url: str) -> str:
    engine = open_engine(url, KEY)
    try:
        return version(engine)
    finally:
        engine.dispose()
