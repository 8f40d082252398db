"""The data folder: made by `pathbot init`, opened by everything else."""

import os
import secrets
from datetime import UTC, datetime

from pathbot.app.errors import Failed
from pathbot.app.settings import Settings
from pathbot.app.wiring import read_key
from pathbot.store.engine import Database, open_engine
from pathbot.store.errors import StoreProblem
from pathbot.store.migrate import migrate


def make_home(settings: Settings) -> bool:
    """Makes the folder (0700) and the key (0600) where they are missing. True when a key was made.

    Raises Failed when the folder cannot be written, or when a database is there without its key.
    """
    home, key = settings.home_folder, settings.key_path
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if key.exists():
            return False
        if (home / "pathbot.db").exists():
            raise Failed(
                f"{home} holds a database but no key. Put the key back at {key}: nothing can be read without it."
            )
        descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    except OSError as error:
        raise Failed(f"{home} cannot be written ({error.strerror}). Set PATHBOT_HOME to a folder you own.") from None
    return True


def open_store(settings: Settings) -> Database:
    """The database, brought up to date. Raises Failed with what to do."""
    try:
        engine = open_engine(settings.database_url, None if settings.database else read_key(settings))
        migrate(engine)
    except StoreProblem as error:
        raise Failed(str(error)) from None
    return engine


def now() -> datetime:
    """The only clock: everything below is handed the time."""
    return datetime.now(UTC)
