"""What leaves: one row at a time per conversation, alerts first, never twice if the sender reconciles.

A sender calls `next_due`, posts, and says what happened: `mark_sent`, `put_back` (surely not taken), `doubt` (nobody
knows), or `give_up`. A row whose sender died, or was in doubt, comes back with `half_sent`: look in the channel first.
"""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, bindparam, select, update

from pathbot.frozen import Frozen
from pathbot.messages import Outgoing, Priority
from pathbot.store import audit, conversations
from pathbot.store.columns import UtcDateTime
from pathbot.store.engine import insert_all_new, reading, store_all_new, writing
from pathbot.store.tables import conversations as conversation_rows
from pathbot.store.tables import memberships, outbox, outbox_people

RECEIVED: Mapping[Priority, audit.Act] = {
    "alert": "received-alert",
    "reply": "received-message",
    "summary": "received-summary",
}
"""What the audit trail calls it when somebody gets a message about other people."""
_OPEN = ("new", "sending")
NEAR = 128
log = logging.getLogger("pathbot.outbox")


class Sending(Frozen):
    """A row to send now, and until when it is held. `attempt` counts from 1 and tells two senders of one row apart."""

    id: int
    school: str
    outgoing: Outgoing
    attempt: int
    until: datetime
    half_sent: bool = False


def next_due(engine: Engine, channels: Collection[str], now: datetime, lease: timedelta) -> Sending | None:
    """The next row for these channels, held for `lease`; None when none is due."""
    return next(iter(take_due(engine, channels, now, lease, most=1)), None)


def take_due(
    engine: Engine, channels: Collection[str], now: datetime, lease: timedelta, most: int
) -> tuple[Sending, ...]:
    """Rows to send now, held for `lease`, at most one of a conversation: alerts before all else, then the oldest.

    Only the oldest unsent row of a conversation is ever due, so a row that waits holds back what comes after it.
    """
    asked = {"now": now, "channels": list(channels), "most": most}
    with reading(engine) as connection:  # an idle sender must not take the write lock every time it looks
        if not _look(connection, {**asked, "most": 1}, *_DUE):
            return ()
    with writing(engine) as connection:
        rows = _look(connection, asked, *_DUE_FREE)
        due = [sending for row in rows if (sending := _sending(row, now + lease)) is not None]
        torn = {row.id for row in rows} - {sending.id for sending in due}
        if torn:  # one row that nobody can read must not stop the sender from reading the others
            log.error("%d outbox rows cannot be read and were set aside", len(torn))
            connection.execute(update(outbox).where(outbox.c.id.in_(torn)).values(state="dead", lease_until=None))
        if due:
            connection.execute(_HELD, [{"at": sending.id, "until": now + lease} for sending in due])
    if torn and not due:
        return take_due(engine, channels, now, lease, most)
    return tuple(due)


def hold_on(engine: Engine, sending: Sending, now: datetime, lease: timedelta) -> bool:
    """Holds a row from now on whose lease ran out. False when another sender took it meanwhile: do not post it."""
    with writing(engine) as connection:
        held = update(outbox).where(_mine(sending)).values(lease_until=now + lease)
        return connection.execute(held).rowcount == 1


def mark_sent(engine: Engine, sending: Sending, platform_id: str, now: datetime) -> None:
    """It is out. `platform_id` is what the platform calls it. True whoever else holds the row by now."""
    mark_all_sent(engine, [(sending, platform_id)], now)


def mark_all_sent(
    engine: Engine, sent: Collection[tuple[Sending, str]], now: datetime, asked_later: bool = True
) -> None:
    """`mark_sent` for many in one commit.

    Where the platform can be `asked_later`, nobody waits for the disk: should the power fail right after it, the rows
    come back as half sent and are looked for.
    """
    rows = [{"at": sending.id, "platform": platform_id, "now": now} for sending, platform_id in sent]
    if rows:
        with writing(engine, kept=not asked_later) as connection:
            connection.execute(_SENT, rows)


def put_back(engine: Engine, sending: Sending, not_before: datetime) -> None:
    """This try was surely not taken (429, refused before it was read): again at `not_before`.

    Without reconciling, unless an earlier try is still in doubt: that one may be out. Nobody waits for the disk: should
    the power fail right after it, the row comes back as half sent and is looked for.
    """
    if sending.half_sent:
        doubt(engine, sending, not_before)
    else:
        _settle(engine, sending, kept=False, state="new", lease_until=None, not_before=not_before)


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
        queue(connection, school, outgoing, now, about)


def queue(
    connection: Connection, school: str, outgoing: Collection[Outgoing], now: datetime, about: Collection[str] = ()
) -> None:
    """`post`, as part of a larger transaction. Whoever gets words of somebody else this way stands in the trail."""
    new = [message for message in outgoing if connection.execute(_THERE, {"k": message.key}).first() is None]
    for message in new:
        conversations.ensure(connection, school, message.address)
        seq = conversations.take_seq(connection, message.address.key)
        queue_numbered(connection, school, [(message, seq)], now, about)
    note_readers(connection, school, new, about, now)


