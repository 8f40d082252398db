"""Rows to nouns: one helper, and the readers that several modules share. All run inside a transaction of the caller."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Label, Row, Select, Table, bindparam, func, select

from pathbot.evidence import Draft, Quote, Said, SavedRole, SkillStatement, SkillTag
from pathbot.frozen import Frozen
from pathbot.mentoring import MentorOffer, MentorQuestion
from pathbot.messages import Address
from pathbot.people import Consent, Membership, Person
from pathbot.reflection.journey import Journey
from pathbot.store import conversations
from pathbot.store.tables import (
    consents,
    identities,
    journeys,
    memberships,
    mentor_offers,
    mentor_questions,
    people,
    saved_roles,
    statement_quotes,
    statements,
    transcript,
)
from pathbot.store.tables import conversations as conversation_rows

Noun = TypeVar("Noun", bound=Frozen)
Where = ColumnElement[bool]


def to_noun(kind: type[Noun], row: Row[Any], **extra: object) -> Noun:
    """A noun from the columns that carry its fields' names, and from what is given beside them."""
    found = {**row._mapping, **extra}
    return kind(**{name: found[name] for name in kind.model_fields if name in found})


def columns(kind: type[Frozen], table: Table) -> list[Label[Any]]:
    """The columns of a table that a noun has fields for, named after the table, for rows that hold several nouns."""
    return [column.label(f"{table.name}_{column.name}") for column in table.c if column.name in kind.model_fields]


def part(kind: type[Noun], row: Row[Any], table: Table) -> Noun:
    """The noun among `columns` of a row."""
    found, begin = row._mapping, f"{table.name}_"
    return kind(**{name: found[begin + name] for name in kind.model_fields if begin + name in found})


def nouns(kind: type[Noun], rows: Iterable[Row[Any]]) -> tuple[Noun, ...]:
    """All of them as nouns."""
    return tuple(to_noun(kind, row) for row in rows)


def one(connection: Connection, kind: type[Noun], table: Table, *where: Where) -> Noun | None:
    """The row that fits, as a noun."""
    row = connection.execute(select(table).where(*where)).first()
    return None if row is None else to_noun(kind, row)


def every(connection: Connection, kind: type[Noun], table: Table, *where: Where, by: str) -> tuple[Noun, ...]:
    """All rows that fit, as nouns, in the order of a column."""
    rows = connection.execute(select(table).where(*where).order_by(table.c[by]))
    return tuple(to_noun(kind, row) for row in rows)


def person_behind(connection: Connection, school: str, channel: str, external_id: str) -> Person | None:
    """Who a channel's sender is."""
    row = connection.execute(_BEHIND, {"school": school, "channel": channel, "external_id": external_id}).first()
    return None if row is None else to_noun(Person, row)


def duties_of(connection: Connection, person: str) -> tuple[Membership, ...]:
    """Active memberships, the newest first."""
    return tuple(to_noun(Membership, row) for row in connection.execute(_DUTIES, {"person": person}))


def consent_of(connection: Connection, person: str) -> Consent | None:
    """The last yes, also when it was taken back since."""
    row = connection.execute(_CONSENT, {"person": person}).first()
    return None if row is None else to_noun(Consent, row)


def private_address(connection: Connection, person: str) -> Address | None:
    """Where a private word last reached this person, None when they never wrote."""
    return private_addresses(connection, [person]).get(person)


def private_addresses(connection: Connection, persons: Collection[str]) -> dict[str, Address]:
    """`private_address` of many, without those who never wrote."""
    found: dict[str, Address] = {}
    for row in connection.execute(_PRIVATE, {"persons": list(persons)}):
        found.setdefault(row.person, conversations.address_of(row))
    return found


def private_address_in(connection: Connection, person: str, channel: str) -> Address | None:
    """Where a private word reaches this person in one channel, wherever they wrote last."""
    row = connection.execute(_PRIVATE.where(conversation_rows.c.channel == channel), {"persons": [person]}).first()
    return None if row is None else conversations.address_of(row)


# Built once: putting a statement together takes longer than running it.
_BEHIND = (
    select(people)
    .join(identities, identities.c.person == people.c.id)
    .where(
        identities.c.school == bindparam("school"),
        identities.c.channel == bindparam("channel"),
        identities.c.external_id == bindparam("external_id"),
    )
)
_DUTIES = (
    select(memberships)
    .where(memberships.c.person == bindparam("person"), memberships.c.active)
    .order_by(memberships.c.id.desc())
)
_CONSENT = (
    select(consents).where(consents.c.person == bindparam("person")).order_by(consents.c.given_at.desc()).limit(1)
)
_PRIVATE = (
    select(conversation_rows)
    .where(conversation_rows.c.person.in_(bindparam("persons", expanding=True)), ~conversation_rows.c.shared)
    .order_by(conversation_rows.c.last_message_at.desc().nulls_last(), conversation_rows.c.key)
)


