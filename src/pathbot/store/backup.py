"""A copy of a living database, and putting one back. A bare copy of the file would miss what stands in its log.

Only for SQLite; PostgreSQL has its own tools (pg_dump, pg_restore).
"""

import os
from pathlib import Path

from sqlalchemy import Engine, select, text

from pathbot.store.engine import open_engine, reading
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.sqlite import connect
from pathbot.store.tables import schools


def back_up(engine: Engine, target: Path, key: bytes | None) -> None:
    """Copies the whole database, as it is at one moment, into a new file with the same `key`. Writers go on.

    Raises StoreProblem when `target` is there already, or when this is not SQLite.
    """
    if engine.dialect.name != "sqlite":
        raise StoreProblem("Only a SQLite database is backed up here: use pg_dump for PostgreSQL.")
    if target.exists():
        raise StoreProblem(f"{target.name} is there already: choose another name.")
    copy = connect(target, key)
    raw = engine.raw_connection()
    try:
        source = raw.dbapi_connection
        assert source is not None
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    finally:
        raw.close()
        copy.close()
    verify(target, key)


def verify(backup: Path, key: bytes | None) -> None:
    """Opens a backup and reads all of it. Raises StoreProblem when it is damaged, or not one of Pathbot's."""
    if not backup.is_file():
        raise StoreProblem(f"There is no backup {backup.name}: check the path.")
    engine = open_engine(f"sqlite:///{backup}", key)
    try:
        with reading(engine) as connection:
            sound = connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
            tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
            if not sound or schools.name not in tables:
                raise StoreProblem(f"{backup.name} is damaged or not a Pathbot backup: use another one.")
            connection.execute(select(schools)).all()
    finally:
        engine.dispose()


def restore(backup: Path, database: Path, key: bytes | None) -> None:
    """Puts a verified backup in the place of a database that no process has open; the old one is gone.

    Raises StoreProblem when the backup cannot be used; the database is then as it was.
    """
    verify(backup, key)
    arriving = database.with_name(database.name + ".restoring")
    arriving.unlink(missing_ok=True)
    source = open_engine(f"sqlite:///{backup}", key)
    try:
        back_up(source, arriving, key)
        for log in ("-wal", "-shm"):  # an old log must never be replayed into the restored file
            database.with_name(database.name + log).unlink(missing_ok=True)
        os.replace(arriving, database)
    except OSError as error:
        raise StoreUnavailable(f"The backup cannot be put back: {error.strerror}.") from None
    finally:
        source.dispose()
