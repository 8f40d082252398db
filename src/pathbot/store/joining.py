"""Codes that let people in: made by a teacher, found in a message, used inside the turn that answers it."""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select

from pathbot.frozen import Frozen
from pathbot.joining import digest
from pathbot.people import Class, Invitation, Membership, Person
from pathbot.store import rows
from pathbot.store.engine import insert_new, reading, writing
from pathbot.store.errors import StoreProblem
from pathbot.store.tables import classes, identities, join_codes, memberships, people


class Joining(Frozen):
    """An unknown sender becomes someone. `person` is new, or who the invitation names."""

    invitation: Invitation
    person: Person


def make_code(engine: Engine, code: str, invited: Invitation, expires_at: datetime) -> None:
    """A code from now on does what `invited` says; older codes for the same person, or class and duty, end.

    Raises StoreProblem when the person or class is not there, or another school's.
    """
    with writing(engine) as connection:
        if _target(connection, invited.school, invited.person, invited.class_id) is None:
            raise StoreProblem("The person or the class of this code is not there: add them first.")
        same = [join_codes.c.person.is_not_distinct_from(invited.person), join_codes.c.duty == invited.duty]
        if invited.person is None:
            same.append(join_codes.c.class_id == invited.class_id)
        connection.execute(delete(join_codes).where(join_codes.c.school == invited.school, *same))
        row = invited.model_dump(exclude={"names", "language", "code"})
        connection.execute(join_codes.insert().values({**row, "code": digest(code), "expires_at": expires_at}))


def end_codes(engine: Engine, school: str, person: str | None = None, class_id: str | None = None) -> int:
    """Codes of this person or class work no more. Returns how many there were."""
    mine = join_codes.c.person == person if person else join_codes.c.class_id == class_id
    with writing(engine) as connection:
        return connection.execute(delete(join_codes).where(join_codes.c.school == school, mine)).rowcount


def read_code(engine: Engine, code: str, now: datetime, school: str | None = None) -> Invitation | None:
    """What a code does, None when there is no such code or it is over. `school` refuses other schools' codes."""
    with reading(engine) as connection:
        return invitation(connection, code, now, school)


def invitation(connection: Connection, code: str, now: datetime, school: str | None = None) -> Invitation | None:
    """`read_code`, as part of a larger transaction."""
    where = [join_codes.c.code == digest(code), join_codes.c.expires_at > now]
    if school is not None:
        where.append(join_codes.c.school == school)
    row = connection.execute(select(join_codes).where(*where)).first()
    if row is None:
        return None
    target = _target(connection, row.school, row.person, row.class_id)
    return None if target is None else rows.to_noun(Invitation, row, names=target.name, language=target.language)


def join(connection: Connection, joining: Joining, channel: str, external_id: str) -> bool:
    """The sender is this person from now on. False when the invitation ended meanwhile, or was used here already.

    A personal code links one account of a channel: a second one who found it gets nothing.
    """
    asked, who = joining.invitation, joining.person
    still = select(join_codes.c.code).where(join_codes.c.code == asked.code)
    if connection.execute(still).first() is None or who.school != asked.school:
        return False
    if asked.person is None:
        insert_new(connection, people, who.model_dump())
        duty = Membership(person=who.id, school=asked.school, duty=asked.duty, class_id=asked.class_id)
        connection.execute(memberships.insert().values(duty.model_dump()))
    elif is_used(connection, asked, channel):
        return False
    row = {"school": asked.school, "channel": channel, "external_id": external_id, "person": who.id}
    return insert_new(connection, identities, row)


def is_used(connection: Connection, asked: Invitation, channel: str) -> bool:
    """Whether a personal code linked an account of this channel already."""
    taken = (identities.c.school == asked.school, identities.c.channel == channel, identities.c.person == asked.person)
    return connection.execute(select(identities.c.external_id).where(*taken)).first() is not None


def _target(connection: Connection, school: str, person: str | None, class_id: str | None) -> Person | Class | None:
    """The person or class a code is for, None when it is not this school's."""
    if person is not None:
        return rows.one(connection, Person, people, people.c.id == person, people.c.school == school)
    return rows.one(connection, Class, classes, classes.c.id == class_id, classes.c.school == school)
