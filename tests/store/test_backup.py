"""A backup is whole, encrypted and taken while people write; putting one back is all or nothing."""

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.store.store_samples import HOME, KEY, at, file_all, inbound, reply, set_up

from pathbot.store import backup, outbox, people
from pathbot.store.engine import open_engine
from pathbot.store.errors import StoreProblem
from pathbot.store.history import shown


@pytest.fixture
def living(tmp_path: Path, migrated_file: Path) -> Engine:
    shutil.copy(migrated_file, tmp_path / "pathbot.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'pathbot.db'}", KEY)
    set_up(engine)
    file_all(engine, inbound(1, "otters"))
    return engine


def test_a_backup_taken_while_others_write_has_everything_stored_before_it(living: Engine, tmp_path: Path) -> None:
    outbox.post(living, "cedar", tuple(reply(f"before-{n}") for n in range(5)), at(0))
    writer = threading.Thread(
        target=lambda: [outbox.post(living, "cedar", (reply(f"during-{n}"),), at(0)) for n in range(20)]
    )
    writer.start()
    backup.back_up(living, tmp_path / "copy.db", KEY)
    writer.join()
    copy = open_engine(f"sqlite:///{tmp_path / 'copy.db'}", KEY)
    keys = [one.key for one in shown(copy, HOME.key)]
    assert keys[:5] == [f"before-{n}" for n in range(5)]
    assert keys[5:] == [f"during-{n}" for n in range(len(keys) - 5)]
    copy.dispose()
    living.dispose()


def test_a_backup_is_one_encrypted_file_only_its_owner_may_read(living: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup.back_up(living, folder / "copy.db", KEY)
    assert [part.name for part in folder.iterdir()] == ["copy.db"]
    assert b"otters" not in (folder / "copy.db").read_bytes()
    assert (folder / "copy.db").stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreProblem, match="the key is wrong"):
        backup.verify(folder / "copy.db", bytes(32))
    living.dispose()


def test_a_restored_database_is_as_it_was_and_nothing_of_later_is_replayed(living: Engine, tmp_path: Path) -> None:
    backup.back_up(living, tmp_path / "copy.db", KEY)
    outbox.post(living, "cedar", (reply("later"),), at(0))
    database = tmp_path / "pathbot.db"
    log = database.with_name("pathbot.db-wal").read_bytes()
    living.dispose()
    database.with_name("pathbot.db-wal").write_bytes(log)  # as a killed process leaves it
    backup.restore(tmp_path / "copy.db", database, KEY)
    again = open_engine(f"sqlite:///{database}", KEY)
    assert people.find_person(again, "maya") is not None
    assert shown(again, HOME.key) == ()
    again.dispose()


def test_a_damaged_or_foreign_backup_leaves_the_database_alone(living: Engine, tmp_path: Path) -> None:
    backup.back_up(living, tmp_path / "copy.db", KEY)
    living.dispose()
    database = tmp_path / "pathbot.db"
    before = database.read_bytes()
    damaged = bytearray((tmp_path / "copy.db").read_bytes())
    damaged[3 * 4096 + 100] ^= 0xFF
    (tmp_path / "damaged.db").write_bytes(damaged)
    open_engine(f"sqlite:///{tmp_path / 'empty.db'}", KEY).dispose()
    for bad in ("damaged.db", "empty.db", "missing.db"):
        with pytest.raises(StoreProblem):
            backup.restore(tmp_path / bad, database, KEY)
        assert database.read_bytes() == before


def test_a_backup_never_overwrites_a_file(living: Engine, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(StoreProblem, match="there already"):
        backup.back_up(living, tmp_path / "copy.db", KEY)
    assert (tmp_path / "copy.db").read_text() == "mine"
    living.dispose()
