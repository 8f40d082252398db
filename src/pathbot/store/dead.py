"""Messages that were set aside because they could not be answered. They keep their text, for one more try."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, and_, select

from pathbot.frozen import Frozen
from pathbot.messages import Address
from pathbot.store import conversations
from pathbot.store.engine import reading
from pathbot.store.tables import conversations as conversation_rows
from pathbot.store.tables import identities, inbox, outbox, people

AT_ONCE = 1000


class DeadLetter(Frozen):
    """A message nobody could answer: where it came from and what went wrong, never what it says."""

    school: str
    channel: str
    delivery_id: str
    address: Address
    persons: tuple[str, ...]
    language: str
    received_at: datetime
    error_code: str

    @property
    def sorry_key(self) -> str:
        """The outbox key under which its writer is told, once."""
        return f"{self.channel}:{self.delivery_id}:sorry"


def letters(engine: Engine, school: str | None = None) -> tuple[DeadLetter, ...]:
    """Every message that was set aside, the newest first: of one school, or of the whole installation."""
    mine = () if school is None else (inbox.c.school == school,)
    with reading(engine) as connection:
        rows = connection.execute(_DEAD.where(*mine).order_by(inbox.c.id.desc())).all()
    return _letters(rows)


def untold(engine: Engine, since: datetime) -> tuple[DeadLetter, ...]:
    """Those received since then whose writer was not told yet."""
    with reading(engine) as connection:
        found = _letters(connection.execute(_DEAD.where(inbox.c.received_at >= since).order_by(inbox.c.id)).all())
        told: set[str] = set()
        # Asked by their keys: as one statement, PostgreSQL would read all of the outbox every few seconds.
        for start in range(0, len(found), AT_ONCE):
            keys = [letter.sorry_key for letter in found[start : start + AT_ONCE]]
            told |= set(connection.execute(select(outbox.c.k).where(outbox.c.k.in_(keys))).scalars())
    return tuple(letter for letter in found if letter.sorry_key not in told)


_SENDER = and_(
    identities.c.school == inbox.c.school,
    identities.c.channel == inbox.c.channel,
    identities.c.external_id == inbox.c.external_id,
)
_DEAD = (
    select(
        inbox.c.school,
        inbox.c.channel,
        inbox.c.delivery_id,
        inbox.c.received_at,
        inbox.c.error_code,
        conversation_rows.c.conversation,
        conversation_rows.c.thread,
        conversation_rows.c.shared,
        people.c.id.label("person"),
        people.c.language,
    )
    .select_from(
        inbox.join(conversation_rows, conversation_rows.c.key == inbox.c.conversation)
        .outerjoin(identities, _SENDER)
        .outerjoin(people, people.c.id == identities.c.person)
    )
    .where(inbox.c.state == "dead")
)


def _letters(rows: Iterable[Any]) -> tuple[DeadLetter, ...]:
    return tuple(
        DeadLetter(
            school=row.school,
            channel=row.channel,
            delivery_id=row.delivery_id,
            address=conversations.address_of(row),
            persons=(row.person,) if row.person else (),
            language=row.language or "en",
            received_at=row.received_at,
            error_code=row.error_code or "unknown",
        )
        for row in rows
    )
