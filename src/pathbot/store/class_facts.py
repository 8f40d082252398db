"""What a weekly summary counts, read from one consistent picture of the database. Never a transcript's words."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection, Engine, and_, select

from pathbot.evidence import SkillStatement
from pathbot.frozen import Frozen
from pathbot.mentoring import MentorQuestion
from pathbot.people import Class, Person
from pathbot.reflection.journey import Journey
from pathbot.store import rows
from pathbot.store.engine import reading
from pathbot.store.tables import journeys, memberships, mentor_questions, people, statements, transcript


class LearnerRecord(Frozen):
    """A learner of the class with their journey in its project, approved lines and open questions."""

    person: Person
    journey: Journey | None = None
    wrote: bool = False
    lines: tuple[SkillStatement, ...] = ()
    questions: tuple[MentorQuestion, ...] = ()


def records(engine: Engine, room: Class, since: datetime, until: datetime) -> tuple[LearnerRecord, ...]:
    """Every active learner of a class. `wrote`: whether they wrote to Pathbot from `since` until before `until`."""
    with reading(engine) as connection:
        who = _learners(connection, room)
        ids = [person.id for person in who]
        walks = {j.learner: j for j in reversed(rows.journeys_where(connection, *_of(room, ids)))}
        wrote = _wrote(connection, ids, since, until)
        lines: dict[str, list[SkillStatement]] = defaultdict(list)
        for line in rows.statements_where(connection, statements.c.learner.in_(ids), statements.c.status == "approved"):
            lines[line.learner].append(line)
        asked: dict[str, list[MentorQuestion]] = defaultdict(list)
        here = and_(mentor_questions.c.class_id == room.id, mentor_questions.c.status.in_(("open", "claimed")))
        for question in rows.questions_where(connection, here):
            asked[question.learner].append(question)
    return tuple(
        LearnerRecord(
            person=person,
            journey=walks.get(person.id),
            wrote=person.id in wrote,
            lines=tuple(lines[person.id]),
            questions=tuple(asked[person.id]),
        )
        for person in who
    )


def begun_before(engine: Engine, room: Class, moment: datetime) -> bool:
    """Whether anybody of this class had begun to reflect by then, in whichever project."""
    with reading(engine) as connection:
        return any(walk.started_at < moment for walk in rows.journeys_where(connection, journeys.c.class_id == room.id))


def _learners(connection: Connection, room: Class) -> tuple[Person, ...]:
    held = (memberships.c.class_id == room.id, memberships.c.duty == "learner", memberships.c.active)
    mine = people.c.id.in_(select(memberships.c.person).where(*held))
    return rows.every(connection, Person, people, mine, people.c.school == room.school, by="name")


def _of(room: Class, ids: list[str]) -> tuple[rows.Where, ...]:
    here = (journeys.c.class_id == room.id, journeys.c.project == room.project)
    return (*here, journeys.c.learner.in_(ids))


def _wrote(connection: Connection, ids: list[str], since: datetime, until: datetime) -> set[str]:
    in_time = (transcript.c.at >= since, transcript.c.at < until)
    said = select(transcript.c.person).where(transcript.c.person.in_(ids), transcript.c.sender == "learner", *in_time)
    return set(connection.execute(said.distinct()).scalars())
