"""Every routine of the schedule. What is due by itself or was planned in a turn is named here once."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from pathbot.app.corrections import correction_routine
from pathbot.app.drills import drill_routine
from pathbot.app.erasing import erase_routine
from pathbot.app.kit import Kit
from pathbot.app.mentor_watch import MentorWatch
from pathbot.app.nudges import Nudges
from pathbot.app.paging import Paging
from pathbot.app.retention import retention_routine
from pathbot.app.schedule import Routine
from pathbot.app.second_look import SecondLook
from pathbot.app.weekly import Weekly
from pathbot.jobs import Job, days_due
from pathbot.store import jobs, people
from pathbot.store.engine import Database, Transaction
from pathbot.store.jobs import Result

KEEP_ENDED = timedelta(days=400)


def every_routine(engine: Database, kit: Kit) -> tuple[Routine, ...]:
    """The routines of a server or a worker."""

    def nightly(now: datetime) -> Iterable[Job]:
        (night,) = days_due(now, "UTC", time(3), back=0)
        for school in people.all_schools(engine):
            yield Job(name="tidy", key=f"{school.id}|{night.key}", school=school.id, due_at=night.due_at)

    tidy = Routine(name="tidy", run=_tidy, late=timedelta(days=1), coming=nightly)
    care = (Paging(engine, kit).routine(), drill_routine(engine, kit), erase_routine(engine), retention_routine(engine))
    return (
        tidy,
        Weekly(engine, kit).routine(),
        MentorWatch(engine, kit).routine(),
        Nudges(engine, kit).routine(),
        SecondLook(engine, kit).routine(),
        correction_routine(engine, kit),
        *care,
    )


def _tidy(job: Job, now: datetime) -> Result:
    """Old jobs are only kept so that nothing happens twice; no period comes up again after a year."""

    def forget(transaction: Transaction) -> None:
        jobs.forget(transaction, job.school, now - KEEP_ENDED)

    return Result(store=forget)
