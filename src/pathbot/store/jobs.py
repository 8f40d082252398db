"""Due work, exactly once per (name, key): planned once, claimed with a lease, finished with all it leads to.

Finishing stores the job, the messages that go out for it and whatever else belongs to it in one transaction, and only
while the claim holds. So a process that dies half-way leaves a job that runs again, never half a result.
"""

import json
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, delete, or_, select, update

from pathbot.frozen import Frozen
from pathbot.jobs import Job
from pathbot.messages import Outgoing
from pathbot.store import outbox
from pathbot.store.engine import Transaction, insert_new, reading, writing
from pathbot.store.tables import jobs

GIVE_UP_AFTER = 8
LOST_AFTER = 20


class Held(Frozen):
    """A job to do now. `claim` counts how often it was taken and tells a slow worker from the one after it."""

    job: Job
    claim: int


class Result(Frozen):
    """What a job leads to. `about` names the people whose words or names stand in `outgoing`; it goes with them.

    `then` are jobs that follow from it. `store` writes what else belongs to it, in the same transaction.
    """

    outgoing: tuple[Outgoing, ...] = ()
    about: frozenset[str] = frozenset()
    then: tuple[Job, ...] = ()
    store: Callable[[Transaction], None] | None = None


class Trouble(Frozen):
    """A job that was not done: it came too late (``missed``) or failed for good (``dead``)."""

    name: str
    key: str
    school: str
    due_at: datetime
    state: str
    error_code: str | None
    ended_at: datetime


def plan(connection: Connection, job: Job) -> bool:
    """Plans a job as part of a larger transaction. False when it was planned before, whatever became of it."""
    row = {**job.model_dump(exclude={"data"}), "data": json.dumps(job.data), "state": "new"}
    return insert_new(connection, jobs, {**row, "attempts": 0, "claims": 0})


def plan_all(engine: Engine, planned: Iterable[Job]) -> int:
    """Plans jobs in a transaction of their own. Returns how many were new."""
    with writing(engine) as connection:
        return sum(plan(connection, job) for job in planned)


def claim(engine: Engine, names: Collection[str], now: datetime, lease: timedelta) -> Held | None:
    """The job with one of these names that is due longest, held for `lease`. None when none is due."""
    due = select(jobs).where(_due(names, now)).order_by(jobs.c.due_at, jobs.c.key).limit(1)
    with reading(engine) as connection:
        if connection.execute(due).first() is None:
            return None
    with writing(engine) as connection:
        while row := connection.execute(due.with_for_update(skip_locked=True)).first():
            if row.claims < LOST_AFTER:
                taken = {"claims": row.claims + 1, "lease_until": now + lease}
                connection.execute(update(jobs).where(_this(row.name, row.key)).values(taken))
                return Held(job=_job(row), claim=row.claims + 1)
            _end(connection, _this(row.name, row.key), "dead", now, "worker_lost")
    return None


def finish(engine: Engine, held: Held, result: Result, now: datetime) -> bool:
    """Stores that a job is done, with everything it leads to. False: somebody else has it, nothing was stored."""
    with writing(engine) as connection:
        if not _end(connection, _mine(held), "done", now):
            return False
        outbox.queue(connection, held.job.school, result.outgoing, now, result.about)
        for job in result.then:
            plan(connection, job)
        if result.store is not None:
            result.store(connection)
        return True


def miss(engine: Engine, held: Held, now: datetime) -> bool:
    """It is too late for this job to be of use: it is set aside, for people to see. False when it is not ours."""
    with writing(engine) as connection:
        return _end(connection, _mine(held), "missed", now, "too_late")


def give_back(engine: Engine, held: Held, now: datetime, error_code: str) -> bool:
    """It failed: again after 30 s, 1, 2, 4 … minutes. True when that was the last try and it is set aside."""
    with writing(engine) as connection:
        row = connection.execute(select(jobs).where(_mine(held))).first()
        if row is None:
            return False
        tries = row.attempts + 1
        if tries >= GIVE_UP_AFTER:
            return _end(connection, _mine(held), "dead", now, error_code)
        again = now + timedelta(seconds=15 * 2**tries)
        later = {"attempts": tries, "error_code": error_code, "not_before": again, "lease_until": None}
        connection.execute(update(jobs).where(_mine(held)).values(later))
        return False


def troubles(engine: Engine, school: str | None = None) -> tuple[Trouble, ...]:
    """What was not done, the newest first: of one school, or of the whole installation."""
    where = jobs.c.state.in_(("missed", "dead"))
    mine = where if school is None else and_(where, jobs.c.school == school)
    with reading(engine) as connection:
        rows = connection.execute(select(jobs).where(mine).order_by(jobs.c.ended_at.desc())).all()
    return tuple(Trouble(**{name: row._mapping[name] for name in Trouble.model_fields}) for row in rows)


def forget(connection: Connection, school: str, before: datetime) -> int:
    """Deletes a school's jobs that ended before then. Keep them longer than any period can come up again (months)."""
    return connection.execute(delete(jobs).where(jobs.c.school == school, jobs.c.ended_at < before)).rowcount


def _due(names: Collection[str], now: datetime) -> ColumnElement[bool]:
    free = or_(jobs.c.lease_until.is_(None), jobs.c.lease_until <= now)
    waited = or_(jobs.c.not_before.is_(None), jobs.c.not_before <= now)
    return and_(jobs.c.state == "new", jobs.c.due_at <= now, jobs.c.name.in_(list(names)), free, waited)


def _this(name: str, key: str) -> ColumnElement[bool]:
    return and_(jobs.c.name == name, jobs.c.key == key)


def _mine(held: Held) -> ColumnElement[bool]:
    same = _this(held.job.name, held.job.key)
    return and_(same, jobs.c.state == "new", jobs.c.claims == held.claim)


def _end(
    connection: Connection, which: ColumnElement[bool], state: str, now: datetime, error_code: str | None = None
) -> bool:
    ended = {"state": state, "ended_at": now, "error_code": error_code, "lease_until": None}
    return connection.execute(update(jobs).where(which).values(ended)).rowcount == 1


def _job(row: Row[tuple[object, ...]]) -> Job:
    names = ("name", "key", "due_at", "school", "person")
    return Job(**{name: row._mapping[name] for name in names}, data=json.loads(row.data))
