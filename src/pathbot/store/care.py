"""What a school decided about care, what it recorded about learners, and its drills."""

from datetime import datetime

from sqlalchemy import Connection, Engine, select, update

from pathbot.care import CareRules, LearnerCare
from pathbot.frozen import Frozen
from pathbot.store import audit, rows
from pathbot.store.engine import Transaction, insert_new, put, reading, writing
from pathbot.store.tables import care_rules, drills, learner_care


class Drill(Frozen):
    """The alert of a month (``2026-11``) that nobody needed. `answered_by` is None until a contact tapped it."""

    school: str
    month: str
    sent_at: datetime
    answered_by: str | None = None
    answered_at: datetime | None = None


def rules_of(engine: Engine, school: str) -> CareRules:
    """What a school decided; the careful defaults where it decided nothing."""
    with reading(engine) as connection:
        return read_rules(connection, school)


def read_rules(connection: Connection, school: str) -> CareRules:
    """`rules_of`, as part of a larger transaction."""
    found = connection.execute(select(care_rules.c.rules).where(care_rules.c.school == school)).scalar_one_or_none()
    return CareRules.model_validate_json(found) if found else CareRules()


def put_rules(engine: Engine, school: str, rules: CareRules, by: str, now: datetime) -> None:
    """From now on this holds. Stands in the audit trail."""
    with writing(engine) as connection:
        put(connection, care_rules, {"school": school, "rules": rules.model_dump_json()}, ("school",))
        audit.append(connection, school, by, "care_rules", audit.SYSTEM, now)


def learner(engine: Engine, person: str) -> LearnerCare | None:
    """What the school recorded about a learner's age and parent."""
    with reading(engine) as connection:
        return read_learner(connection, person)


def read_learner(connection: Connection, person: str) -> LearnerCare | None:
    """`learner`, as part of a larger transaction."""
    return rows.one(connection, LearnerCare, learner_care, learner_care.c.person == person)


def put_learner(engine: Engine, record: LearnerCare) -> None:
    """Writes it down, and who did."""
    with writing(engine) as connection:
        put(connection, learner_care, record.model_dump(), ("person",))
        by = record.recorded_by or audit.SYSTEM
        audit.append(connection, record.school, by, "learner_care", record.person, record.recorded_at)


def drill_sent(transaction: Transaction, school: str, month: str, now: datetime) -> None:
    """A drill went out. Once a month."""
    insert_new(transaction, drills, {"school": school, "month": month, "sent_at": now})


def drill_answered(connection: Connection, school: str, month: str, by: str, now: datetime) -> bool:
    """A contact saw it; the first one counts."""
    this = (drills.c.school == school, drills.c.month == month, drills.c.answered_at.is_(None))
    return connection.execute(update(drills).where(*this).values(answered_by=by, answered_at=now)).rowcount == 1


def drills_of(engine: Engine, school: str) -> tuple[Drill, ...]:
    """A school's drills, the oldest first."""
    with reading(engine) as connection:
        return rows.every(connection, Drill, drills, drills.c.school == school, by="month")
