"""Opening the database: what is refused, what is promised, what people read when it fails."""

import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from tests.databases import emptied_postgres
from tests.store.forked import Forked
from tests.store.store_samples import KEY

from pathbot.store import sqlite
from pathbot.store.engine import open_engine, reading, writing
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.sqlite import has_wal_reset_bug, refuse_unsafe


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 44, 99), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
        ((4, 0, 0), False),
    ],
)
def test_exactly_the_sqlite_versions_that_can_lose_commits_are_refused(
    version: tuple[int, int, int], affected: bool
) -> None:
    assert has_wal_reset_bug(version) is affected
    if affected:
        with pytest.raises(StoreProblem, match="can lose data"):
            refuse_unsafe(version)
    else:
        refuse_unsafe(version)


def test_every_connection_is_durable_and_erases_what_it_deletes(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}", KEY)
    with reading(engine) as first, reading(engine) as second:
        for connection in (first, second):
            found = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
            }
            expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
            assert found == {**expected, "busy_timeout": 5000}
    engine.dispose()


def test_nothing_stored_can_be_read_in_the_file_without_the_key(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    engine = open_engine(f"sqlite:///{path}", KEY)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (a TEXT)"))
        connection.execute(text("INSERT INTO t VALUES ('otters swim at dawn')"))
    stored = b"".join(part.read_bytes() for part in tmp_path.iterdir())
    assert len(stored) > 4096
    assert b"otters" not in stored
    assert not stored.startswith(b"SQLite format")
    engine.dispose()


@pytest.mark.parametrize("key", [bytes(32), None])
def test_a_wrong_or_missing_key_is_one_sentence_and_leaves_the_file_alone(
    tmp_path: Path, key: bytes | None, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.db"
    engine = open_engine(f"sqlite:///{path}", KEY)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (a TEXT)"))
    engine.dispose()
    before = path.read_bytes()
    with pytest.raises(StoreProblem, match=r"^a\.db cannot be read: the key is wrong, or .*\.$"):
        open_engine(f"sqlite:///{path}", key)
    assert path.read_bytes() == before
    assert capfd.readouterr().err == "", "the library adds no lines of its own"


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Shopping list\n" * 500)
    for key in (KEY, None):
        with pytest.raises(StoreProblem, match="not a Pathbot database"):
            open_engine(f"sqlite:///{path}", key)


def test_a_plain_database_is_not_mistaken_for_an_encrypted_one(tmp_path: Path) -> None:
    plain = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with writing(plain) as connection:
        connection.execute(text("CREATE TABLE t (a TEXT)"))
    plain.dispose()
    with pytest.raises(StoreProblem, match="is not encrypted but a key is set"):
        open_engine(f"sqlite:///{tmp_path / 'a.db'}", KEY)


@pytest.mark.parametrize("url", ["mysql://here/there", "sqlite://", "sqlite:///:memory:", "not a url"])
def test_other_databases_are_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(StoreProblem, match=r"sqlite:///"):
        open_engine(url, KEY)


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="must be 32 bytes"):
        open_engine(f"sqlite:///{tmp_path / 'a.db'}", b"short")


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}", KEY)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (a TEXT)"))
    assert {oct(part.stat().st_mode & 0o777) for part in tmp_path.iterdir()} == {"0o600"}
    engine.dispose()


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}", KEY)


def test_an_error_never_repeats_what_was_being_stored(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}", KEY)
    with pytest.raises(SQLAlchemyError) as caught, writing(engine) as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:a)"), {"a": "my secret words"})
    assert "secret" not in str(caught.value)
    engine.dispose()


def count_up(url: str, pipe: Connection) -> None:
    engine = open_engine(url, KEY)
    for _ in range(100):
        with writing(engine) as connection:
            n = connection.execute(text("SELECT n FROM counter")).scalar_one()
            connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})


def test_two_writers_take_turns_instead_of_failing(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}", KEY)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    engine.dispose()
    url = f"sqlite:///{tmp_path / 'a.db'}"
    writers = [Forked(count_up, url) for _ in range(3)]
    assert all(writer.ends() for writer in writers)
    for writer in writers:
        writer.heard.close()
    engine = open_engine(url, KEY)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT n FROM counter")).scalar_one() == 300
    engine.dispose()


def test_a_full_disk_is_one_sentence_and_keeps_what_was_stored(tmp_path: Path) -> None:
    # A limit on the size of files stands in for a full disk; it only works in a process of its own.
    script = (
        "import resource, signal, sys; from sqlalchemy import text\n"
        "from pathbot.store.engine import open_engine, writing\n"
        "from pathbot.store.errors import StoreUnavailable\n"
        "engine = open_engine(sys.argv[1], bytes(range(32)))\n"
        "with writing(engine) as c: c.execute(text('CREATE TABLE t (a TEXT)'))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "stored = 0\n"
        "try:\n"
        "    while True:\n"
        "        with writing(engine) as c: c.execute(text('INSERT INTO t VALUES (:a)'), {'a': 'x' * 5000})\n"
        "        stored += 1\n"
        "except StoreUnavailable as error:\n"
        "    print(stored, error)\n"
    )
    url = f"sqlite:///{tmp_path / 'a.db'}"
    ran = subprocess.run([sys.executable, "-c", script, url], capture_output=True, text=True, timeout=60, check=True)
    stored, sentence = ran.stdout.strip().split(" ", 1)
    assert sentence in (
        "The disk is full: free some space, then try again.",
        "The database cannot be written: check the disk, then try again.",
    )
    engine = open_engine(url, KEY)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM t")).scalar_one() == int(stored) > 5
    engine.dispose()


def test_a_database_that_stays_locked_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 50)  # nothing but the length of the wait
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}", KEY)
    with engine.connect() as impatient, writing(engine), pytest.raises(StoreUnavailable, match="busy"):
        impatient.begin()
    engine.dispose()


def test_postgresql_that_is_away_is_one_sentence() -> None:
    pytest.importorskip("psycopg", reason="install pathbot[postgres] to run this")
    with pytest.raises(StoreUnavailable, match="is away"):
        open_engine(f"postgresql+psycopg://nobody@127.0.0.1:{1 + os.getpid() % 9}/nothing")


def test_after_the_database_was_away_one_try_fails_and_the_next_works() -> None:
    engine = emptied_postgres()
    with reading(engine) as first, reading(engine):
        mine = first.execute(text("SELECT current_database()")).scalar_one()
    other = open_engine(engine.url.render_as_string(hide_password=False))
    with other.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        everyone = "FROM pg_stat_activity WHERE datname = :mine AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) {everyone}"), {"mine": mine})
    with pytest.raises(StoreUnavailable, match="database is away"), reading(engine) as connection:
        connection.execute(text("SELECT 1"))
    with reading(engine) as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    for each in (engine, other):
        each.dispose()
