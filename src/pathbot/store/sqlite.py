"""Everything that is particular to SQLite: opening an encrypted file, its pragmas, its error codes.

The bundled SQLite of `sqlcipher3` is used even without a key, because stock builds up to 3.51.2 can lose
committed data in WAL mode (sqlite.org/wal.html#walresetbug).
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool

from pathbot.store.errors import StoreProblem, StoreUnavailable

BUSY_MS = 5_000
ASK_AGAIN_SECONDS = 0.0005
_WRITERS: WeakKeyDictionary[Engine, threading.Lock] = WeakKeyDictionary()
_PLAIN_HEADER = b"SQLite format 3\x00"
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_UNAVAILABLE = {
    _BUSY: "The database is busy: try again in a moment.",
    _LOCKED: "The database is busy: try again in a moment.",
    _READONLY: "The database cannot be written: check the permissions of its file and folder.",
    _IOERR: "The database cannot be written: check the disk, then try again.",
    _FULL: "The disk is full: free some space, then try again.",
    _CANTOPEN: "The database cannot be opened: check its folder and permissions.",
}


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite can lose commits in WAL mode: 3.7.0 to 3.51.2, but not 3.44.6+ and 3.50.7+."""
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version < (3, 51, 3)


def refuse_unsafe(version: tuple[int, int, int]) -> None:
    """Raises StoreProblem on a SQLite that can lose commits."""
    if has_wal_reset_bug(version):
        found = ".".join(map(str, version))
        raise StoreProblem(f"SQLite {found} can lose data in WAL mode: install sqlcipher3 0.6.4 or newer.")


def open_sqlite(path: Path, key: bytes | None) -> Engine:
    """An engine on one file, encrypted when a key (32 bytes) is given. Raises StoreProblem."""
    from sqlcipher3 import dbapi2

    refuse_unsafe(tuple(dbapi2.sqlite_version_info))
    if key is not None and len(key) != 32:
        raise StoreProblem("The database key must be 32 bytes (64 hexadecimal digits): run `pathbot init` to make one.")
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=16,  # all of them stay open: opening one costs as much as ten statements
        max_overflow=0,
        hide_parameters=True,  # an error message must never carry a learner's words
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _translate, retval=True)
    return engine


def connect(path: Path, key: bytes | None) -> Any:
    """A connection of the driver, durable and leaving no deleted text behind. Raises StoreProblem."""
    from sqlcipher3 import dbapi2

    _prepare_file(path, key)
    try:
        raw = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000)
    except dbapi2.Error as error:
        raise _problem(error, path) from None
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")  # people read our sentence, not the library's log lines
        if key is not None:
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            raw.execute(f"PRAGMA {pragma}")
    except dbapi2.Error as error:
        raw.close()
        raise _problem(error, path) from None
    return raw


def _prepare_file(path: Path, key: bytes | None) -> None:
    """Only its owner may read the file; a file that cannot be ours is named before SQLite touches it."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        with path.open("rb") as file:
            head = file.read(len(_PLAIN_HEADER))
    except OSError as error:
        raise StoreUnavailable(f"The database {path.name} cannot be opened: {error.strerror}.") from None
    if key is not None and head == _PLAIN_HEADER:
        raise StoreProblem(f"{path.name} is not encrypted but a key is set: remove the key, or use another file.")


def _problem(error: Exception, path: Path) -> StoreProblem:
    code = _code(error)
    if code == _NOTADB:  # encrypted pages without their key look like noise
        return StoreProblem(f"{path.name} cannot be read: the key is wrong, or it is not a Pathbot database.")
    return StoreUnavailable(_UNAVAILABLE.get(code, "The database cannot be opened: run `pathbot doctor`."))


def _code(error: BaseException | None) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # extended codes keep the primary one in the low byte


def _begin(connection: Connection) -> None:
    options, raw = connection.get_execution_options(), connection.connection
    if options.get("pathbot_reads", False):
        connection.exec_driver_sql("BEGIN")
        return
    waits = "FULL" if options.get("pathbot_kept", True) else "NORMAL"
    if raw.info.get("synchronous", "FULL") != waits:
        connection.exec_driver_sql(f"PRAGMA synchronous = {waits}")
        raw.info["synchronous"] = waits
    _begin_writing(raw.dbapi_connection)


def _begin_writing(raw: Any) -> None:
    """A deferred transaction that turns into a write fails at once when another writer was faster; this one waits.

    SQLite's own waiting sleeps longer and longer, up to a tenth of a second, past many chances: this asks often.
    """
    until = time.monotonic() + BUSY_MS / 1000
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except Exception as error:
                if _code(error) != _BUSY:
                    raise
                if time.monotonic() > until:
                    raise StoreUnavailable(_UNAVAILABLE[_BUSY]) from None
            time.sleep(ASK_AGAIN_SECONDS)
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


@contextmanager
def one_writer(engine: Engine) -> Iterator[None]:
    """The threads of a process write one after the other: SQLite makes a writer that finds another one sleep, and it
    sleeps on when the other is long done. Raises StoreUnavailable after five seconds."""
    lock = _WRITERS.setdefault(engine, threading.Lock())
    if not lock.acquire(timeout=BUSY_MS / 1000):
        raise StoreUnavailable(_UNAVAILABLE[_BUSY])
    try:
        yield
    finally:
        lock.release()


def _translate(context: ExceptionContext) -> BaseException | None:
    code = _code(context.original_exception)
    if code in (_CORRUPT, _NOTADB):
        return StoreProblem("The database file is damaged: put the last backup back.")
    return StoreUnavailable(_UNAVAILABLE[code]) if code in _UNAVAILABLE else None


def truncate_log(engine: Engine) -> bool:
    """Moves the write-ahead log into the file and empties it, so erased text is nowhere. False while someone reads."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()
        cursor.close()
        return busy is not None and busy[0] == 0
    finally:
        raw.close()


def copy_pages(engine: Engine, target: Path, key: bytes | None) -> None:
    """Copies the database, as it is at one moment, into one file with nothing beside it. Raises StoreProblem."""
    from sqlcipher3 import dbapi2

    copy, raw = connect(target, key), engine.raw_connection()
    try:
        source = raw.dbapi_connection
        assert source is not None
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    except dbapi2.Error as error:
        if "disk is full" in str(error):  # the driver gives no code here, only SQLite's own words
            raise StoreUnavailable(_UNAVAILABLE[_FULL]) from None
        raise _problem(error, target) from None
    finally:
        raw.close()
        copy.close()


def foreign_keys(connection: Connection, on: bool) -> None:
    """Switches foreign keys outside a transaction. A batch migration drops a table, which would cascade."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
    cursor.close()


def broken_references(connection: Connection) -> bool:
    """Whether any row points at a row that does not exist."""
    return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None