def queue_numbered(
    connection: Connection, school: str, numbered: Sequence[tuple[Outgoing, int]], now: datetime, about: Collection[str]
) -> None:
    """Messages whose conversations are there, with the numbers under which they are shown. `note_readers` is yours."""
    rows = [_row(school, message, seq, now) for message, seq in numbered]
    new = insert_all_new(connection, outbox, rows, ("id",))
    people = [{"outbox": number, "person": who, "school": school} for (number,) in new for who in about]
    store_all_new(connection, outbox_people, people)


def note_readers(
    connection: Connection, school: str, outgoing: Iterable[Outgoing], about: Collection[str], now: datetime
) -> None:
    """Into the audit trail: who gets a message about a learner, once for each learner in however many parts."""
    private = {m.address.key: m for m in outgoing if not m.address.shared}
    if not about or not private:
        return
    learners = set(connection.execute(_LEARNERS, {"ids": list(about)}).scalars())
    with_whom = {row.key: row.person for row in connection.execute(_WITH_WHOM, {"keys": list(private)})}
    for key, message in private.items():
        reader = message.to or with_whom.get(key) or audit.SYSTEM
        if reader not in learners:  # theirs is a word about themselves
            audit.append_all(connection, school, reader, RECEIVED[message.priority], sorted(learners), now)


def _row(school: str, message: Outgoing, seq: int, now: datetime) -> dict[str, object]:
    return {
        "school": school,
        "k": message.key,
        "channel": message.address.channel,
        "conversation": message.address.key,
        "seq": seq,
        "priority": message.priority,
        "rank": 0 if message.priority == "alert" else 1,
        "body": message.model_dump_json(),
        "created_at": now,
        "state": "new",
        "attempts": 0,
    }


_LEARNERS = select(memberships.c.person).where(
    memberships.c.person.in_(bindparam("ids", expanding=True)), memberships.c.duty == "learner"
)
_WITH_WHOM = select(conversation_rows.c.key, conversation_rows.c.person).where(
    conversation_rows.c.key.in_(bindparam("keys", expanding=True))
)
_THERE = select(outbox.c.id).where(outbox.c.k == bindparam("k"))


def _look(
    connection: Connection, asked: dict[str, object], near: Select[tuple[object, ...]], all_: Select[tuple[object, ...]]
) -> Sequence[Row[tuple[object, ...]]]:
    """First among the oldest open rows, so that a look costs the same however many wait; then among all."""
    return connection.execute(near, asked).all() or connection.execute(all_, asked).all()


def _due(near: int | None) -> Select[tuple[object, ...]]:
    now = bindparam("now", type_=UtcDateTime)
    ahead, open_ = outbox.alias("ahead"), outbox.alias("open_")
    first = (
        select(ahead.c.id)
        .where(ahead.c.conversation == outbox.c.conversation, ahead.c.state.in_(_OPEN))
        .order_by(ahead.c.rank, ahead.c.seq)
        .limit(1)
        .scalar_subquery()
    )
    held = and_(outbox.c.state == "sending", outbox.c.lease_until > now)
    waits = and_(outbox.c.not_before.is_not(None), outbox.c.not_before > now)
    here = outbox.c.channel.in_(bindparam("channels", expanding=True))
    due = select(outbox).where(outbox.c.state.in_(_OPEN), here, ~held, ~waits, outbox.c.id == first)
    due = due.order_by(outbox.c.rank, outbox.c.id).limit(bindparam("most"))
    if near is None:
        return due
    oldest = select(open_.c.id).where(open_.c.state.in_(_OPEN)).order_by(open_.c.rank, open_.c.id).limit(near).cte()
    return due.join_from(oldest, outbox, outbox.c.id == oldest.c.id)


# Built once: putting a statement together takes longer than running it.
_DUE = (_due(NEAR), _due(None))
_DUE_FREE = tuple(look.with_for_update(skip_locked=True, of=outbox) for look in _DUE)


_HELD = (
    update(outbox)
    .where(outbox.c.id == bindparam("at"))
    .values(state="sending", lease_until=bindparam("until", type_=UtcDateTime), attempts=outbox.c.attempts + 1)
)
_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("at"))
    .values(
        state="sent",
        platform_id=bindparam("platform"),
        sent_at=bindparam("now", type_=UtcDateTime),
        lease_until=None,
    )
)


def _sending(row: Row[tuple[object, ...]], until: datetime) -> Sending | None:
    try:
        outgoing = Outgoing.model_validate_json(row.body)
    except ValidationError:
        return None
    return Sending(
        id=row.id,
        school=row.school,
        outgoing=outgoing,
        attempt=row.attempts + 1,
        until=until,
        half_sent=row.state == "sending",
    )


def _settle(engine: Engine, sending: Sending, kept: bool = True, **values: object) -> None:
    """Only the sender who holds the row decides about it: a slow one that lost its lease changes nothing."""
    with writing(engine, kept) as connection:
        connection.execute(update(outbox).where(_mine(sending)).values(values))


def _mine(sending: Sending) -> ColumnElement[bool]:
    return and_(outbox.c.id == sending.id, outbox.c.state == "sending", outbox.c.attempts == sending.attempt)
