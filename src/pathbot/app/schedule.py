"""The schedule: does what is due, exactly once, whichever process looks first and however often clocks jump."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pathbot.app.wakes import Wakes
from pathbot.jobs import Job
from pathbot.store import jobs
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem
from pathbot.store.fences import only
from pathbot.store.jobs import Held, Result

LEASE = timedelta(seconds=60)
LOOK_SECONDS = 5.0
PLAN_EVERY = timedelta(minutes=1)
REMEMBERED = 100_000
log = logging.getLogger("pathbot.schedule")


def nothing_comes(_: datetime) -> Iterable[Job]:
    """For work that is planned elsewhere, in the turn or the job that makes it necessary."""
    return ()


@dataclass(frozen=True)
class Routine:
    """One kind of due work.

    `run` gets the job and the time, decides, and returns what it leads to; it runs in a thread, may run again after a
    crash, and so must change nothing itself. `late` is how long after its time the work is still of use; later it is
    reported instead. `coming` names the periodic jobs whose time has come; naming one again is harmless. What is
    `urgent` goes ahead of everything that is not.
    """

    name: str
    run: Callable[[Job, datetime], Result]
    late: timedelta
    coming: Callable[[datetime], Iterable[Job]] = nothing_comes
    urgent: bool = False


class Schedule:
    """Every routine of this process. Any number of processes may keep the same schedule."""

    def __init__(self, engine: Database, routines: Sequence[Routine], clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._routines = {routine.name: routine for routine in routines}
        self._urgent = [routine.name for routine in routines if routine.urgent]
        self._clock = clock
        self._planned_at: datetime | None = None
        self._planned: set[tuple[str, str]] = set()  # what this process need not offer the database again

    def run_due(self) -> int:
        """Plans what comes up by itself and does everything that is due. Returns how many jobs ended."""
        self._plan(self._clock())
        ended = 0
        while (held := self._next()) is not None:
            ended += self._do(held)
        return ended

    def _next(self) -> Held | None:
        """A page about a concern never waits behind a Monday's summaries."""
        now = self._clock()
        first = jobs.claim(self._engine, self._urgent, now, LEASE) if self._urgent else None
        return first or jobs.claim(self._engine, self._routines, now, LEASE)

    def _plan(self, now: datetime) -> None:
        since = self._planned_at
        if since is not None and since <= now < since + PLAN_EVERY:
            return
        new = [job for routine in self._routines.values() for job in routine.coming(now)]
        new = [job for job in new if (job.name, job.key) not in self._planned]
        if new:
            jobs.plan_all(self._engine, new)
        if len(self._planned) > REMEMBERED:
            self._planned.clear()
        self._planned |= {(job.name, job.key) for job in new}
        self._planned_at = now

    def _do(self, held: Held) -> bool:
        job, routine, now = held.job, self._routines[held.job.name], self._clock()
        if now > job.due_at + routine.late:
            log.warning("%s was missed: it came more than %s late", job.name, routine.late)
            return jobs.miss(self._engine, held, now)
        try:
            with only(job.school):
                return jobs.finish(self._engine, held, routine.run(job, now), self._clock())
        except StoreProblem:
            raise
        except Exception as error:
            # Only the error's type: its text could hold what somebody wrote.
            log.error("%s failed: %s", job.name, type(error).__name__)
            if jobs.give_back(self._engine, held, self._clock(), type(error).__name__):
                log.error("%s failed for good and was set aside", job.name)
                return True
            return False


async def keep(schedule: Schedule, wakes: Wakes) -> None:
    """Looks every few seconds, until it is time to stop."""
    while not wakes.stopping:
        try:
            if await asyncio.to_thread(schedule.run_due):
                wakes.answered.set()
        except StoreProblem as error:
            log.warning("the store is away: %s", error)
        await wakes.rest(LOOK_SECONDS)
