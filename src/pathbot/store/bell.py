"""A bell between processes on PostgreSQL: what one of them stored, the others hear at once, not at their next look.

It carries only where to look (LISTEN/NOTIFY loses what nobody hears): whoever misses it finds the same a little later.
It rings outside the transactions that store things: a NOTIFY inside would make all commits wait for each other.
On SQLite it is silent; several processes on one file look now and then.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from sqlalchemy import Engine, text

from pathbot.store.engine import writing

ARRIVED = "arrived"
"""The ring that says a message came in; every other ring is the key of a conversation in which something was said."""

_CHANNEL = "pathbot"
_AFTER_SECONDS = 0.003  # rings of one burst go out together
_AGAIN_SECONDS = 2.0
_RING = text("SELECT pg_notify(:channel, what) FROM unnest(CAST(:rung AS text[])) AS what")
log = logging.getLogger("pathbot.bell")


class Bell:
    """``async with Bell(engine, heard): bell.ring(key)``. `heard` is called in the event loop, also for own rings."""

    def __init__(self, engine: Engine, heard: Callable[[str], None]) -> None:
        self._engine = engine
        self._heard = heard
        self._rung: set[str] = set()
        self._due = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Bell":
        if self._engine.dialect.name == "postgresql":
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._ring())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def ring(self, what: str) -> None:
        """Everyone should look. Use it from the event loop."""
        if self._tasks:
            self._rung.add(what)
            self._due.set()

    async def _ring(self) -> None:
        while True:
            await self._due.wait()
            await asyncio.sleep(_AFTER_SECONDS)
            self._due.clear()
            rung, self._rung = sorted(self._rung), set()
            with suppress(Exception):  # a lost ring only costs the others their next look
                await asyncio.to_thread(self._send, rung)

    def _send(self, rung: list[str]) -> None:
        with writing(self._engine) as connection:
            connection.execute(_RING, {"channel": _CHANNEL, "rung": rung})

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except Exception as error:
                log.warning("the bell is silent for now: %s", type(error).__name__)
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _hear(self) -> None:
        import psycopg

        url = self._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute(f"LISTEN {_CHANNEL}")
            async for notice in connection.notifies():
                self._heard(notice.payload)