def journeys_where(connection: Connection, *where: Where) -> tuple[Journey, ...]:
    """Journeys, the one that moved last first."""
    rows = connection.execute(select(journeys.c.snapshot).where(*where).order_by(journeys.c.updated_at.desc()))
    return tuple(Journey.model_validate_json(row.snapshot) for row in rows)


def statements_where(connection: Connection, *where: Where) -> tuple[SkillStatement, ...]:
    """Statements with their quotes, in the order they were made."""
    return _with_quotes(connection, connection.execute(_STATEMENTS.where(*where)).all())


def statements_of(connection: Connection, learner: str) -> tuple[SkillStatement, ...]:
    """A learner's statements with their quotes, in the order they were made."""
    return _with_quotes(connection, connection.execute(_LEARNERS, {"learner": learner}).all())


def _with_quotes(connection: Connection, found: Sequence[Row[Any]]) -> tuple[SkillStatement, ...]:
    quotes: dict[str, list[Quote]] = {row.id: [] for row in found}
    for row in connection.execute(_QUOTES, {"made": list(quotes)}) if quotes else ():
        quotes[row.statement].append(to_noun(Quote, row))
    return tuple(_statement(row, quotes[row.id]) for row in found)


_STATEMENTS = select(statements).order_by(statements.c.created_at, statements.c.id)
_LEARNERS = _STATEMENTS.where(statements.c.learner == bindparam("learner"))
_QUOTES = (
    select(statement_quotes)
    .where(statement_quotes.c.statement.in_(bindparam("made", expanding=True)))
    .order_by(statement_quotes.c.statement, statement_quotes.c.position)
)


def _statement(row: Row[Any], quotes: list[Quote]) -> SkillStatement:
    skills = tuple(SkillTag.model_validate(tag) for tag in json.loads(row.skills))
    draft = Draft(statement=row.statement, skills=skills, evidence=tuple(quotes), own_words=row.own_words)
    return to_noun(SkillStatement, row, draft=draft)


def roles_where(connection: Connection, *where: Where) -> tuple[SavedRole, ...]:
    """Saved roles, the oldest first."""
    return every(connection, SavedRole, saved_roles, *where, by="saved_at")


def questions_where(connection: Connection, *where: Where) -> tuple[MentorQuestion, ...]:
    """Questions to mentors, the oldest first."""
    found = connection.execute(select(mentor_questions).where(*where).order_by(mentor_questions.c.asked_at))
    return questions(found)


def questions(rows: Iterable[Row[Any]]) -> tuple[MentorQuestion, ...]:
    """Rows of `mentor_questions` as nouns."""
    return tuple(_question(row) for row in rows)


def _question(row: Row[Any]) -> MentorQuestion:
    return to_noun(MentorQuestion, row, tried=json.loads(row.tried), exchange=json.loads(row.exchange))


def offers_where(connection: Connection, mentors: Collection[str]) -> tuple[MentorOffer, ...]:
    """What these mentors can take on, and how much they have to do already."""
    found = connection.execute(_OFFERS, {"mentors": list(mentors)}) if mentors else ()
    return tuple(_offer(row) for row in found)


def _offer(row: Row[Any]) -> MentorOffer:
    said = {} if row.clusters is None else {"clusters": json.loads(row.clusters), "most_open": row.most_open}
    return MentorOffer(person=row.id, language=row.language, open_now=row.open_now, **said)


_BUSY_WITH = select(func.count()).where(mentor_questions.c.mentor == people.c.id, mentor_questions.c.status == "open")
_OFFERS: Select[Any] = (
    select(
        people.c.id,
        people.c.language,
        mentor_offers.c.clusters,
        mentor_offers.c.most_open,
        _BUSY_WITH.scalar_subquery().label("open_now"),
    )
    .select_from(people.outerjoin(mentor_offers, mentor_offers.c.person == people.c.id))
    .where(people.c.id.in_(bindparam("mentors", expanding=True)))
    .order_by(people.c.id)
)


def said_where(connection: Connection, *where: Where) -> tuple[Said, ...]:
    """What learners said, in the order they said it, without what they took back."""
    return said(connection.execute(SAID.where(*where)))


def said(rows: Iterable[Row[Any]]) -> tuple[Said, ...]:
    """Rows of `SAID` as nouns."""
    return tuple(to_noun(Said, row, id=row.line_id) for row in rows)


SAID = (
    select(transcript)
    .where(transcript.c.sender == "learner", ~transcript.c.withdrawn)
    .order_by(transcript.c.at, transcript.c.id)
)
"""What learners said, to be narrowed down."""
