"""F10 of the fault plan: a real small disk fills up under a school at work, and is freed again."""

import asyncio
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.conversations.player import HERE, SCHOOL, new_school
from tests.faults.report import Row, report

from pathbot.app.backups import back_up
from pathbot.app.disk import Disk
from pathbot.app.errors import Failed
from pathbot.app.home import make_home
from pathbot.app.kit import Kit
from pathbot.app.running import running
from pathbot.app.settings import Settings
from pathbot.app.wakes import Wakes
from pathbot.channels.collecting import Collecting
from pathbot.messages import Inbound
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.ingest import Ingest

MEGABYTES = 24
RESERVE = 2


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own. Skips the test, saying so, where nobody may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("no right to mount a small disk here: run this as root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 65536)
    return filler


class Writing:
    """A learner who goes on whatever happens, and remembers what was acknowledged."""

    def __init__(self, ingest: Ingest) -> None:
        self._ingest = ingest
        self._count = 0
        self.acknowledged: list[str] = []
        self.refused = 0

    async def once(self) -> bool:
        """One new message. Whether it was taken."""
        self._count += 1
        delivery, now = f"d{self._count}", datetime.now(UTC)
        said = Inbound(
            channel="collecting", delivery_id=delivery, address=HERE, person="maya", text="help " * 200, sent_at=now
        )
        try:
            await self._ingest.file(SCHOOL.id, said)
        except StoreUnavailable:
            self.refused += 1
            return False
        self.acknowledged.append(delivery)
        return True

    async def for_(self, seconds: float) -> None:
        """Many messages, one after the other."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await self.once()
            await asyncio.sleep(0.05)


def done(engine: Database) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("SELECT delivery_id FROM inbox WHERE state = 'done'")).scalars())


@pytest.mark.faults
@pytest.mark.parametrize("times", [1, 5])
async def test_f10_a_full_disk_loses_nothing_that_was_acknowledged_and_heals_within_ten_seconds(
    tmp_path: Path, kit: Kit, times: int
) -> None:
    with small_disk(tmp_path / "disk") as folder:
        engine = new_school(folder, "shade-for-our-school")
        wakes, disk, channel = Wakes(), Disk(folder, RESERVE), Collecting("collecting")
        async with Ingest(engine, lambda: datetime.now(UTC), wakes.arrived.set, lambda: disk.low) as ingest:
            talk, slowest = Writing(ingest), 0.0
            channels = {"collecting": channel, "web": Collecting("web")}
            async with running(engine, kit, channels, wakes, 1, {"disk": lambda: disk.watch(wakes)}):
                for _ in range(times):
                    await talk.for_(0.4)
                    filler = fill(folder)
                    await talk.for_(1.0 if times == 1 else 4.0)
                    assert talk.refused, "a full disk took messages"
                    filler.unlink()
                    freed = time.monotonic()
                    while not await talk.once():
                        assert time.monotonic() < freed + 10, "it did not heal"
                        await asyncio.sleep(0.05)
                    slowest = max(slowest, time.monotonic() - freed)
                until = time.monotonic() + 30
                while not set(talk.acknowledged) <= done(engine):
                    assert time.monotonic() < until, "acknowledged and never answered"
                    await asyncio.sleep(0.1)
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        engine.dispose()
        taken, note = len(talk.acknowledged), f"filled {times} times, {talk.refused} refused"
        report(Row("F10", "sqlite", "door", events=taken, lost=0, drain=slowest, drain_most=10, note=note))


def test_what_the_disk_says_is_one_sentence(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as folder:
        engine = new_school(folder, "shade-for-our-school")
        fill(folder)
        with pytest.raises(StoreProblem, match="disk"):
            _write_much(engine)
        engine.dispose()


def test_a_backup_that_does_not_fit_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    engine = new_school(tmp_path, "shade-for-our-school")
    with small_disk(tmp_path / "disk") as folder:
        filler = fill(folder)
        with filler.open("r+b") as file:
            file.truncate(filler.stat().st_size - 65536)
        settings = Settings(home=tmp_path, _env_file=None)
        make_home(settings)
        with pytest.raises(Failed, match="disk is full"):
            back_up(settings, engine, folder / "copy.db")
        assert [path.name for path in folder.iterdir()] == ["filler"]
    engine.dispose()


def _write_much(engine: Database) -> None:
    with engine.begin() as connection:
        for number in range(400):
            connection.execute(text("UPDATE schools SET name = :name"), {"name": "x" * 20_000 + str(number)})
