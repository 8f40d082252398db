"""How the work stands, in numbers: for dashboards and alarms, and for nothing that could name anyone."""

from datetime import datetime

from pydantic import Field
from sqlalchemy import Engine, bindparam, func, select

from pathbot.frozen import Frozen
from pathbot.store.columns import UtcDateTime
from pathbot.store.engine import reading
from pathbot.store.tables import concerns, inbox, jobs, outbox


class Gauges(Frozen):
    """What `measure` found. Ages are in seconds, 0 when nothing waits."""

    inbox_open: int = Field(description="Messages that wait for an answer.")
    inbox_oldest_seconds: float = Field(description="How long the oldest of them has waited.")
    inbox_dead: int = Field(description="Messages set aside because they could not be answered.")
    outbox_open: int = Field(description="Replies that wait to be sent.")
    outbox_oldest_seconds: float = Field(description="How long the oldest of them has waited.")
    outbox_dead: int = Field(description="Replies that can never be sent.")
    alerts_open: int = Field(description="Safety alerts that wait to be sent. Should be 0 within seconds.")
    concerns_unheard: int = Field(description="Concerns that no safety contact has taken on yet.")
    jobs_late: int = Field(description="Jobs that are due and not done.")
    jobs_missed: int = Field(description="Jobs that came too late or failed for good.")


def measure(engine: Engine, now: datetime) -> Gauges:
    """Counts what waits. A few indexed counts, whatever the size of the database. Raises StoreProblem."""
    with reading(engine) as connection:
        row = connection.execute(_ALL, {"now": now}).one()
    return Gauges(
        inbox_open=row.inbox_open,
        inbox_oldest_seconds=_age(row.inbox_oldest, now),
        inbox_dead=row.inbox_dead,
        outbox_open=row.outbox_open,
        outbox_oldest_seconds=_age(row.outbox_oldest, now),
        outbox_dead=row.outbox_dead,
        alerts_open=row.alerts_open,
        concerns_unheard=row.concerns_unheard,
        jobs_late=row.jobs_late,
        jobs_missed=row.jobs_missed,
    )


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


_OPEN = ("new", "sending")
_COUNT = func.count()
_ALL = select(
    select(_COUNT).where(inbox.c.state == "new").select_from(inbox).scalar_subquery().label("inbox_open"),
    select(func.min(inbox.c.received_at)).where(inbox.c.state == "new").scalar_subquery().label("inbox_oldest"),
    select(_COUNT).where(inbox.c.state == "dead").select_from(inbox).scalar_subquery().label("inbox_dead"),
    select(_COUNT).where(outbox.c.state.in_(_OPEN)).select_from(outbox).scalar_subquery().label("outbox_open"),
    select(func.min(outbox.c.created_at)).where(outbox.c.state.in_(_OPEN)).scalar_subquery().label("outbox_oldest"),
    select(_COUNT).where(outbox.c.state == "dead").select_from(outbox).scalar_subquery().label("outbox_dead"),
    select(_COUNT)
    .where(outbox.c.state.in_(_OPEN), outbox.c.rank == 0)
    .select_from(outbox)
    .scalar_subquery()
    .label("alerts_open"),
    select(_COUNT).where(concerns.c.acknowledged_at.is_(None)).scalar_subquery().label("concerns_unheard"),
    select(_COUNT)
    .where(jobs.c.state == "new", jobs.c.due_at <= bindparam("now", type_=UtcDateTime))
    .select_from(jobs)
    .scalar_subquery()
    .label("jobs_late"),
    select(_COUNT).where(jobs.c.state.in_(("missed", "dead"))).select_from(jobs).scalar_subquery().label("jobs_missed"),
)
