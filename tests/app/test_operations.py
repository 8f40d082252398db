"""What an administrator's machines ask and do: health, numbers, a full disk, backups, a move to PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Table, inspect
from tests.conversations.player import HERE, SCHOOL, Player
from tests.databases import new_postgres

from pathbot.app import backups
from pathbot.app.disk import MEGABYTE, Disk
from pathbot.app.doctor import examine
from pathbot.app.erasures import NAME, Watch
from pathbot.app.errors import BadInput, Failed
from pathbot.app.health import health
from pathbot.app.home import make_home, open_store
from pathbot.app.kit import Kit
from pathbot.app.loops import Loops
from pathbot.app.settings import Settings
from pathbot.app.wakes import Wakes
from pathbot.messages import Address, Inbound, Outgoing, Text
from pathbot.people import Person, School
from pathbot.store import audit, outbox, people, rights
from pathbot.store.copy import copy_all, same
from pathbot.store.engine import Database, open_engine
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.ingest import Ingest
from pathbot.store.migrate import migrate
from pathbot.store.tables import metadata

SUNDAY = datetime(2026, 11, 29, 5, 0, tzinfo=UTC)
BADGE_KEY = b"the key that signs the badges"
SECRET = "the creek smells of otters"
CANARY = "zanzibarotter"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", _env_file=None)
    make_home(settings)
    return settings


@pytest.fixture
def store(settings: Settings) -> Iterator[Database]:
    engine = open_store(settings)
    people.add_school(engine, SCHOOL)
    outbox.post(engine, SCHOOL.id, [Outgoing(key="k", address=HERE, reply=Text(text=SECRET), priority="alert")], SUNDAY)
    yield engine
    engine.dispose()


def web(engine: Database, disk: Disk, later: timedelta = timedelta()) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(health(engine, ["web"], disk, Loops(Wakes()), lambda: SUNDAY + later))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pathbot")


async def test_the_numbers_say_how_the_work_stands_and_name_nobody(store: Database, tmp_path: Path) -> None:
    async with web(store, Disk(tmp_path, 0), timedelta(seconds=90)) as client:
        assert (await client.get("/healthz")).text == "ok\n"
        assert (await client.get("/readyz")).json() == {"ready": True, "problems": []}
        text = (await client.get("/metrics")).text
        proxied = await client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"})
    numbers = dict(line.split() for line in text.splitlines() if not line.startswith("#"))
    assert numbers["pathbot_up"] == "1"
    assert numbers["pathbot_alerts_open"] == numbers["pathbot_outbox_open"] == "1"
    assert float(numbers["pathbot_outbox_oldest_seconds"]) == 90
    assert not any(word in text for word in (SCHOOL.id + "|", SCHOOL.name, "otters", HERE.conversation))
    assert proxied.status_code == 404


def test_a_missing_key_is_told_beside_another_database_too(tmp_path: Path) -> None:
    """It signs sessions and opens backups. (Nothing else is looked for: there is no knowledge here.)"""
    other = f"sqlite:///{tmp_path / 'other.db'}"
    settings = Settings(home=tmp_path / "home", knowledge=tmp_path, database=other, _env_file=None)
    assert not examine(settings)[0].ok
    make_home(settings)
    assert examine(settings)[0].ok


def _wreck(folder: Path) -> None:
    for part in folder.glob("a.db*"):
        part.unlink()
    (folder / "a.db").mkdir()  # whatever stands there now, it is no database


async def test_without_its_database_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    engine.dispose()
    _wreck(tmp_path)
    async with web(engine, Disk(tmp_path, 0)) as client:
        assert (await client.get("/healthz")).status_code == 200
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["problems"]) == (503, ["database"])
        assert "pathbot_up 0" in (await client.get("/metrics")).text


async def test_a_full_disk_closes_the_door_lets_the_ballast_go_and_opens_again(store: Database, tmp_path: Path) -> None:
    free = {"bytes": 100 * MEGABYTE}
    disk = Disk(tmp_path, 4, lambda _: free["bytes"])
    ballast = tmp_path / "ballast"
    message = Inbound(channel="collecting", delivery_id="d", address=HERE, person="maya", text="hi", sent_at=SUNDAY)
    async with Ingest(store, lambda: SUNDAY, closed=lambda: disk.low) as ingest, web(store, disk) as client:
        disk.look()
        assert ballast.stat().st_size == 4 * MEGABYTE
        free["bytes"] = 3 * MEGABYTE
        disk.look()
        assert ballast.exists()
        with pytest.raises(StoreUnavailable, match="disk is nearly full"):
            await ingest.file(SCHOOL.id, message)
        assert (await client.get("/readyz")).json()["problems"] == ["disk"]
        free["bytes"] = MEGABYTE // 2
        disk.look()
        assert not ballast.exists()
        free["bytes"] = 100 * MEGABYTE
        disk.look()
        assert ballast.exists()
        assert await ingest.file(SCHOOL.id, message)


def test_the_ballast_takes_its_place_where_the_system_cannot_reserve_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fallocate")  # as on macOS
    Disk(tmp_path, 4, lambda _: 100 * MEGABYTE).look()
    assert (tmp_path / "ballast").stat().st_blocks * 512 >= 4 * MEGABYTE


def test_every_night_one_backup_is_made_old_ones_go_and_sundays_are_rehearsed(
    settings: Settings, store: Database
) -> None:
    few = settings.model_copy(update={"backup_days": 3})
    for day in range(6):
        made = backups.nightly(few, store, SUNDAY + timedelta(days=day))
        assert made is not None
        assert backups.nightly(few, store, SUNDAY + timedelta(days=day, hours=9)) is None
    found = sorted(path.name for path in (settings.home_folder / "backups").iterdir())
    assert found == [f"pathbot-2026-12-0{day}.db" for day in (2, 3, 4)]


def test_what_killed_processes_left_of_backups_is_deleted_a_day_later(settings: Settings, store: Database) -> None:
    folder = settings.home_folder / "backups"
    (folder / ".rehearsal-dead").mkdir(parents=True)
    left = [folder / f"pathbot-2026-11-{day}.999.half{part}" for day in (27, 28) for part in ("", "-journal")]
    for path in (*left, folder / ".rehearsal-dead" / "restored.db"):
        path.write_bytes(b"half")
        os.utime(path, (SUNDAY.timestamp(), SUNDAY.timestamp()))
    os.utime(folder / ".rehearsal-dead", (SUNDAY.timestamp(), SUNDAY.timestamp()))
    backups.nightly(settings, store, SUNDAY + timedelta(hours=23))  # Monday's
    assert {*left, folder / ".rehearsal-dead"} <= set(folder.iterdir()), "somebody may be writing them"
    backups.nightly(settings, store, SUNDAY + timedelta(hours=47))
    assert sorted(path.name for path in folder.iterdir()) == ["pathbot-2026-11-30.db", "pathbot-2026-12-01.db"]


def test_a_backup_that_could_not_be_made_leaves_nothing_half(settings: Settings, store: Database) -> None:
    store.dispose()
    database = settings.home_folder / "pathbot.db"
    damaged = bytearray(database.read_bytes())
    damaged[5 * 4096 + 100] ^= 0xFF
    database.write_bytes(damaged)
    with pytest.raises(Failed, match="damaged"):
        backups.nightly(settings, store, SUNDAY)
    assert [path.name for path in (settings.home_folder / "backups").iterdir()] == []


def test_a_rehearsal_that_fails_is_said_as_such_and_the_older_backups_stay(
    settings: Settings, store: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def torn(made: Path, key: bytes) -> None:
        raise StoreProblem(f"{made.name} did not come back as it was.")

    few = settings.model_copy(update={"backup_days": 1})
    saturday = backups.nightly(few, store, SUNDAY - timedelta(days=1))
    sunday = backups.nightly(few, store, SUNDAY, torn)
    assert saturday is not None
    assert sunday is not None
    assert saturday.exists()
    assert sunday.exists()
    assert "the backup pathbot-2026-11-29.db was made, and its rehearsal failed" in caplog.text
    assert "no backup was made" not in caplog.text


def run(home: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATHBOT_HOME": str(home), **more}
    return subprocess.run(
        [sys.executable, "-m", "pathbot", *command], env=environment, capture_output=True, text=True, check=False
    )


def test_one_command_brings_last_nights_backup_back_on_a_fresh_machine(
    settings: Settings, store: Database, tmp_path: Path
) -> None:
    badges = settings.home_folder / "badges" / SCHOOL.id
    badges.mkdir(parents=True)
    (badges / "key.pem").write_bytes(BADGE_KEY)
    written = run(settings.home_folder, "backup", str(tmp_path / "last-night.db"))
    assert written.returncode == 0, written.stderr
    assert not any(secret in (tmp_path / "last-night.db").read_bytes() for secret in (SECRET.encode(), BADGE_KEY))
    assert SECRET.encode() not in (tmp_path / "last-night.db").read_bytes()
    fresh, key = tmp_path / "fresh", tmp_path / "copy-of-the-key"
    key.write_bytes(settings.key_path.read_bytes())
    back = run(fresh, "restore", str(tmp_path / "last-night.db"), "--key-file", str(key))
    assert back.returncode == 0, back.stderr
    assert SCHOOL.name in back.stdout
    again = open_store(Settings(home=fresh, _env_file=None))
    assert same(again, store)
    assert set(inspect(again).get_table_names()) == set(inspect(store).get_table_names())
    again.dispose()
    key_there = fresh / "badges" / SCHOOL.id / "key.pem"
    assert key_there.read_bytes() == BADGE_KEY
    assert key_there.stat().st_mode & 0o777 == 0o600


def test_what_stands_beside_the_database_already_is_newer_than_a_backup_and_stays(
    settings: Settings, store: Database, tmp_path: Path
) -> None:
    issued = settings.home_folder / "badges" / SCHOOL.id / "issued.json"
    issued.parent.mkdir(parents=True)
    issued.write_text("one taken back", encoding="ascii")
    backups.back_up(settings, store, tmp_path / "b.db")
    issued.write_text("two taken back", encoding="ascii")
    store.dispose()
    backups.restore(settings, tmp_path / "b.db", None, SUNDAY)
    assert issued.read_text(encoding="ascii") == "two taken back"


def test_a_backup_needs_its_own_key_and_never_replaces_one(settings: Settings, store: Database, tmp_path: Path) -> None:
    backups.back_up(settings, store, tmp_path / "b.db")
    with pytest.raises(BadInput, match="there already"):
        backups.back_up(settings, store, tmp_path / "b.db")
    other = run(tmp_path / "other", "init")
    assert other.returncode == 0
    refused = run(tmp_path / "other", "restore", str(tmp_path / "b.db"), "--yes")
    assert refused.returncode == 1
    assert "the key is wrong" in refused.stderr
    kept = run(tmp_path / "other", "restore", str(tmp_path / "b.db"), "--yes", "--key-file", str(settings.key_path))
    assert kept.returncode == 2
    assert "is another key" in kept.stderr


async def test_a_lived_in_school_moves_to_postgresql_and_back_without_a_difference(kit: Kit, tmp_path: Path) -> None:
    async with Player(tmp_path / "school", kit) as player:
        await player.says(kind="open")
        for words in ("ok", "my street has one tree", "skip", "why some streets have trees", SECRET):
            await player.says(words)
        with new_postgres() as url:
            target = open_engine(url)
            migrate(target)
            copied = copy_all(player.engine, target)
            assert copied["transcript"] > 8
            assert same(player.engine, target)
            with pytest.raises(StoreProblem, match="not empty"):
                copy_all(player.engine, target)
            # Numbers that the database gives out go on where they were.
            outbox.post(target, SCHOOL.id, [Outgoing(key="new", address=HERE, reply=Text(text="hi"))], player.now)
            assert not same(player.engine, target)
            target.dispose()


def test_a_postgresql_database_is_backed_up_into_a_file_and_put_back(tmp_path: Path) -> None:
    with new_postgres() as one, new_postgres() as other:
        settings = Settings(home=tmp_path / "home", database=one, _env_file=None)
        make_home(settings)
        engine = open_store(settings)
        people.add_school(engine, School(id="birch", name="Birch"))
        beside = Path("badges") / "birch" / "key.pem"
        (settings.home_folder / beside).parent.mkdir(parents=True)
        (settings.home_folder / beside).write_bytes(BADGE_KEY)
        backups.back_up(settings, engine, tmp_path / "pg.db")
        fresh = Settings(home=tmp_path / "fresh", database=other, _env_file=None)
        backups.restore(fresh, tmp_path / "pg.db", settings.key_path, SUNDAY)
        again = open_engine(other)
        assert same(engine, again)
        assert (fresh.home_folder / beside).read_bytes() == BADGE_KEY
        for each in (engine, again):
            each.dispose()


def test_moving_is_one_command(settings: Settings, store: Database) -> None:
    with new_postgres() as url:
        moved = run(settings.home_folder, "migrate-store", "--to", url)
        assert moved.returncode == 0, moved.stderr
        assert "compared each" in moved.stdout
        twice = run(settings.home_folder, "migrate-store", "--to", url)
        assert (twice.returncode, "not empty" in twice.stderr) == (1, True)


def _learner(engine: Database, who: str) -> None:
    people.add_person(engine, Person(id=who, school=SCHOOL.id, name="Maya"))
    here = Address(channel="collecting", conversation=who)
    said = Outgoing(key=f"{who}:1", address=here, reply=Text(text=f"the {CANARY} of {who}"))
    outbox.post(engine, SCHOOL.id, [said], SUNDAY, about=[who])


def _those_with(engine: Database) -> set[str]:
    text = repr([row for table in metadata.sorted_tables for row in _all(engine, table)])
    return {who for who in ("maya", "noor", "ravi") if f"{CANARY} of {who}" in text}


def _all(engine: Database, table: Table) -> list[object]:
    with engine.connect() as connection:
        return list(connection.execute(table.select()).all())


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_who_was_erased_after_the_backup_is_erased_again_when_it_is_put_back(tmp_path: Path, database: str) -> None:
    with new_postgres() if database == "postgresql" else nullcontext("") as one:
        settings = Settings(home=tmp_path / "home", database=one, _env_file=None)
        make_home(settings)
        engine = open_store(settings)
        people.add_school(engine, SCHOOL)
        for who in ("maya", "noor", "ravi"):
            _learner(engine, who)
        rights.erase_learner(engine, "noor", SUNDAY)
        _learner(engine, "noor")  # came back before the backup, and is to stay
        copies = settings.home_folder / "backups"
        backups.back_up(settings, engine, copies / "last-night.db")
        rights.erase_learner(engine, "maya", SUNDAY)
        assert Watch(settings, engine).look() == 1
        assert Watch(settings, engine).look() == 0
        assert not {"maya", SCHOOL.id} & set((copies / NAME).read_text(encoding="utf-8").split('"'))
        engine.dispose()
        with new_postgres() if database == "postgresql" else nullcontext("") as other:
            fresh = Settings(home=tmp_path / "fresh", database=other, _env_file=None)
            again = backups.restore(fresh, copies / "last-night.db", settings.key_path, SUNDAY + timedelta(days=1))
            assert (again.people, again.whole) == (1, True)
            restored = open_store(fresh)
            assert _those_with(restored) == {"noor", "ravi"}
            assert audit.first_broken(restored, SCHOOL.id) is None
            restored.dispose()
            if database == "sqlite":
                parts = [path.read_bytes() for path in fresh.home_folder.glob("pathbot.db*")]
                assert not any(CANARY.encode() in part for part in parts)


def test_an_erasure_nobody_had_time_to_note_is_taken_from_the_database_that_is_replaced(
    settings: Settings, store: Database, tmp_path: Path
) -> None:
    _learner(store, "maya")
    backups.back_up(settings, store, tmp_path / "b.db")
    rights.erase_learner(store, "maya", SUNDAY)
    store.dispose()
    assert backups.restore(settings, tmp_path / "b.db", None, SUNDAY).people == 1


def test_a_ledger_that_was_changed_is_obeyed_and_said(settings: Settings, store: Database, tmp_path: Path) -> None:
    for who in ("maya", "ravi"):
        _learner(store, who)
    backups.back_up(settings, store, tmp_path / "b.db")
    for who in ("maya", "ravi"):
        rights.erase_learner(store, who, SUNDAY)
    Watch(settings, store).look()
    ledger = settings.home_folder / "backups" / NAME
    _, second = ledger.read_text(encoding="utf-8").splitlines()
    ledger.write_text(f"torn\n{second}\ntorn", encoding="utf-8")
    _learner(store, "noor")
    rights.erase_learner(store, "noor", SUNDAY)
    assert Watch(settings, store).look() == 2
    ledger.write_text("\n".join(ledger.read_text(encoding="utf-8").splitlines()[:2]) + "\n", encoding="utf-8")
    store.dispose()
    (settings.home_folder / "pathbot.db").unlink()
    again = backups.restore(settings, tmp_path / "b.db", None, SUNDAY)
    assert (again.people, again.whole) == (1, False)
