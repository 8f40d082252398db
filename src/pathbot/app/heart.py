"""Keeps the claims of slow turns alive, so that nobody takes over a turn that is only waiting for a language model."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from pathbot.app.wakes import Wakes
from pathbot.store import claims
from pathbot.store.claims import Claim
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem

LEASE = timedelta(seconds=15)
BEAT_SECONDS = 4.0
HUNG_AFTER = timedelta(seconds=120)  # a turn that takes longer is not slow but stuck: others may take over
log = logging.getLogger("pathbot.heart")


class Heart:
    """One per process."""

    def __init__(self, engine: Database, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._alive: dict[int, tuple[Claim, datetime]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def beating(self, claim: Claim) -> Iterator[None]:
        """While the block lasts, the claim does not run out."""
        with self._lock:
            self._alive[claim.inbox_id] = claim, self._clock()
        try:
            yield
        finally:
            with self._lock:
                self._alive.pop(claim.inbox_id, None)

    async def beat(self, wakes: Wakes) -> None:
        """Beats until it is time to stop; turns that still run then have a full lease to finish in."""
        while not wakes.stopping:
            await wakes.rest(BEAT_SECONDS)
            try:
                await asyncio.to_thread(self.once)
            except StoreProblem as error:
                log.warning("the store is away: %s", error)

    def once(self) -> None:
        """One beat: every turn that has run for a while gets a new lease."""
        now = self._clock()
        with self._lock:
            held = list(self._alive.values())
        for claim, since in held:
            if timedelta(seconds=BEAT_SECONDS) <= now - since < HUNG_AFTER:
                claims.heartbeat(self._engine, claim, now, LEASE)
