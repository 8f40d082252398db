"""What leaves: one row at a time per conversation, alerts first, never twice if the sender reconciles.

A sender calls `next_due`, posts, and says what happened: `mark_sent`, `put_back` (surely not taken), `doubt` (nobody
knows), or `give_up`. A row whose sender died, or was in doubt, comes back with `half_sent`: look in the channel first.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Row, Select, and_, bindparam, exists, select, tuple_, update

from pathbot.frozen import Frozen
from pathbot.messages import Outgoing
from pathbot.store import conversations
from pathbot.store.columns import UtcDateTime
from pathbot.store.engine import insert_new, reading, writing
from pathbot.store.tables import outbox, outbox_people

_OPEN = ("new", "sending")


class Sending(Frozen):
    """A row to send now. `attempt` counts from 1 and tells two senders of one row apart."""

    id: int
    school: str
    outgoing: Outgoing
    attempt: int
    half_sent: bool = False


def next_due(engine: Engine, channels: Collection[str], now: datetime, lease: timedelta) -> Sending | None:
    """The next row for these channels, held for `lease`: alerts before all else, then the oldest.

    Only the oldest unsent row of a conversation is ever due, so a row that waits holds back what comes after it.
    """
    asked = {"now": now, "channels": list(channels)}
    with reading(engine) as connection:
        if connection.execute(_DUE, asked).first() is None:
            return None
    with writing(engine) as connection:
        row = connection.execute(_DUE_FREE, asked).first()
        return None if row is None else _take(connection, row, now + lease)


def mark_sent(engine: Engine, sending: Sending, platform_id: str, now: datetime) -> None:
    """It is out. `platform_id` is what the platform calls it. True whoever else holds the row by now."""
    values = {"state": "sent", "platform_id": platform_id, "sent_at": now, "lease_until": None}
    with writing(engine) as connection:
        connection.execute(update(outbox).where(outbox.c.id == sending.id).values(values))


def put_back(engine: Engine, sending: Sending, not_before: datetime) -> None:
    """This try was surely not taken (429, refused before it was read): again at `not_before`.

    Without reconciling, unless an earlier try is still in doubt: that one may be out.
    """
    if sending.half_sent:
        doubt(engine, sending, not_before)
    else:
        _settle(engine, sending, state="new", lease_until=None, not_before=not_before)


def doubt(engine: Engine, sending: Sending, not_before: datetime) -> None:
    """The connection broke while posting: nobody knows. At `not_before` it comes back as half sent."""
    _settle(engine, sending, lease_until=not_before, not_before=not_before)


def give_up(engine: Engine, sending: Sending) -> None:
    """It can never be sent (the conversation is gone). What comes after it goes on."""
    _settle(engine, sending, state="dead", lease_until=None)


def post(
    engine: Engine, school: str, outgoing: Collection[Outgoing], now: datetime, about: Collection[str] = ()
) -> None:
    """Queues messages outside a turn: a repeated alert, a weekly summary. A key that is there already is left alone.

    `about` names the people whose words or names stand in them, so that they go when a person is erased.
    """
    with writing(engine) as connection:
        for message in outgoing:
            queue(connection, school, message, now, about)


def queue(connection: Connection, school: str, message: Outgoing, now: datetime, about: Collection[str] = ()) -> None:
    """`post`, as part of a larger transaction."""
    if connection.execute(select(outbox.c.id).where(outbox.c.k == message.key)).first() is not None:
        return
    conversations.ensure(connection, school, message.address)
    insert_new(connection, outbox, _row(connection, school, message, now))
    number = connection.execute(select(outbox.c.id).where(outbox.c.k == message.key)).scalar_one()
    for person in about:
        insert_new(connection, outbox_people, {"outbox": number, "person": person, "school": school})


def _row(connection: Connection, school: str, message: Outgoing, now: datetime) -> dict[str, object]:
    return {
        "school": school,
        "k": message.key,
        "channel": message.address.channel,
        "conversation": message.address.key,
        "seq": conversations.take_seq(connection, message.address.key),
        "priority": message.priority,
        "rank": 0 if message.priority == "alert" else 1,
        "body": message.model_dump_json(),
        "created_at": now,
        "state": "new",
        "attempts": 0,
    }


def _due() -> Select[tuple[object, ...]]:
    now = bindparam("now", type_=UtcDateTime)
    ahead = outbox.alias("ahead")
    first = ~exists().where(
        ahead.c.conversation == outbox.c.conversation,
        ahead.c.state.in_(_OPEN),
        tuple_(ahead.c.rank, ahead.c.seq) < tuple_(outbox.c.rank, outbox.c.seq),
    )
    held = and_(outbox.c.state == "sending", outbox.c.lease_until > now)
    waits = and_(outbox.c.not_before.is_not(None), outbox.c.not_before > now)
    here = outbox.c.channel.in_(bindparam("channels", expanding=True))
    open_ = select(outbox).where(outbox.c.state.in_(_OPEN), here, ~held, ~waits, first)
    return open_.order_by(outbox.c.rank, outbox.c.id).limit(1)


_DUE = _due()  # built once: putting a statement together takes longer than running it
_DUE_FREE = _DUE.with_for_update(skip_locked=True)


def _take(connection: Connection, row: Row[tuple[object, ...]], until: datetime) -> Sending:
    held = {"state": "sending", "lease_until": until, "attempts": row.attempts + 1}
    connection.execute(update(outbox).where(outbox.c.id == row.id).values(held))
    return Sending(
        id=row.id,
        school=row.school,
        outgoing=Outgoing.model_validate_json(row.body),
        attempt=row.attempts + 1,
        half_sent=row.state == "sending",
    )


def _settle(engine: Engine, sending: Sending, **values: object) -> None:
    """Only the sender who holds the row decides about it: a slow one that lost its lease changes nothing."""
    mine = and_(outbox.c.id == sending.id, outbox.c.state == "sending", outbox.c.attempts == sending.attempt)
    with writing(engine) as connection:
        connection.execute(update(outbox).where(mine).values(values))
