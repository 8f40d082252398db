"""A copy of a living database, and putting one back. A bare copy of the file would miss what stands in its log.

A backup is always one encrypted SQLite file, also of a PostgreSQL database: the same command puts it back into either.
Small files that belong to the database, such as a school's badge key, travel in a table of their own.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, inspect, select, text

from pathbot.store.copy import copy_all, same
from pathbot.store.engine import open_engine, reading, writing
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.migrate import migrate
from pathbot.store.sqlite import copy_pages
from pathbot.store.tables import schools

_MAKE_FILES = "CREATE TABLE IF NOT EXISTS files_beside (name TEXT PRIMARY KEY, content BLOB NOT NULL)"
_DROP_FILES = "DROP TABLE IF EXISTS files_beside"


def back_up(engine: Engine, target: Path, key: bytes | None, files: Mapping[str, bytes] | None = None) -> None:
    """Copies the whole database, as it is at one moment, into a new file with the same `key`. Writers go on.

    `files` are kept with it, by name.

    Raises StoreProblem when `target` is there already, or when the copy is not whole.
    """
    if target.exists():
        raise StoreProblem(f"{target.name} is there already: choose another name.")
    if engine.dialect.name == "sqlite":
        copy_pages(engine, target, key)
    else:
        _copy_rows(engine, target, key)
    if files:
        _keep_files(target, key, files)
    verify(target, key)


def _keep_files(target: Path, key: bytes | None, files: Mapping[str, bytes]) -> None:
    engine = open_engine(f"sqlite:///{target}", key)
    try:
        with writing(engine) as connection:
            connection.execute(text(_MAKE_FILES))
            rows = [{"name": name, "content": content} for name, content in files.items()]
            connection.execute(text("INSERT INTO files_beside VALUES (:name, :content)"), rows)
    finally:
        engine.dispose()


def files_of(backup: Path, key: bytes | None) -> dict[str, bytes]:
    """The files that were kept with it, by name; none in a backup of an older version."""
    engine = open_engine(f"sqlite:///{backup}", key)
    try:
        if not inspect(engine).has_table("files_beside"):
            return {}
        with reading(engine) as connection:
            return {row.name: bytes(row.content) for row in connection.execute(text("SELECT * FROM files_beside"))}
    finally:
        engine.dispose()


def _copy_rows(engine: Engine, target: Path, key: bytes | None) -> None:
    copy = open_engine(f"sqlite:///{target}", key)
    try:
        migrate(copy)
        copy_all(engine, copy)
    finally:
        copy.dispose()


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
    """Puts a verified backup in the place of a SQLite database that no process has open; the old one is gone.

    Raises StoreProblem when the backup cannot be used; the database is then as it was.
    """
    verify(backup, key)
    arriving = database.with_name(database.name + ".restoring")
    arriving.unlink(missing_ok=True)
    source = open_engine(f"sqlite:///{backup}", key)
    try:
        back_up(source, arriving, key)
        _drop_files(arriving, key)
        for log in ("-wal", "-shm"):  # an old log must never be replayed into the restored file
            database.with_name(database.name + log).unlink(missing_ok=True)
        os.replace(arriving, database)
    except OSError as error:
        raise StoreUnavailable(f"The backup cannot be put back: {error.strerror}.") from None
    finally:
        source.dispose()


def _drop_files(database: Path, key: bytes | None) -> None:
    engine = open_engine(f"sqlite:///{database}", key)
    try:
        with writing(engine) as connection:
            connection.execute(text(_DROP_FILES))
    finally:
        engine.dispose()


def restore_into(backup: Path, engine: Engine, key: bytes | None) -> None:
    """Puts a verified backup into an empty PostgreSQL database.

    Raises StoreProblem when the backup cannot be used, or when the database already has schools.
    """
    with TemporaryDirectory(dir=backup.parent, prefix=".restoring-") as folder:
        upgraded = Path(folder) / backup.name
        restore(backup, upgraded, key)
        source = open_engine(f"sqlite:///{upgraded}", key)
        try:
            migrate(source)  # last year's backup has last year's tables
            copy_all(source, engine)
        finally:
            source.dispose()


def rehearse(backup: Path, key: bytes | None) -> None:
    """Puts a backup back beside itself and compares every row, as a fire drill. Raises StoreProblem."""
    with TemporaryDirectory(dir=backup.parent, prefix=".rehearsal-") as folder:
        restored = Path(folder) / "restored.db"
        restore(backup, restored, key)
        one, other = open_engine(f"sqlite:///{backup}", key), open_engine(f"sqlite:///{restored}", key)
        try:
            if not same(one, other):
                raise StoreProblem(f"{backup.name} did not come back as it was: use another one, and report this.")
        finally:
            one.dispose()
            other.dispose()
