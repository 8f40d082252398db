"""Erasing that waits: as long as an adult has yet to hear of a concern, and not a day longer than a week."""

from datetime import datetime, timedelta

from pathbot.app.schedule import Routine
from pathbot.jobs import Job
from pathbot.store import concerns, rights
from pathbot.store.engine import Database, Transaction, reading
from pathbot.store.jobs import Result

AGAIN = timedelta(minutes=10)
LONGEST = timedelta(days=7)


def later_erasure(school: str, person: str, key: str, now: datetime, asked_at: datetime | None = None) -> Job:
    """Looks again in ten minutes. `key` makes one request one job."""
    data = {"asked_at": (asked_at or now).isoformat(), "key": key}
    return Job(
        name="erase", key=f"{key}|{now.isoformat()}", school=school, due_at=now + AGAIN, person=person, data=data
    )


def erase_routine(engine: Database) -> Routine:
    """Erases whoever asked for it as soon as nothing about them waits for an adult."""

    def run(job: Job, now: datetime) -> Result:
        assert job.person is not None
        with reading(engine) as connection:
            waits = concerns.is_open(connection, job.person)
        asked_at = datetime.fromisoformat(job.data["asked_at"])
        if waits and now < asked_at + LONGEST:
            return Result(then=(later_erasure(job.school, job.person, job.data["key"], now, asked_at),))
        return Result(store=lambda transaction: _erase(transaction, job.person or "", now))

    return Routine(name="erase", run=run, late=timedelta(days=30))


def _erase(transaction: Transaction, person: str, now: datetime) -> None:
    rights.erase(transaction, person, now)
