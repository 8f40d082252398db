"""Weekly summaries that went out: one per teacher, class and ISO week, however often the clock is asked."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Engine, select

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
        row = {"teacher": teacher, "class_id": class_id, "week": week, "school": school, "made_at": now}
        if not insert_new(connection, digests, row):
            return False
        for message in outgoing:
            outbox.queue(connection, school, message, now, about)
        return True
