"""What is known about the sender of a message, read inside the transaction of `turns.load`."""

from datetime import datetime

from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select

from pathbot.evidence import Said, SavedRole
from pathbot.people import Class, Concern, Membership, Person
from pathbot.reflection.journey import Journey
from pathbot.store import care, models, rows
from pathbot.store import concerns as concern_rows
from pathbot.store.known import Known
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


def about(connection: Connection, known: Known, sender: Person, at: datetime) -> Known:
    """`known`, with everything that is the sender's. `at` is when they wrote."""
    duties = rows.duties_of(connection, sender.id)
    class_ = _class_of(connection, duties)
    around = _memberships(connection, sender.school, class_)
    mine = {"person": sender.id}
    questions = rows.questions(connection.execute(_QUESTIONS, mine))
    asked = {who for q in questions for who in (q.learner, q.mentor) if who}
    named = rows.nouns(Person, connection.execute(_NAMED, {"persons": [m.person for m in around]}))
    journey = _journey(connection, sender.id, class_)
    month = models.month_of(connection, sender.school, class_.id, sender.id, at) if class_ else None
    found = {
        "person": sender,
        "class_": class_,
        "duties": duties,
        "memberships": around,
        "people": {person.id: person for person in named},
        "reach": rows.private_addresses(connection, asked | _staff(around) | {sender.id}),
        "consent": rows.consent_of(connection, sender.id),
        "journey": journey,
        "said": _said(connection, sender.id, journey.project) if journey else (),
        "statements": rows.statements_of(connection, sender.id),
        "saved_roles": rows.nouns(SavedRole, connection.execute(_ROLES, mine)),
        "questions": questions,
        "mentors": rows.offers_where(connection, {m.person for m in around if m.duty == "mentor"}),
        "recent": _recent(connection, sender.id),
        "rules": care.read_rules(connection, sender.school),
        "learner_care": care.read_learner(connection, sender.id),
        "worried": concern_rows.is_open(connection, sender.id),
        "concerns": _concerns(connection, sender) if any(d.duty == "safety_contact" for d in duties) else (),
        "month": month,
        "asked": _asked(connection, sender.id, journey.project) if month and journey else (),
    }
    return known.model_copy(update=found)


def _concerns(connection: Connection, contact: Person) -> tuple[Concern, ...]:
    unheard = and_(concerns.c.school == contact.school, concerns.c.acknowledged_at.is_(None))
    return rows.every(connection, Concern, concerns, unheard, by="raised_at")


def _class_of(connection: Connection, duties: tuple[Membership, ...]) -> Class | None:
    """Where they learn comes before where they work; `duties` has the newest first."""
    held = [m for m in duties if m.class_id is not None]
    first = next((m for m in held if m.duty == "learner"), held[0] if held else None)
    row = None if first is None else connection.execute(_CLASS, {"id": first.class_id}).first()
    return None if row is None else rows.to_noun(Class, row)


def _memberships(connection: Connection, school: str, class_: Class | None) -> tuple[Membership, ...]:
    where = {"school": school, "class_id": None if class_ is None else class_.id}
    return rows.nouns(Membership, connection.execute(_AROUND, where))


def _staff(around: tuple[Membership, ...]) -> set[str]:
    return {m.person for m in around if m.duty != "learner"}


def _journey(connection: Connection, learner: str, class_: Class | None) -> Journey | None:
    where = [journeys.c.learner == learner]
    if class_ is not None:
        where += [journeys.c.class_id == class_.id, journeys.c.project == class_.project]
    return next(iter(rows.journeys_where(connection, *where)), None)


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
_QUESTIONS = (
    select(mentor_questions)
    .where(
        or_(mentor_questions.c.status.in_(("previewed", "open")), _UNTHANKED),
        or_(mentor_questions.c.learner == _WHO, mentor_questions.c.mentor == _WHO),
    )
    .order_by(mentor_questions.c.asked_at)
)
_NAMED = select(people).where(people.c.id.in_(bindparam("persons", expanding=True))).order_by(people.c.name)
_ROLES = select(saved_roles).where(saved_roles.c.learner == _WHO).order_by(saved_roles.c.saved_at)
_CLASS = select(classes).where(classes.c.id == bindparam("id"))
_AROUND = (
    select(memberships)
    .where(
        memberships.c.school == bindparam("school"),
        or_(memberships.c.class_id.is_(None), memberships.c.class_id == bindparam("class_id")),
        memberships.c.active,
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
