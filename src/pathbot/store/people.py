"""Schools, classes and people: small reads and writes for the command line, the pages and whoever sets a school up."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, or_, select, update

from pathbot.messages import Address
from pathbot.people import Class, Consent, Duty, Membership, Person, School, Viewer
from pathbot.store import conversations, rows
from pathbot.store.engine import put, reading, writing
from pathbot.store.errors import StoreProblem
from pathbot.store.tables import classes, identities, memberships, people, schools
from pathbot.store.tables import conversations as conversation_rows

Named = TypeVar("Named", Person, Class)


def add_school(engine: Engine, school: School) -> None:
    """Adds a school, or changes it."""
    with writing(engine) as connection:
        put(connection, schools, school.model_dump(), ("id",))


def add_class(engine: Engine, class_: Class) -> None:
    """Adds a class, or changes it. Raises StoreProblem when the id is another school's."""
    with writing(engine) as connection:
        _refuse_foreign(rows.one(connection, Class, classes, classes.c.id == class_.id), class_.school)
        put(connection, classes, class_.model_dump(), ("id",))


def add_person(engine: Engine, person: Person) -> None:
    """Adds a person, or changes them. Raises StoreProblem when the id is another school's."""
    with writing(engine) as connection:
        _refuse_foreign(rows.one(connection, Person, people, people.c.id == person.id), person.school)
        put(connection, people, person.model_dump(), ("id",))


def add_membership(engine: Engine, membership: Membership) -> None:
    """Gives a person a duty, or changes whether it is active. Once per person, duty and class.

    Raises StoreProblem when the person or the class belongs to another school, or is not there.
    """
    with writing(engine) as connection:
        who = rows.one(connection, Person, people, people.c.id == membership.person)
        class_ = rows.one(connection, Class, classes, classes.c.id == membership.class_id)
        missing = who is None or (class_ is None and membership.class_id is not None)
        if missing:
            raise StoreProblem("The person or the class of this membership is not there: add them first.")
        for found in (who, class_):
            _refuse_foreign(found, membership.school)
        same = and_(
            memberships.c.person == membership.person,
            memberships.c.duty == membership.duty,
            memberships.c.class_id.is_not_distinct_from(membership.class_id),
        )
        changed = connection.execute(update(memberships).where(same).values(active=membership.active))
        if changed.rowcount == 0:
            connection.execute(memberships.insert().values(membership.model_dump()))


def set_team(engine: Engine, class_id: str, person: str, team: str) -> bool:
    """From now on this learner of a class is in this team; "" in none. False when they are no learner there."""
    here = (memberships.c.class_id == class_id, memberships.c.person == person, memberships.c.duty == "learner")
    with writing(engine) as connection:
        changed = connection.execute(update(memberships).where(*here, memberships.c.active).values(team=team))
        return changed.rowcount > 0


def link_identity(engine: Engine, school: str, channel: str, external_id: str, person: str) -> None:
    """From now on, this sender of a channel is this person."""
    with writing(engine) as connection:
        _refuse_foreign(rows.one(connection, Person, people, people.c.id == person), school)
        row = {"school": school, "channel": channel, "external_id": external_id, "person": person}
        put(connection, identities, row, ("school", "channel", "external_id"))


def person_with_email(engine: Engine, school: str, email: str) -> Person | None:
    """Who has this school e-mail, whatever its case. None when nobody has, or more than one."""
    wanted = email.strip().lower()
    with reading(engine) as connection:
        found = rows.every(connection, Person, people, people.c.school == school, people.c.email == wanted, by="id")
        return found[0] if wanted and len(found) == 1 else None


def identities_of(engine: Engine, person: str) -> tuple[tuple[str, str], ...]:
    """Where channels know this person: pairs of channel and the channel's id for them."""
    mine = select(identities.c.channel, identities.c.external_id).where(identities.c.person == person)
    with reading(engine) as connection:
        return tuple((row.channel, row.external_id) for row in connection.execute(mine.order_by(identities.c.channel)))


def unlink(engine: Engine, person: str, channel: str) -> int:
    """A channel knows this person no more. Returns how many accounts were unlinked."""
    mine = (identities.c.person == person, identities.c.channel == channel)
    with writing(engine) as connection:
        return connection.execute(delete(identities).where(*mine)).rowcount


def people_of(engine: Engine, school: str) -> tuple[Person, ...]:
    """Everyone of a school, by name."""
    with reading(engine) as connection:
        return rows.every(connection, Person, people, people.c.school == school, by="name")


def memberships_of(engine: Engine, school: str, class_id: str | None = None) -> tuple[Membership, ...]:
    """All memberships of a school, active or not; of one class only, if given."""
    where = [memberships.c.school == school]
    if class_id is not None:
        where.append(memberships.c.class_id == class_id)
    with reading(engine) as connection:
        return rows.every(connection, Membership, memberships, *where, by="id")


