"""Concerns: who has to hear, and who has heard."""

from datetime import datetime

from sqlalchemy import Connection, Engine, update

from pathbot.people import Concern
from pathbot.store import audit, rows
from pathbot.store.engine import reading, writing
from pathbot.store.tables import concerns


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


def acknowledge(engine: Engine, concern: str, by: str, now: datetime) -> bool:
    """`by` has it from here. The first one counts; False for anyone after, and for a concern that is not there."""
    with writing(engine) as connection:
        return take_on(connection, concern, by, now)


def take_on(connection: Connection, concern: str, by: str, now: datetime) -> bool:
    """`acknowledge`, as part of a larger transaction."""
    open_ = (concerns.c.id == concern, concerns.c.acknowledged_at.is_(None))
    heard = update(concerns).where(*open_).values(acknowledged_by=by, acknowledged_at=now)
    row = connection.execute(heard.returning(concerns.c.school, concerns.c.learner)).first()
    if row is not None:
        audit.append(connection, row.school, by, "acknowledge", row.learner, now)
    return row is not None
