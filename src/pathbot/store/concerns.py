"""Concerns: who has to hear, and who has heard."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, case, or_, select, update

from pathbot.people import Concern, Heard, Person
from pathbot.store import audit, rows
from pathbot.store.engine import reading, writing
from pathbot.store.tables import concerns, memberships, people


def get_concern(engine: Engine, concern: str) -> Concern | None:
    """A concern by id."""
    with reading(engine) as connection:
        return rows.one(connection, Concern, concerns, concerns.c.id == concern)


def concerns_of(engine: Engine, school: str) -> tuple[Concern, ...]:
    """A school's concerns, the oldest first."""
    with reading(engine) as connection:
        return rows.every(connection, Concern, concerns, concerns.c.school == school, by="raised_at")


def unheard(engine: Engine) -> tuple[Concern, ...]:
    """Concerns of every school that nobody has acknowledged, the oldest first: who has to be called again."""
    with reading(engine) as connection:
        return rows.every(connection, Concern, concerns, concerns.c.acknowledged_at.is_(None), by="raised_at")


def answered(engine: Engine, ids: frozenset[str]) -> Mapping[str, tuple[str, Heard]]:
    """Of these concerns those that an adult answered: the adult's name and what they said of it."""
    if not ids:
        return {}
    by = select(concerns.c.id, people.c.name, concerns.c.outcome).join(
        people, people.c.id == concerns.c.acknowledged_by
    )
    with reading(engine) as connection:
        return {row.id: (row.name, row.outcome) for row in connection.execute(by.where(concerns.c.id.in_(ids)))}


def acknowledge(engine: Engine, concern: str, by: str, now: datetime) -> bool:
    """`by` has it from here. The first one counts; False for anyone after, and for a concern that is not there."""
    with writing(engine) as connection:
        return take_on(connection, concern, by, now)


def take_on(connection: Connection, concern: str, by: str, now: datetime, outcome: Heard = "taken") -> bool:
    """`acknowledge`, as part of a larger transaction."""
    open_ = (concerns.c.id == concern, concerns.c.acknowledged_at.is_(None))
    heard = update(concerns).where(*open_).values(acknowledged_by=by, acknowledged_at=now, outcome=outcome)
    row = connection.execute(heard.returning(concerns.c.school, concerns.c.learner)).first()
    if row is not None:
        audit.append(connection, row.school, by, outcome, row.learner, now)
    return row is not None


def is_open(connection: Connection, learner: str) -> bool:
    """Whether a concern about this learner waits for an adult."""
    waits = select(concerns.c.id).where(concerns.c.learner == learner, concerns.c.acknowledged_at.is_(None))
    return connection.execute(waits.limit(1)).first() is not None


def to_call(engine: Engine, school: str, learner: str) -> tuple[Person, ...]:
    """The safety contacts for a learner: first those of their class, then the school's, as they were named."""
    with reading(engine) as connection:
        theirs = select(memberships.c.class_id).where(memberships.c.person == learner, memberships.c.active)
        near = case((memberships.c.class_id.is_(None), 1), else_=0)
        here = or_(memberships.c.class_id.is_(None), memberships.c.class_id.in_(theirs))
        held = (memberships.c.school == school, memberships.c.duty == "safety_contact", memberships.c.active, here)
        found = select(people).join(memberships, memberships.c.person == people.c.id).where(*held)
        in_order = connection.execute(found.order_by(near, memberships.c.id)).all()
    return tuple({row.id: rows.to_noun(Person, row) for row in in_order}.values())


def admins(engine: Engine, school: str) -> tuple[Person, ...]:
    """The school's administrators: the last to be called."""
    held = (memberships.c.school == school, memberships.c.duty == "admin", memberships.c.active)
    with reading(engine) as connection:
        who = people.c.id.in_(select(memberships.c.person).where(*held))
        return rows.every(connection, Person, people, who, by="id")
