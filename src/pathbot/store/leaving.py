"""A workspace removed Pathbot: what was known through it goes."""

from datetime import datetime

from sqlalchemy import Connection, Engine, and_, delete, or_, select, update

from pathbot.frozen import Frozen
from pathbot.store import rights
from pathbot.store.engine import wipe_traces, writing
from pathbot.store.tables import classes, conversations, identities, memberships, routes


class Left(Frozen):
    """How many learners were erased, and how many people were only unlinked."""

    erased: int
    unlinked: int


def leave(engine: Engine, school: str, channel: str, workspace: str, now: datetime) -> Left:
    """Erases the learners who were known through this workspace alone, and every conversation there.

    Adults, and learners who also use another channel, stay: they are unlinked. `workspace` is what the ids of its
    people and conversations begin with, before a slash.
    """
    with writing(engine) as connection:
        there = (identities.c.school == school, identities.c.channel == channel)
        inside = identities.c.external_id.startswith(f"{workspace}/", autoescape=True)
        found = set(connection.execute(select(identities.c.person).where(*there, inside)).scalars())
        gone = [person for person in sorted(found) if _only_here(connection, person, channel)]
        for person in gone:
            rights.erase(connection, person, now)
        connection.execute(delete(identities).where(*there, inside))
        _forget_places(connection, school, channel, workspace)
    wipe_traces(engine)
    return Left(erased=len(gone), unlinked=len(found) - len(gone))


def _only_here(connection: Connection, person: str, channel: str) -> bool:
    learns = and_(memberships.c.person == person, memberships.c.duty == "learner")
    works = and_(memberships.c.person == person, memberships.c.duty != "learner", memberships.c.active)
    elsewhere = and_(identities.c.person == person, identities.c.channel != channel)
    held = [connection.execute(select(1).where(where).limit(1)).first() for where in (learns, works, elsewhere)]
    return held[0] is not None and held[1] is None and held[2] is None


def _forget_places(connection: Connection, school: str, channel: str, workspace: str) -> None:
    """Its conversations with all that was said there, its tokens, and where its classes met."""
    for table in (conversations, routes):
        here = (table.c.school == school, table.c.channel == channel)
        inside = table.c.conversation.startswith(f"{workspace}/", autoescape=True)
        connection.execute(delete(table).where(*here, or_(inside, table.c.conversation == workspace)))
    met = (classes.c.school == school, classes.c.channel == channel)
    inside = classes.c.conversation.startswith(f"{workspace}/", autoescape=True)
    connection.execute(update(classes).where(*met, inside).values(channel="", conversation=""))
