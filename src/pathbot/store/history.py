"""What a page shows of one conversation: both sides, in order, from any point on."""

from datetime import datetime

from sqlalchemy import Engine, func, literal, null, select, union_all

from pathbot.conversation import Sender
from pathbot.frozen import Frozen
from pathbot.messages import Outgoing, Reply
from pathbot.store.columns import UtcDateTime
from pathbot.store.engine import reading
from pathbot.store.tables import inbox, outbox, people, transcript


class Shown(Frozen):
    """One thing said. `seq` only grows within a conversation (see `tables_messages`), so it serves as an SSE event id.

    Pathbot's messages carry `reply`, people's carry `text` (empty once `withdrawn`) and who wrote: `person`
    is an id, `author` what to call them.
    """

    seq: int
    key: str
    sender: Sender
    at: datetime
    text: str = ""
    person: str = ""
    author: str = ""
    reply: Reply | None = None
    step: int = 0
    withdrawn: bool = False


def shown(engine: Engine, conversation_key: str, after: int = 0, limit: int = 200) -> tuple[Shown, ...]:
    """What stands after `after` in a conversation, at most `limit` of it. A dead message was never shown."""
    said = (
        select(
            transcript.c.seq,
            transcript.c.line_id.label("key"),
            transcript.c.sender,
            transcript.c.at,
            transcript.c.text,
            transcript.c.person,
            people.c.name.label("author"),
            transcript.c.step,
            transcript.c.withdrawn,
            null().label("body"),
        )
        .join(people, people.c.id == transcript.c.person)
        .where(transcript.c.conversation == conversation_key, transcript.c.seq > after)
        .where(transcript.c.sender != "pathbot")  # those stand in the outbox, with their buttons and cards
    )
    replied = select(
        outbox.c.seq,
        outbox.c.k.label("key"),
        literal("pathbot").label("sender"),
        outbox.c.created_at.label("at"),
        literal("").label("text"),
        literal("").label("person"),
        literal("").label("author"),
        literal(0).label("step"),
        literal(False).label("withdrawn"),
        outbox.c.body,
    ).where(outbox.c.conversation == conversation_key, outbox.c.seq > after, outbox.c.state != "dead")
    both = union_all(said.order_by(None), replied).subquery()
    with reading(engine) as connection:
        rows = connection.execute(select(both).order_by(both.c.seq).limit(limit)).all()
    return tuple(_shown(row._mapping) for row in rows)


def reply_of(engine: Engine, key: str) -> Reply | None:
    """What Pathbot said under this key of the outbox, None when it is not there any more."""
    with reading(engine) as connection:
        body = connection.execute(select(outbox.c.body).where(outbox.c.k == key)).scalar_one_or_none()
    return None if body is None else Outgoing.model_validate_json(body).reply


def key_of(engine: Engine, channel: str, platform_id: str) -> str | None:
    """The outbox key of what a platform calls so, None when it is not Pathbot's."""
    there = (outbox.c.channel == channel, outbox.c.platform_id == platform_id)
    with reading(engine) as connection:
        return connection.execute(select(outbox.c.k).where(*there)).scalars().first()


def last_arrival(engine: Engine, channel: str) -> datetime | None:
    """When the newest message of a channel was filed, None when none ever was."""
    newest = select(func.max(inbox.c.received_at, type_=UtcDateTime)).where(inbox.c.channel == channel)
    with reading(engine) as connection:
        return connection.execute(newest).scalar_one_or_none()


def _shown(row: object) -> Shown:
    found = dict(row)  # type: ignore[call-overload]
    body = found.pop("body")
    if body is None:
        return Shown(**found)
    outgoing = Outgoing.model_validate_json(body)
    return Shown(**{**found, "reply": outgoing.reply, "step": outgoing.step})
