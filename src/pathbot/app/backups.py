"""Backups: made by hand or every night, rehearsed every week, put back with one command."""

import asyncio
import logging
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from pathbot.app.erasures import NAME, Again, Ledger, Watch, erase_again, ledger_of
from pathbot.app.errors import BadInput, Failed
from pathbot.app.settings import Settings
from pathbot.app.wakes import Wakes
from pathbot.app.wiring import read_key
from pathbot.store import backup
from pathbot.store.copy import Report, copy_all
from pathbot.store.engine import Database, open_engine
from pathbot.store.errors import StoreProblem
from pathbot.store.migrate import migrate

NIGHT_HOUR = 2  # UTC: the middle of the night in Europe, the evening in America; either way after school
REHEARSED_ON = 7  # Sunday
LOOK_SECONDS = 600.0
HALF = ".half"
ABANDONED = timedelta(days=1)
"""After which nobody can still be writing something half made."""
log = logging.getLogger("pathbot.backups")


def back_up(settings: Settings, engine: Database, target: Path) -> None:
    """Writes a verified, encrypted backup while people go on. Raises BadInput or Failed."""
    if target.exists():
        raise BadInput(f"{target} is there already. Choose another name.")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        backup.back_up(engine, target, read_key(settings), _files_beside(settings))
        Watch(settings, engine).look()
    except OSError as error:
        raise Failed(f"{target} cannot be written ({error.strerror}). Choose another place.") from None
    except StoreProblem as error:
        target.unlink(missing_ok=True)
        raise Failed(str(error)) from None


def restore(settings: Settings, source: Path, key_file: Path | None, now: datetime) -> Again:
    """Puts a backup in the place of the database, on this machine or a fresh one. Stop Pathbot first.

    `key_file` is the copy of the key that was kept elsewhere; without it the key of this data folder is used. Whoever
    was erased after the backup was made, as the files beside the backup and in this folder say, is erased again.
    """
    if not source.is_file():
        raise BadInput(f"There is no backup {source}. Check the path.")
    _put_key(settings, key_file)
    key, database = read_key(settings), settings.home_folder / "pathbot.db"
    ledgers = {path.resolve(): Ledger(path, key) for path in (ledger_of(settings).path, source.parent / NAME)}
    try:
        if settings.database:
            engine = open_engine(settings.database_url)
            migrate(engine)
            backup.restore_into(source, engine, key)
        else:
            _note_the_last(settings, database)
            backup.restore(source, database, key)
            engine = open_engine(settings.database_url, key)
            migrate(engine)
        again = erase_again(engine, ledgers.values(), now)
        engine.dispose()
        _put_files(settings, backup.files_of(source, key))
    except StoreProblem as error:
        raise Failed(str(error)) from None
    return again


def _files_beside(settings: Settings) -> dict[str, bytes]:
    """What belongs to the database and stands beside it: each school's badge key, and which badges it took back."""
    home = settings.home_folder
    found = (path for path in sorted((home / "badges").rglob("*")) if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found}


def _put_files(settings: Settings, files: Mapping[str, bytes]) -> None:
    """What is there already is newer than the backup, and stays: a badge that was taken back is not given back."""
    for name, content in files.items():
        path = settings.home_folder / name
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(content)


def _note_the_last(settings: Settings, database: Path) -> None:
    """Erasures of the database that is about to go; one that cannot be read any more has told all it could."""
    if not database.exists():
        return
    try:
        engine = open_engine(settings.database_url, read_key(settings))
        Watch(settings, engine).look()
        engine.dispose()
    except (StoreProblem, OSError) as error:
        log.warning("the database that is replaced could not be asked who was erased: %s", type(error).__name__)


def move(settings: Settings, engine: Database, url: str, report: Report) -> dict[str, int]:
    """Copies everything into the empty database at `url`, verified row by row. Returns how many rows, by table."""
    try:
        target = open_engine(url, read_key(settings) if url.startswith("sqlite") else None)
        migrate(target)
        copied = copy_all(engine, target, report)
        target.dispose()
    except StoreProblem as error:
        raise Failed(str(error)) from None
    return copied


async def keep_backups(settings: Settings, engine: Database, clock: Callable[[], datetime], wakes: Wakes) -> None:
    """Every night, until it is time to stop. Several processes take turns by the name of the file."""
    while settings.backup_days and not wakes.stopping:
        try:
            await asyncio.to_thread(nightly, settings, engine, clock())
        except (Failed, BadInput, StoreProblem, OSError) as error:
            log.error("no backup was made: %s", error)
        await wakes.rest(LOOK_SECONDS)


def nightly(
    settings: Settings, engine: Database, now: datetime, rehearse: Callable[[Path, bytes], None] = backup.rehearse
) -> Path | None:
    """Makes last night's backup, rehearses it on Sundays, and deletes old ones. None when it is there already.

    Where the rehearsal fails, the older backups stay: one of them may be the last that can be put back.
    """
    night = now - timedelta(hours=NIGHT_HOUR)
    folder = settings.home_folder / "backups"
    made = folder / f"pathbot-{night:%Y-%m-%d}.db"
    if made.exists():
        return None
    _delete_abandoned(folder, now)
    half = made.with_suffix(f".{os.getpid()}{HALF}")
    half.unlink(missing_ok=True)
    try:
        back_up(settings, engine, half)
        os.replace(half, made)
    finally:
        half.unlink(missing_ok=True)
    if night.isoweekday() == REHEARSED_ON and not _comes_back(made, read_key(settings), rehearse):
        return made
    for old in sorted(folder.glob("pathbot-*.db"))[: -settings.backup_days]:
        old.unlink(missing_ok=True)
    return made


def _delete_abandoned(folder: Path, now: datetime) -> None:
    """What processes left that were killed in the middle of a backup or a rehearsal."""
    for path in (*folder.glob(f"*{HALF}*"), *folder.glob(".rehearsal-*"), *folder.glob(".restoring-*")):
        with suppress(OSError):  # another process deletes it too
            if path.stat().st_mtime > (now - ABANDONED).timestamp():
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _comes_back(made: Path, key: bytes, rehearse: Callable[[Path, bytes], None]) -> bool:
    try:
        rehearse(made, key)
    except (StoreProblem, OSError) as error:
        log.error("the backup %s was made, and its rehearsal failed: %s", made.name, error)
        return False
    log.info("the backup %s was put back in a rehearsal and came back whole", made.name)
    return True


def _put_key(settings: Settings, key_file: Path | None) -> None:
    if key_file is None:
        return
    if not key_file.is_file():
        raise BadInput(f"There is no key {key_file}. Check the path.")
    key = settings.key_path
    if key.exists() and key.read_bytes().strip() != key_file.read_bytes().strip():
        raise BadInput(f"{key} is another key. Move it away first, if the database it opens is no longer needed.")
    key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not key.exists():
        shutil.copyfile(key_file, key)
        key.chmod(0o600)
