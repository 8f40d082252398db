"""Questions to mentors, for their inbox, the teacher's page and whoever watches over late answers."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Engine, and_, or_, select

from pathbot.jobs import Job
from pathbot.mentoring import MentorOffer, MentorQuestion
from pathbot.messages import Outgoing
from pathbot.people import Class
from pathbot.store import jobs, keep, outbox, rows
from pathbot.store.engine import put, reading, writing
from pathbot.store.tables import memberships, mentor_offers, mentor_questions


def get_question(engine: Engine, question: str) -> MentorQuestion | None:
    """A question by id."""
    with reading(engine) as connection:
        return next(iter(rows.questions_where(connection, mentor_questions.c.id == question)), None)


def questions_of_class(engine: Engine, class_id: str) -> tuple[MentorQuestion, ...]:
    """What a class asked, the oldest first."""
    with reading(engine) as connection:
        return rows.questions_where(connection, mentor_questions.c.class_id == class_id)


def open_for(engine: Engine, mentor: str) -> tuple[MentorQuestion, ...]:
    """Open questions sent to this mentor, and those sent to nobody yet in the classes they mentor; the oldest first."""
    theirs = and_(memberships.c.person == mentor, memberships.c.duty == "mentor", memberships.c.active)
    in_class = mentor_questions.c.class_id.in_(select(memberships.c.class_id).where(theirs))
    whole = select(memberships.c.school).where(theirs, memberships.c.class_id.is_(None))
    unsent = and_(mentor_questions.c.mentor.is_(None), or_(in_class, mentor_questions.c.school.in_(whole)))
    with reading(engine) as connection:
        mine = or_(mentor_questions.c.mentor == mentor, unsent)
        return rows.questions_where(connection, mentor_questions.c.status == "open", mine)


def save_question(engine: Engine, question: MentorQuestion) -> None:
    """A question as it now stands; one that was answered meanwhile stays answered."""
    with writing(engine) as connection:
        keep.question(connection, question)


def settle(
    engine: Engine, question: MentorQuestion, outgoing: Collection[Outgoing], planned: Collection[Job], now: datetime
) -> bool:
    """A question as it now stands, with what goes out and is planned for it. False when it was settled meanwhile."""
    with writing(engine) as connection:
        if not still_open(connection, question.id):
            return False
        keep.question(connection, question)
        outbox.queue(connection, question.school, outgoing, now, {question.learner})
        for job in planned:
            jobs.plan(connection, job)
        return True


def still_open(connection: Connection, question: str) -> bool:
    """Whether a question is open, as part of a larger transaction that changes it."""
    open_ = (mentor_questions.c.id == question, mentor_questions.c.status == "open")
    return connection.execute(select(mentor_questions.c.id).where(*open_).with_for_update()).first() is not None


def offers_of(engine: Engine, room: Class) -> tuple[MentorOffer, ...]:
    """The mentors of a class and of its whole school, with what they can take on."""
    here = or_(memberships.c.class_id == room.id, memberships.c.class_id.is_(None))
    held = (memberships.c.school == room.school, memberships.c.duty == "mentor", memberships.c.active, here)
    with reading(engine) as connection:
        return rows.offers_where(
            connection, connection.execute(select(memberships.c.person).where(*held)).scalars().all()
        )


def set_offer(engine: Engine, school: str, offer: MentorOffer) -> None:
    """What a mentor can take on from now on."""
    row = {"person": offer.person, "school": school, "clusters": json.dumps(offer.clusters)}
    with writing(engine) as connection:
        put(connection, mentor_offers, {**row, "most_open": offer.most_open}, ("person",))
