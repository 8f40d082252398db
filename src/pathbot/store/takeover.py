"""After a crash on one machine: what the dead process held is free at once, not only when its lease runs out.

Only for SQLite, where one process answers. Should another be at work all the same, nothing breaks: the fence keeps a
turn that was let go from being stored, and a message is asked for in its channel before it is sent again.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Engine, update

from pathbot.store.engine import writing
from pathbot.store.tables import conversations, outbox


def take_over(engine: Engine, exact: Collection[str], now: datetime) -> None:
    """Frees every claimed conversation, and half-sent messages of the `exact` channels: those that know what they sent.

    A platform may not show yet what was posted a second ago; there the lease is waited for. Does nothing on PostgreSQL.
    """
    if engine.dialect.name != "sqlite":
        return
    held = update(conversations).where(conversations.c.owner.is_not(None))
    half = update(outbox).where(outbox.c.state == "sending", outbox.c.channel.in_(list(exact)))
    with writing(engine) as connection:
        connection.execute(held.values(owner=None, lease_until=None, turn_of=None))
        connection.execute(half.values(lease_until=now))
