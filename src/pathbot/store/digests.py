"""Weekly summaries that went out: one per teacher, class and ISO week, however often the clock is asked."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from pathbot.messages import Outgoing
from pathbot.store import outbox
from pathbot.store.engine import insert_new, reading, writing
from pathbot.store.tables import classes, digests


def was_filed(engine: Engine, teacher: str, class_id: str, week: str) -> bool:
    """Whether this summary went out already, so that nobody has to write it again."""
    same = (digests.c.teacher == teacher, digests.c.class_id == class_id, digests.c.week == week)
    with reading(engine) as connection:
        return connection.execute(select(digests.c.week).where(*same)).first() is not None


def file_digest(
    engine: Engine,
    teacher: str,
    class_id: str,
    week: str,
    outgoing: Collection[Outgoing],
    about: Collection[str],
    now: datetime,
) -> bool:
    """Queues a teacher's summary of a week (``2026-W47``), once. False when it went out before.

    `about` are the learners who stand in it. With nothing in `outgoing`, the week counts as done.
    """
    with writing(engine) as connection:
        school = connection.execute(select(classes.c.school).where(classes.c.id == class_id)).scalar_one()
        if not note(connection, teacher, class_id, school, week, now):
            return False
        outbox.queue(connection, school, outgoing, now, about)
        return True


def note(connection: Connection, teacher: str, class_id: str, school: str, week: str, now: datetime) -> bool:
    """Remembers that a summary went out, as part of a larger transaction. False when it is remembered already."""
    row = {"teacher": teacher, "class_id": class_id, "week": week, "school": school, "made_at": now}
    return insert_new(connection, digests, row)


def sent(engine: Engine, class_id: str, teacher: str | None = None) -> tuple[tuple[str, datetime], ...]:
    """Weeks whose summary went out for a class, with when, the newest first; to one teacher only, if given."""
    mine = [digests.c.class_id == class_id] + ([digests.c.teacher == teacher] if teacher else [])
    newest_first = select(digests.c.week, digests.c.made_at).where(*mine).order_by(digests.c.week.desc())
    with reading(engine) as connection:
        return tuple((row.week, row.made_at) for row in connection.execute(newest_first))
