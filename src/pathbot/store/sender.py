"""What is known about the sender of a message, read inside the transaction of `turns.load`."""

from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from pathbot.people import Class, Concern, Membership, Person
from pathbot.reflection.journey import Journey
from pathbot.store import models, rows
from pathbot.store.known import Known
from pathbot.store.tables import (
    classes,
    concerns,
    journeys,
    memberships,
    mentor_questions,
    people,
    saved_roles,
    statements,
    transcript,
)

LINES_BACK = 60  # of Pathbot's own, when a model could repeat one
RECENT = 3  # the safety screen reads a message together with the ones right before it


def about(connection: Connection, known: Known, sender: Person, at: datetime) -> Known:
    """`known`, with everything that is the sender's. `at` is when they wrote."""
    duties = rows.duties_of(connection, sender.id)
    class_ = _class_of(connection, duties)
    around = _memberships(connection, sender.school, class_)
    unthanked = and_(mentor_questions.c.status == "answered", mentor_questions.c.thanked_at.is_(None))
    open_ = or_(mentor_questions.c.status.in_(("previewed", "open")), unthanked)
    mine = or_(mentor_questions.c.learner == sender.id, mentor_questions.c.mentor == sender.id)
    questions = rows.questions_where(connection, open_, mine)
    asked = {who for q in questions for who in (q.learner, q.mentor) if who}
    named = rows.every(connection, Person, people, people.c.id.in_([m.person for m in around]), by="name")
    reach = {who: rows.private_address(connection, who) for who in asked | _staff(around) | {sender.id}}
    journey = _journey(connection, sender.id, class_)
    by_sender = transcript.c.person == sender.id
    month = models.month_of(connection, sender.school, class_.id, sender.id, at) if class_ else None
    found = {
        "person": sender,
        "class_": class_,
        "duties": duties,
        "memberships": around,
        "people": {person.id: person for person in named},
        "reach": {who: address for who, address in reach.items() if address is not None},
        "consent": rows.consent_of(connection, sender.id),
        "journey": journey,
        "said": rows.said_where(connection, by_sender, transcript.c.project == journey.project) if journey else (),
        "statements": rows.statements_where(connection, statements.c.learner == sender.id),
        "saved_roles": rows.roles_where(connection, saved_roles.c.learner == sender.id),
        "questions": questions,
        "mentors": rows.offers_where(connection, {m.person for m in around if m.duty == "mentor"}),
        "recent": _recent(connection, sender.id),
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
    return None if first is None else rows.one(connection, Class, classes, classes.c.id == first.class_id)


def _memberships(connection: Connection, school: str, class_: Class | None) -> tuple[Membership, ...]:
    whole = and_(memberships.c.school == school, memberships.c.class_id.is_(None))
    here = whole if class_ is None else or_(whole, memberships.c.class_id == class_.id)
    return rows.every(connection, Membership, memberships, here, memberships.c.active, by="id")


def _staff(around: tuple[Membership, ...]) -> set[str]:
    return {m.person for m in around if m.duty != "learner"}


def _journey(connection: Connection, learner: str, class_: Class | None) -> Journey | None:
    where = [journeys.c.learner == learner]
    if class_ is not None:
        where += [journeys.c.class_id == class_.id, journeys.c.project == class_.project]
    return next(iter(rows.journeys_where(connection, *where)), None)


def _recent(connection: Connection, person: str) -> tuple[str, ...]:
    own = (transcript.c.person == person, transcript.c.sender != "pathbot", ~transcript.c.withdrawn)
    newest = select(transcript.c.text).where(*own).order_by(transcript.c.at.desc(), transcript.c.id.desc())
    return tuple(reversed(connection.execute(newest.limit(RECENT)).scalars().all()))


def _asked(connection: Connection, person: str, project: str) -> tuple[str, ...]:
    """What Pathbot said in the steps of this project, the newest first."""
    own = (transcript.c.person == person, transcript.c.sender == "pathbot", transcript.c.project == project)
    in_step = transcript.c.step > 0  # elsewhere Pathbot may quote what is not for a model
    newest = select(transcript.c.text).where(*own, in_step).order_by(transcript.c.at.desc(), transcript.c.id.desc())
    return tuple(connection.execute(newest.limit(LINES_BACK)).scalars().all())
