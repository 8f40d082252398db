"""Language models in the store: the schools that allow one, what was used up this month, and the record of requests."""

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Column, ColumnElement, Connection, Engine, func, select

from pathbot.frozen import Frozen
from pathbot.store import audit
from pathbot.store.engine import put, reading, writing
from pathbot.store.tables_models import model_calls, model_permits
from pathbot.usage import ModelCall, Month, Outcome, Purpose, Spent


class CallRow(Frozen):
    """A recorded request, and whose school and class it was for. Who it was for stays in the store."""

    school: str
    class_id: str
    at: datetime
    purpose: Purpose
    model: str
    prompt: str
    tokens_in: int
    tokens_out: int
    microdollars: int | None
    milliseconds: int
    outcome: Outcome


Kind = Literal["learner", "class_", "school"]
_KINDS: dict[Kind, Column[str]] = {
    "learner": model_calls.c.person,
    "class_": model_calls.c.class_id,
    "school": model_calls.c.school,
}


class Used(Frozen):
    """What one learner, class or school (`id`) used up."""

    kind: Kind
    id: str
    spent: Spent


def allow(engine: Engine, school: str, allowed: bool, now: datetime, actor: str = audit.SYSTEM) -> None:
    """From now on a model may, or may not, help the learners of this school. The change is in the audit trail."""
    with writing(engine) as connection:
        if _allows(connection, school) == allowed:
            return
        put(connection, model_permits, {"school": school, "allowed": allowed, "since": now}, ("school",))
        audit.append(connection, school, actor, "model_on" if allowed else "model_off", audit.SYSTEM, now)


def allowing(engine: Engine) -> frozenset[str]:
    """Ids of the schools where a model may help."""
    with reading(engine) as connection:
        return frozenset(connection.execute(select(model_permits.c.school).where(model_permits.c.allowed)).scalars())


def month_of(
    connection: Connection, allowed_since: datetime | None, school: str, class_id: str, person: str, now: datetime
) -> Month | None:
    """What was used up this month, None when the school allows no model (`allowed_since` is None)."""
    if allowed_since is None:
        return None
    since = start_of_month(now)
    return Month(
        since=allowed_since,
        learner=_spent(connection, since, model_calls.c.person == person),
        class_=_spent(connection, since, model_calls.c.class_id == class_id),
        school=_spent(connection, since, model_calls.c.school == school),
    )


def month_for(engine: Engine, school: str, class_id: str, person: str, now: datetime) -> Month | None:
    """`month_of`, read by itself."""
    permit = select(model_permits.c.since).where(model_permits.c.school == school, model_permits.c.allowed)
    with reading(engine) as connection:
        allowed_since = connection.execute(permit).scalar_one_or_none()
        return month_of(connection, allowed_since, school, class_id, person, now)


def keep_calls(
    connection: Connection, school: str, class_id: str, person: str, calls: tuple[ModelCall, ...], now: datetime
) -> None:
    """Adds a turn's requests to the record."""
    place = {"school": school, "class_id": class_id, "person": person, "at": now}
    if calls:
        connection.execute(model_calls.insert(), [{**place, **call.model_dump()} for call in calls])


def calls_between(engine: Engine, start: datetime, end: datetime) -> tuple[CallRow, ...]:
    """Every recorded request from `start` until before `end`, in order."""
    within = (model_calls.c.at >= start, model_calls.c.at < end)
    with reading(engine) as connection:
        found = connection.execute(select(model_calls).where(*within).order_by(model_calls.c.id)).all()
    return tuple(CallRow(**{name: row._mapping[name] for name in CallRow.model_fields}) for row in found)


def start_of_month(at: datetime) -> datetime:
    """The first moment of a time's month, in UTC."""
    return at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _allows(connection: Connection, school: str) -> bool:
    permit = select(model_permits.c.allowed).where(model_permits.c.school == school)
    return bool(connection.execute(permit).scalar_one_or_none())


def _spent(connection: Connection, since: datetime, whose: ColumnElement[bool]) -> Spent:
    tokens = func.coalesce(func.sum(model_calls.c.tokens_in + model_calls.c.tokens_out), 0)
    money = func.coalesce(func.sum(model_calls.c.microdollars), 0)
    row = connection.execute(select(tokens, money).where(whose, model_calls.c.at >= since)).one()
    return Spent(tokens=row[0], microdollars=row[1])


def spent_between(engine: Engine, start: datetime, end: datetime, school: str = "") -> tuple[Used, ...]:
    """What each learner, class and school used up from `start` until before `end`; of one school, if given."""
    within = [model_calls.c.at >= start, model_calls.c.at < end]
    within += [model_calls.c.school == school] if school else []
    tokens = func.sum(model_calls.c.tokens_in + model_calls.c.tokens_out)
    money = func.coalesce(func.sum(model_calls.c.microdollars), 0)
    found = []
    with reading(engine) as connection:
        for kind, column in _KINDS.items():
            rows = connection.execute(select(column, tokens, money).where(*within).group_by(column).order_by(column))
            found += [Used(kind=kind, id=row[0], spent=Spent(tokens=row[1], microdollars=row[2])) for row in rows]
    return tuple(found)
