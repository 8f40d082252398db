"""What a school adds to role cards: kept apart from the cards, proposed and decided by different adults."""

from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, select, update

from pathbot.mentoring import CardNote
from pathbot.store import rows
from pathbot.store.engine import insert_new, reading, writing
from pathbot.store.tables import card_notes


def propose(engine: Engine, note: CardNote) -> None:
    """Keeps a note for another adult to read. Shown to no learner yet."""
    with writing(engine) as connection:
        insert_new(connection, card_notes, note.model_dump())


def decide(engine: Engine, note: str, status: str, by: str, now: datetime) -> bool:
    """Approved or refused. Approving somebody's own proposal does nothing. False when nothing changed."""
    here = [card_notes.c.id == note, card_notes.c.status != status]
    if status == "approved":
        here.append(card_notes.c.proposed_by.is_distinct_from(by))
    with writing(engine) as connection:
        decided = update(card_notes).where(*here).values(status=status, decided_by=by, decided_at=now)
        return connection.execute(decided).rowcount == 1


def notes_of(engine: Engine, school: str) -> tuple[CardNote, ...]:
    """Everything a school proposed, the oldest first."""
    with reading(engine) as connection:
        return rows.every(connection, CardNote, card_notes, card_notes.c.school == school, by="proposed_at")


def approved(connection: Connection, school: str) -> tuple[CardNote, ...]:
    """What this school's learners see on its role cards, the oldest first."""
    return rows.nouns(CardNote, connection.execute(_APPROVED, {"school": school}))


# Built once: putting a statement together takes longer than running it.
_APPROVED = (
    select(card_notes)
    .where(card_notes.c.school == bindparam("school"), card_notes.c.status == "approved")
    .order_by(card_notes.c.proposed_at)
)
