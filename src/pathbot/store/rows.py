"""Rows to nouns: one helper, and the readers that several modules share. All run inside a transaction of the caller."""

import json
from collections import Counter
from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Table, select

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
    named = (identities.c.school == school, identities.c.channel == channel, identities.c.external_id == external_id)
    linked = select(people).join(identities, identities.c.person == people.c.id).where(*named)
    row = connection.execute(linked).first()
    return None if row is None else to_noun(Person, row)


def duties_of(connection: Connection, person: str) -> tuple[Membership, ...]:
    """Active memberships, the newest first."""
    rows = select(memberships).where(memberships.c.person == person, memberships.c.active)
    newest_first = connection.execute(rows.order_by(memberships.c.id.desc()))
    return tuple(to_noun(Membership, row) for row in newest_first)


def consent_of(connection: Connection, person: str) -> Consent | None:
    """The last yes, also when it was taken back since."""
    rows = select(consents).where(consents.c.person == person).order_by(consents.c.given_at.desc()).limit(1)
    row = connection.execute(rows).first()
    return None if row is None else to_noun(Consent, row)


def private_address(connection: Connection, person: str) -> Address | None:
    """Where a private word last reached this person, None when they never wrote."""
    mine = select(conversation_rows).where(conversation_rows.c.person == person, ~conversation_rows.c.shared)
    newest = conversation_rows.c.last_message_at.desc().nulls_last()
    row = connection.execute(mine.order_by(newest, conversation_rows.c.key).limit(1)).first()
    return None if row is None else conversations.address_of(row)


def journeys_where(connection: Connection, *where: Where) -> tuple[Journey, ...]:
    """Journeys, the one that moved last first."""
    rows = connection.execute(select(journeys.c.snapshot).where(*where).order_by(journeys.c.updated_at.desc()))
    return tuple(Journey.model_validate_json(row.snapshot) for row in rows)


def statements_where(connection: Connection, *where: Where) -> tuple[SkillStatement, ...]:
    """Statements with their quotes, in the order they were made."""
    in_order = select(statements).where(*where).order_by(statements.c.created_at, statements.c.id)
    found = connection.execute(in_order).all()
    quotes: dict[str, list[Quote]] = {row.id: [] for row in found}
    wanted = select(statement_quotes).where(statement_quotes.c.statement.in_(list(quotes)))
    for row in connection.execute(wanted.order_by(statement_quotes.c.statement, statement_quotes.c.position)):
        quotes[row.statement].append(to_noun(Quote, row))
    return tuple(_statement(row, quotes[row.id]) for row in found)


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
    return tuple(_question(row) for row in found)


def _question(row: Row[Any]) -> MentorQuestion:
    return to_noun(MentorQuestion, row, tried=json.loads(row.tried), exchange=json.loads(row.exchange))


def offers_where(connection: Connection, mentors: Collection[str]) -> tuple[MentorOffer, ...]:
    """What these mentors can take on, and how much they have to do already."""
    mine = mentor_questions.c.mentor.in_(list(mentors))
    open_ = select(mentor_questions.c.mentor).where(mentor_questions.c.status == "open", mine)
    busy = Counter(connection.execute(open_).scalars())
    said = connection.execute(select(mentor_offers).where(mentor_offers.c.person.in_(list(mentors))))
    known = {row.person: {"clusters": json.loads(row.clusters), "most_open": row.most_open} for row in said}
    who = every(connection, Person, people, people.c.id.in_(list(mentors)), by="id")
    return tuple(MentorOffer(person=p.id, language=p.language, open_now=busy[p.id], **known.get(p.id, {})) for p in who)


def said_where(connection: Connection, *where: Where) -> tuple[Said, ...]:
    """What learners said, in the order they said it, without what they took back."""
    kept = (transcript.c.sender == "learner", ~transcript.c.withdrawn)
    rows = select(transcript).where(*kept, *where).order_by(transcript.c.at, transcript.c.id)
    return tuple(to_noun(Said, row, id=row.line_id) for row in connection.execute(rows))
