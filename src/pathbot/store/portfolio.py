"""A learner's work: journeys, statements, saved roles and what they said, for pages, exports and summaries."""

from sqlalchemy import Engine, select

from pathbot.conversation import Line
from pathbot.evidence import Said, SavedRole, SkillStatement, StatementStatus
from pathbot.people import Person
from pathbot.reflection.journey import Journey
from pathbot.store import keep, rows
from pathbot.store.engine import reading, writing
from pathbot.store.tables import journeys, saved_roles, statements, transcript


def journeys_of(engine: Engine, learner: str) -> tuple[Journey, ...]:
    """A learner's journeys, the one that moved last first."""
    with reading(engine) as connection:
        return rows.journeys_where(connection, journeys.c.learner == learner)


def journeys_of_class(engine: Engine, class_id: str) -> tuple[Journey, ...]:
    """The journeys of a class, the one that moved last first."""
    with reading(engine) as connection:
        return rows.journeys_where(connection, journeys.c.class_id == class_id)


def statements_of(engine: Engine, learner: str, status: StatementStatus | None = None) -> tuple[SkillStatement, ...]:
    """A learner's statements with their quotes, in the order they were made; of one status only, if given."""
    where = [statements.c.learner == learner]
    if status is not None:
        where.append(statements.c.status == status)
    with reading(engine) as connection:
        return rows.statements_where(connection, *where)


def roles_of(engine: Engine, learner: str) -> tuple[SavedRole, ...]:
    """The roles a learner saved, the oldest first."""
    with reading(engine) as connection:
        return rows.roles_where(connection, saved_roles.c.learner == learner)


def said_by(engine: Engine, learner: str, project: str | None = None) -> tuple[Said, ...]:
    """What a learner said, in order; in one project only, if given."""
    where = [transcript.c.person == learner]
    if project is not None:
        where.append(transcript.c.project == project)
    with reading(engine) as connection:
        return rows.said_where(connection, *where)


def transcript_of(engine: Engine, learner: str) -> tuple[Line, ...]:
    """Both sides of everything a learner talked about with Pathbot, in the order it was said."""
    mine = select(transcript).where(transcript.c.person == learner).order_by(transcript.c.at, transcript.c.id)
    with reading(engine) as connection:
        return tuple(rows.to_noun(Line, row, id=row.line_id) for row in connection.execute(mine))


def store(
    engine: Engine,
    learner: Person,
    journeys: tuple[Journey, ...] = (),
    statements: tuple[SkillStatement, ...] = (),
    roles: tuple[SavedRole, ...] = (),
) -> None:
    """Stores work outside a conversation: a page's form, demonstration data, a restored export."""
    with writing(engine) as connection:
        for journey in journeys:
            keep.journey(connection, journey)
        for statement in statements:
            keep.statement(connection, learner.school, statement)
        for role in roles:
            keep.saved_role(connection, learner.school, role)
