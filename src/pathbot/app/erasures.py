"""Who was erased stays erased, also when a backup from before is put back.

A backup still holds whoever was erased after it was made. So every erasure is noted in a small file beside the backups,
which no restore replaces: no name and no id, only a code that the data folder's key makes of the person, and the time.
Each line is sealed with the one before. `pathbot restore` reads it and erases them again.
"""

import asyncio
import fcntl
import hashlib
import hmac
import json
import logging
import os
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pathbot.app.settings import Settings
from pathbot.app.wakes import Wakes
from pathbot.app.wiring import read_key
from pathbot.store import rights
from pathbot.store.audit import pseudonym
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem

NAME = "erased.jsonl"
LOOK_SECONDS = 5.0
log = logging.getLogger("pathbot.erasures")


class Noted(NamedTuple):
    """`who` is a code, `at` the time of the erasure in ISO form."""

    who: str
    at: str


class Ledger:
    """The file. Any number of processes may add to it."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key

    def code(self, name: str) -> str:
        """What a pseudonym of the audit trail is called here."""
        return self._seal("who", name)[:32]

    def read(self) -> tuple[tuple[Noted, ...], bool]:
        """Every line that can be read, and whether the chain is whole."""
        found, whole, _ = self._chain()
        return found, whole

    def _chain(self) -> tuple[tuple[Noted, ...], bool, str]:
        """The same, and the last seal."""
        found, whole, previous = [], True, ""
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.is_file() else []
        for line in lines:
            try:
                row = json.loads(line)
                noted, seal = Noted(str(row["who"]), str(row["at"])), str(row["seal"])
            except (ValueError, KeyError, TypeError):
                whole = False
                continue
            whole = whole and hmac.compare_digest(seal.encode(), self._seal(previous, *noted).encode())
            found.append(noted)
            previous = seal
        return tuple(found), whole, previous

    def add(self, erased: Iterable[Noted]) -> int:
        """Appends those that are not there yet, and waits for the disk. How many they were."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            torn = file.read()[-1:] not in ("", "\n")
            there, _, previous = self._chain()
            new = [noted for noted in dict.fromkeys(erased) if noted not in there]
            file.write("\n" if torn and new else "")
            for noted in new:
                previous = self._seal(previous, *noted)
                file.write(json.dumps({**noted._asdict(), "seal": previous}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return len(new)

    def _seal(self, *parts: str) -> str:
        return hmac.new(self._key, "|".join(("pathbot-erased", *parts)).encode(), hashlib.sha256).hexdigest()


def ledger_of(settings: Settings) -> Ledger:
    """The one beside this data folder's backups."""
    return Ledger(settings.home_folder / "backups" / NAME, read_key(settings))


class Watch:
    """Notes what the audit trail says was erased since the last look."""

    def __init__(self, settings: Settings, engine: Database) -> None:
        self._settings = settings
        self._engine = engine
        self._seen: dict[str, int] = {}

    def look(self) -> int:
        """How many erasures were new. Raises StoreProblem or OSError."""
        erased, seen = rights.erased_since(self._engine, self._seen)
        ledger = ledger_of(self._settings)
        added = ledger.add(_noted(ledger, erased)) if erased else 0
        self._seen = seen
        return added

    async def keep(self, wakes: Wakes) -> None:
        """Looks every few seconds, and once more at the end."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except (StoreProblem, OSError) as error:
                log.error("erasures could not be noted beside the backups: %s", type(error).__name__)
            if wakes.stopping:
                return
            await wakes.rest(LOOK_SECONDS)


class Again(NamedTuple):
    """How many people were erased again, and whether every ledger was whole."""

    people: int
    whole: bool


def erase_again(engine: Database, ledgers: Collection[Ledger], now: datetime) -> Again:
    """Erases from a restored database whoever was erased after the backup was made.

    A ledger that somebody changed is obeyed all the same: erasing is what people asked for.
    """
    count, whole = 0, True
    for ledger in ledgers:
        noted, unbroken = ledger.read()
        whole = whole and unbroken
        known = set(_noted(ledger, rights.erased_since(engine, {})[0]))
        due = {one.who for one in noted if one not in known}
        for school, person in rights.everybody(engine):
            if ledger.code(pseudonym(school, person)) in due:
                rights.erase_learner(engine, person, now)
                count += 1
    return Again(count, whole)


def _noted(ledger: Ledger, erased: Iterable[tuple[str, datetime]]) -> list[Noted]:
    return [Noted(ledger.code(name), at.isoformat()) for name, at in erased]