def set_address(engine: Engine, person: Person, address: Address) -> None:
    """Where a private word reaches a person who has not written yet."""
    with writing(engine) as connection:
        conversations.ensure(connection, person.school, address)
        here = update(conversation_rows).where(conversation_rows.c.key == address.key)
        connection.execute(here.values(person=None if address.shared else person.id))


def address_of(engine: Engine, person: str) -> Address | None:
    """Where a private word last reached this person, None when nothing is known."""
    with reading(engine) as connection:
        return rows.private_address(connection, person)


def private_chats(engine: Engine, channel: str, since: datetime) -> tuple[tuple[Address, datetime], ...]:
    """A channel's private conversations in which somebody wrote since then, and when they last did."""
    c = conversation_rows.c
    recent = select(conversation_rows).where(c.channel == channel, ~c.shared, c.last_message_at >= since)
    with reading(engine) as connection:
        rows_ = connection.execute(recent.order_by(c.key)).all()
    return tuple((conversations.address_of(row), row.last_message_at) for row in rows_)


def all_schools(engine: Engine) -> tuple[School, ...]:
    """Every school, by name."""
    with reading(engine) as connection:
        return rows.every(connection, School, schools, by="name")


def get_school(engine: Engine, school: str) -> School | None:
    """A school by id."""
    with reading(engine) as connection:
        return rows.one(connection, School, schools, schools.c.id == school)


def get_person(engine: Engine, person: str) -> Person | None:
    """A person by id."""
    with reading(engine) as connection:
        return rows.one(connection, Person, people, people.c.id == person)


def get_class(engine: Engine, class_id: str) -> Class | None:
    """A class by id."""
    with reading(engine) as connection:
        return rows.one(connection, Class, classes, classes.c.id == class_id)


def classes_of(engine: Engine, school: str) -> tuple[Class, ...]:
    """A school's classes, by name."""
    with reading(engine) as connection:
        return rows.every(connection, Class, classes, classes.c.school == school, by="name")


def find_class(engine: Engine, id_or_name: str, school: str | None = None) -> Class | None:
    """The class with this id, else with this name, whatever its case. Raises StoreProblem when several have it."""
    named = or_(classes.c.id == id_or_name, func.lower(classes.c.name) == id_or_name.lower())
    where = named if school is None else and_(named, classes.c.school == school)
    with reading(engine) as connection:
        return _only(rows.every(connection, Class, classes, where, by="id"), id_or_name)


def find_person(engine: Engine, id_or_name: str, school: str | None = None) -> Person | None:
    """The person with this id, else with this name, whatever its case. Raises StoreProblem when several have it."""
    named = or_(people.c.id == id_or_name, func.lower(people.c.name) == id_or_name.lower())
    where = named if school is None else and_(named, people.c.school == school)
    with reading(engine) as connection:
        return _only(rows.every(connection, Person, people, where, by="id"), id_or_name)


def person_behind(engine: Engine, school: str, channel: str, external_id: str) -> Person | None:
    """Who a channel's sender is, None when nobody was linked."""
    with reading(engine) as connection:
        return rows.person_behind(connection, school, channel, external_id)


def members(engine: Engine, class_id: str, duty: Duty) -> tuple[Person, ...]:
    """Who actively has this duty in a class, by name."""
    held = and_(memberships.c.class_id == class_id, memberships.c.duty == duty, memberships.c.active)
    with reading(engine) as connection:
        return _holding(connection, held)


def safety_contacts(engine: Engine, school: str, class_id: str | None = None) -> tuple[Person, ...]:
    """The safety contacts of a class, and those of the whole school, by name."""
    where = or_(memberships.c.class_id.is_(None), memberships.c.class_id == class_id)
    held = and_(memberships.c.school == school, memberships.c.duty == "safety_contact", memberships.c.active, where)
    with reading(engine) as connection:
        return _holding(connection, held)


def viewer(engine: Engine, person: Person) -> Viewer:
    """A person as `may_see` asks for them: with every active duty."""
    with reading(engine) as connection:
        return Viewer(person=person.id, school=person.school, memberships=rows.duties_of(connection, person.id))


def consent_of(engine: Engine, person: str) -> Consent | None:
    """The person's last yes, also when it was taken back since."""
    with reading(engine) as connection:
        return rows.consent_of(connection, person)


def _holding(connection: Connection, held: ColumnElement[bool]) -> tuple[Person, ...]:
    who = people.c.id.in_(select(memberships.c.person).where(held))
    return rows.every(connection, Person, people, who, by="name")


def _refuse_foreign(found: Person | Class | None, school: str) -> None:
    if found is not None and found.school != school:
        raise StoreProblem("This id belongs to another school: choose another one.")


def _only(found: tuple[Named, ...], asked: str) -> Named | None:
    for item in found:
        if item.id == asked:
            return item
    if len(found) > 1:
        raise StoreProblem(f"{len(found)} have this name: use one of the ids {', '.join(item.id for item in found)}.")
    return found[0] if found else None
