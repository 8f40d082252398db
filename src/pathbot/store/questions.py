"""Questions to mentors, for their inbox, the teacher's page and whoever watches over late answers."""

from sqlalchemy import Engine, and_, or_, select

from pathbot.mentoring import MentorQuestion
from pathbot.store import keep, rows
from pathbot.store.engine import reading, writing
from pathbot.store.tables import memberships, mentor_questions


def get_question(engine: Engine, question: str) -> MentorQuestion | None:
    """A question by id."""
    with reading(engine) as connection:
        return rows.one(connection, MentorQuestion, mentor_questions, mentor_questions.c.id == question)


def questions_of(engine: Engine, learner: str) -> tuple[MentorQuestion, ...]:
    """What a learner asked, the oldest first."""
    with reading(engine) as connection:
        return rows.questions_where(connection, mentor_questions.c.learner == learner)


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


def all_open(engine: Engine) -> tuple[MentorQuestion, ...]:
    """Every open question, the oldest first: what `mentoring.expire` looks through."""
    with reading(engine) as connection:
        return rows.questions_where(connection, mentor_questions.c.status == "open")


def save_question(engine: Engine, question: MentorQuestion) -> None:
    """A question as it now stands; one that was answered meanwhile stays answered."""
    with writing(engine) as connection:
        keep.question(connection, question)
