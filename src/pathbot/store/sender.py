"""What is known about the sender of a message, read inside the transaction of `turns.load`."""

from datetime import datetime

from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select

from pathbot.evidence import Said, SavedRole
from pathbot.people import Class, Concern, Membership, Person
from pathbot.reflection.journey import Journey
from pathbot.store import card_notes, models, rows
from pathbot.store.known import Known
from pathbot.store.place import Place
from pathbot.store.tables import (
    classes,
    concerns,
    journeys,
    memberships,
    mentor_questions,
    people,
    saved_roles,
    transcript,
)

LINES_BACK = 60  # of Pathbot's own, when a model could repeat one
RECENT = 3  # the safety screen reads a message together with the ones right before it


def about(connection: Connection, place: Place, sender: Person, at: datetime) -> Known:
    """Everything a turn knows of its sender. `at` is when they wrote."""
    duties, class_ = _duties(connection, sender.id)
    class_id = class_.id if class_ else None
    around, named = _around(connection, sender.school, class_id)
    questions = rows.questions(connection.execute(_QUESTIONS, {"person": sender.id}))
    asked = {who for q in questions for who in (q.learner, q.mentor) if who}
    unheard = _concerns(connection, sender) if any(d.duty == "safety_contact" for d in duties) else ()
    asked |= {concern.learner for concern in unheard}
    journey = _journey(connection, sender.id, class_)
    since = place.model_since if class_ else None
    month = models.month_of(connection, since, sender.school, class_id or "", sender.id, at)
    return Known(
        school=place.school,
        state=place.state,
        person=sender,
        class_=class_,
        teammates=_teammates(connection, sender.id, duties, class_id),
        duties=duties,
        memberships=around,
        people=named | _people(connection, asked - named.keys(), class_id if month else None),
        reach=rows.private_addresses(connection, asked | named.keys() | {sender.id}),
        consent=place.consent,
        journey=journey,
        said=_said(connection, sender.id, journey.project) if journey else (),
        statements=rows.statements_of(connection, sender.id),
        saved_roles=rows.nouns(SavedRole, connection.execute(_ROLES, {"person": sender.id})),
        questions=questions,
        mentors=rows.offers_where(connection, {m.person for m in around if m.duty == "mentor"}),
        notes=card_notes.approved(connection, sender.school),
        recent=_recent(connection, sender.id),
        rules=place.rules,
        learner_care=place.learner_care,
        worried=place.worried,
        concerns=unheard,
        month=month,
        asked=_asked(connection, sender.id, journey.project) if month and journey else (),
    )


def _concerns(connection: Connection, contact: Person) -> tuple[Concern, ...]:
    unheard = and_(concerns.c.school == contact.school, concerns.c.acknowledged_at.is_(None))
    return rows.every(connection, Concern, concerns, unheard, by="raised_at")


def _duties(connection: Connection, person: str) -> tuple[tuple[Membership, ...], Class | None]:
    """What they do, the newest first, and their class: where they learn comes before where they work."""
    found = connection.execute(_DUTIES, {"person": person}).all()
    held = [row for row in found if row.memberships_class_id is not None]
    here = next((row for row in held if row.memberships_duty == "learner"), held[0] if held else None)
    class_ = None if here is None else rows.part(Class, here, classes)
    return tuple(rows.part(Membership, row, memberships) for row in found), class_


def _around(
    connection: Connection, school: str, class_id: str | None
) -> tuple[tuple[Membership, ...], dict[str, Person]]:
    """The adults of the class and of the whole school, and who they are."""
    found = connection.execute(_AROUND, {"school": school, "class_id": class_id}).all()
    named = {row.people_id: rows.part(Person, row, people) for row in found}
    return tuple(rows.part(Membership, row, memberships) for row in found), named


def _people(connection: Connection, asked: set[str], class_id: str | None) -> dict[str, Person]:
    """Whoever else has to be called by name, with the classmates of a class whose words may go to a model."""
    if not asked and class_id is None:
        return {}
    found = connection.execute(_NAMED, {"persons": list(asked), "class_id": class_id})
    return {person.id: person for person in rows.nouns(Person, found)}


def _teammates(
    connection: Connection, sender: str, duties: tuple[Membership, ...], class_id: str | None
) -> tuple[Person, ...]:
    team = next((m.team for m in duties if m.duty == "learner" and m.class_id == class_id), "")
    if not team:
        return ()
    return rows.nouns(Person, connection.execute(_TEAM, {"class_id": class_id, "team": team, "sender": sender}))


