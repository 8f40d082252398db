"""Whose turn it is: a worker takes one message, keeps it alive, and gives it back when it could not be answered.

A message that cannot be answered never blocks its conversation for ever: after `GIVE_UP_AFTER` failed tries, or
`LOST_AFTER` workers that never came back from it, it is set aside as `dead` with its text, for a person to look at.
"""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from pathbot.frozen import Frozen
from pathbot.messages import Inbound
from pathbot.store.columns import UtcDateTime
from pathbot.store.engine import reading, writing
from pathbot.store.tables import conversations, identities, inbox

GIVE_UP_AFTER = 5
LOST_AFTER = 20
NEAR = 32


class Claim(Frozen):
    """The right to answer one message, until the lease runs out and somebody else claims it (`fence` then differs).

    `late` says that a newer message was answered before: file it, answer it once, do not run the journey again.
    """

    inbox_id: int
    school: str
    conversation: str
    inbound: Inbound
    worker: str
    fence: int
    late: bool = False


def claim(engine: Engine, worker: str, now: datetime, lease: timedelta, busy: bool = False) -> Claim | None:
    """The oldest open message of a conversation nobody holds, by a person nobody is answering; None when there is none.

    One conversation's messages come in the order they were sent. `worker` must be unique among running workers. `busy`
    says that there probably is one: then nobody looks first.
    """
    if not busy:  # an idle worker must not take the write lock every time it looks
        with reading(engine) as connection:
            if _look(connection, now, *_NEXT) is None:
                return None
    with writing(engine, kept=False) as connection:
        while row := _look(connection, now, *_NEXT_FREE):
            if row.claims < LOST_AFTER:
                # PostgreSQL looked again at the conversation it locked, not at the message: it may be done since.
                if connection.execute(_COUNTED, {"at": row.id}).rowcount == 0:
                    continue
                return _take(connection, row, worker, now, lease)
            _set_aside(connection, row.id, "worker_lost")
    return None


def heartbeat(engine: Engine, claim: Claim, now: datetime, lease: timedelta) -> bool:
    """Keeps a claim alive while a slow turn runs. False when somebody else has it: stop, nothing would be stored."""
    with writing(engine, kept=False) as connection:
        mine = update(conversations).where(still_mine(claim)).values(lease_until=now + lease)
        return connection.execute(mine).rowcount == 1


def give_back(engine: Engine, claim: Claim, now: datetime, error_code: str) -> bool:
    """The turn failed: try again later (after 2, 4, 8, 16 seconds). True when that was the last try.

    `error_code` is a short name of what went wrong, never text of a message.
    """
    with writing(engine) as connection:
        if not release(connection, claim):
            return False
        tries: int = connection.execute(select(inbox.c.attempts).where(inbox.c.id == claim.inbox_id)).scalar_one() + 1
        later = {"attempts": tries, "error_code": error_code, "not_before": now + timedelta(seconds=2**tries)}
        connection.execute(update(inbox).where(inbox.c.id == claim.inbox_id).values(later))
        if tries >= GIVE_UP_AFTER:
            _set_aside(connection, claim.inbox_id, error_code)
        return tries >= GIVE_UP_AFTER


def revive(engine: Engine, school: str) -> int:
    """Opens a school's dead messages again, after what stopped them was repaired. Returns how many."""
    again = {"state": "new", "attempts": 0, "claims": 0, "not_before": None, "error_code": None}
    with writing(engine) as connection:
        dead = and_(inbox.c.school == school, inbox.c.state == "dead")
        return connection.execute(update(inbox).where(dead).values(again)).rowcount


def still_mine(claim: Claim) -> ColumnElement[bool]:
    """The condition on `conversations` under which a claim holds, even past its lease if nobody took over."""
    held = and_(conversations.c.fence == claim.fence, conversations.c.owner == claim.worker)
    return and_(conversations.c.key == claim.conversation, held)


def release(connection: Connection, claim: Claim) -> bool:
    """Ends the lease. False when the claim no longer holds."""
    free = {"owner": None, "lease_until": None, "turn_of": None}
    return connection.execute(update(conversations).where(still_mine(claim)).values(free)).rowcount == 1


def _look(
    connection: Connection, now: datetime, near: Select[tuple[object, ...]], all_: Select[tuple[object, ...]]
) -> Row[tuple[object, ...]] | None:
    """First among the oldest open messages, so that a claim costs the same however many wait; then among all."""
    return connection.execute(near, {"now": now}).first() or connection.execute(all_, {"now": now}).first()


def _next(most: int | None) -> Select[tuple[object, ...]]:
    now = bindparam("now", type_=UtcDateTime)
    earlier, busy = inbox.alias("earlier"), conversations.alias("busy")
    waiting = select(inbox).where(inbox.c.state == "new").order_by(inbox.c.id).limit(most)
    open_ = waiting.cte("waiting") if most else waiting.order_by(None).subquery("waiting")
    first = (
        select(earlier.c.id)
        .where(earlier.c.conversation == open_.c.conversation, earlier.c.state == "new")
        .order_by(earlier.c.sent_at, earlier.c.id)
        .limit(1)
        .scalar_subquery()
    )
    # A learner may write in two channels at once; their journey still moves one turn at a time.
    alone = ~exists().where(busy.c.turn_of == identities.c.person, busy.c.lease_until > now)
    sender = and_(
        identities.c.school == open_.c.school,
        identities.c.channel == open_.c.channel,
        identities.c.external_id == open_.c.external_id,
    )
    free = or_(conversations.c.lease_until.is_(None), conversations.c.lease_until <= now)
    due = or_(open_.c.not_before.is_(None), open_.c.not_before <= now)
    late = func.coalesce(open_.c.sent_at < conversations.c.last_done_at, False)
    joined = open_.join(conversations, conversations.c.key == open_.c.conversation).outerjoin(identities, sender)
    return (
        select(open_, identities.c.person, late.label("late"))
        .select_from(joined)
        .where(due, free, open_.c.id == first, alone)
        .order_by(open_.c.id)
        .limit(1)
    )


# Built once: putting a statement together takes longer than running it.
_NEXT = (_next(NEAR), _next(None))
_NEXT_FREE = tuple(look.with_for_update(skip_locked=True, of=conversations) for look in _NEXT)


_TAKEN = (
    update(conversations)
    .where(conversations.c.key == bindparam("at"))
    .values(
        owner=bindparam("worker"),
        lease_until=bindparam("until", type_=UtcDateTime),
        turn_of=bindparam("who"),
        fence=conversations.c.fence + 1,
    )
    .returning(conversations.c.fence)
)
_COUNTED = update(inbox).where(inbox.c.id == bindparam("at"), inbox.c.state == "new").values(claims=inbox.c.claims + 1)


def _take(connection: Connection, row: Row[tuple[object, ...]], worker: str, now: datetime, lease: timedelta) -> Claim:
    held = {"at": row.conversation, "worker": worker, "until": now + lease, "who": row.person}
    fence = connection.execute(_TAKEN, held).scalar_one()
    return Claim(
        inbox_id=row.id,
        school=row.school,
        conversation=row.conversation,
        inbound=Inbound.model_validate_json(row.body),
        worker=worker,
        fence=fence,
        late=bool(row.late),
    )


def _set_aside(connection: Connection, inbox_id: int, error_code: str) -> None:
    dead = {"state": "dead", "error_code": error_code}
    connection.execute(update(inbox).where(inbox.c.id == inbox_id).values(dead))
