"""Every night each school's words whose time is over are deleted, and the audit chain is checked."""

import logging
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from pathbot.app.schedule import Routine
from pathbot.jobs import Job, days_due
from pathbot.store import audit, care, people
from pathbot.store.engine import Database, Transaction, wipe_traces
from pathbot.store.jobs import Result
from pathbot.store.retention import forget_old

log = logging.getLogger("pathbot.retention")


def retention_routine(engine: Database) -> Routine:
    """At three in the morning, UTC. What was deleted has left the database's log the night after at the latest."""

    def coming(now: datetime) -> Iterable[Job]:
        (night,) = days_due(now, "UTC", time(3), back=0)
        for school in people.all_schools(engine):
            yield Job(name="retain", key=f"{school.id}|{night.key}", school=school.id, due_at=night.due_at)

    return Routine(name="retain", run=lambda job, now: _retain(engine, job, now), late=timedelta(days=2), coming=coming)


def _retain(engine: Database, job: Job, now: datetime) -> Result:
    broken = audit.first_broken(engine, job.school)
    if broken is not None:
        log.error("the audit trail of %s is broken at entry %d: run `pathbot audit verify`", job.school, broken)
    rules = care.rules_of(engine, job.school)
    wipe_traces(engine)

    def forget(transaction: Transaction) -> None:
        gone = forget_old(transaction, job.school, rules, now)
        if sum(gone.values()):
            audit.append(transaction, job.school, audit.SYSTEM, "retention", audit.SYSTEM, now)

    return Result(store=forget)