def _journey(connection: Connection, learner: str, class_: Class | None) -> Journey | None:
    """The newest one in their class's project; without a class, the newest of all."""
    where = {"person": learner} if class_ is None else {"person": learner, "class_id": class_.id, "at": class_.project}
    row = connection.execute(_NEWEST_JOURNEY if class_ is None else _JOURNEY, where).first()
    return None if row is None else Journey.model_validate_json(row.snapshot)


def _recent(connection: Connection, person: str) -> tuple[str, ...]:
    return tuple(reversed(connection.execute(_NEWEST, {"person": person}).scalars().all()))


def _said(connection: Connection, person: str, project: str) -> tuple[Said, ...]:
    return rows.said(connection.execute(_SAID, {"person": person, "project": project}))


def _asked(connection: Connection, person: str, project: str) -> tuple[str, ...]:
    """What Pathbot said in the steps of this project, the newest first."""
    own = (transcript.c.person == person, transcript.c.sender == "pathbot", transcript.c.project == project)
    in_step = transcript.c.step > 0  # elsewhere Pathbot may quote what is not for a model
    newest = select(transcript.c.text).where(*own, in_step).order_by(transcript.c.at.desc(), transcript.c.id.desc())
    return tuple(connection.execute(newest.limit(LINES_BACK)).scalars().all())


# Built once: putting a statement together takes longer than running it.
_WHO: BindParameter[str] = bindparam("person")
_UNTHANKED = and_(mentor_questions.c.status == "answered", mentor_questions.c.thanked_at.is_(None))
_NEWEST_JOURNEY = (
    select(journeys.c.snapshot).where(journeys.c.learner == _WHO).order_by(journeys.c.updated_at.desc()).limit(1)
)
_JOURNEY = _NEWEST_JOURNEY.where(journeys.c.class_id == bindparam("class_id"), journeys.c.project == bindparam("at"))
_QUESTIONS = (
    select(mentor_questions)
    .where(
        or_(mentor_questions.c.status.in_(("previewed", "open")), _UNTHANKED),
        or_(mentor_questions.c.learner == _WHO, mentor_questions.c.mentor == _WHO),
    )
    .order_by(mentor_questions.c.asked_at)
)
_IN_TEAM = (memberships.c.class_id == bindparam("class_id"), memberships.c.team == bindparam("team"))
_TEAM = (
    select(people)
    .join(memberships, memberships.c.person == people.c.id)
    .where(*_IN_TEAM, memberships.c.duty == "learner", memberships.c.active, people.c.id != bindparam("sender"))
    .order_by(people.c.name)
)
_CLASSMATES = select(memberships.c.person).where(memberships.c.class_id == bindparam("class_id"), memberships.c.active)
_NAMED = (
    select(people)
    .where(or_(people.c.id.in_(bindparam("persons", expanding=True)), people.c.id.in_(_CLASSMATES)))
    .order_by(people.c.name)
)
_ROLES = select(saved_roles).where(saved_roles.c.learner == _WHO).order_by(saved_roles.c.saved_at)
_DUTIES = (
    select(*rows.columns(Membership, memberships), *rows.columns(Class, classes))
    .select_from(memberships.outerjoin(classes, classes.c.id == memberships.c.class_id))
    .where(memberships.c.person == _WHO, memberships.c.active)
    .order_by(memberships.c.id.desc())
)
_AROUND = (
    select(*rows.columns(Membership, memberships), *rows.columns(Person, people))
    .select_from(memberships.join(people, people.c.id == memberships.c.person))
    .where(
        memberships.c.school == bindparam("school"),
        or_(memberships.c.class_id.is_(None), memberships.c.class_id == bindparam("class_id")),
        memberships.c.active,
        memberships.c.duty != "learner",
    )
    .order_by(memberships.c.id)
)
_NEWEST = (
    select(transcript.c.text)
    .where(transcript.c.person == _WHO, transcript.c.sender != "pathbot", ~transcript.c.withdrawn)
    .order_by(transcript.c.at.desc(), transcript.c.id.desc())
    .limit(RECENT)
)
_SAID = rows.SAID.where(transcript.c.person == _WHO, transcript.c.project == bindparam("project"))
