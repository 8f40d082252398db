"""Which rows of which table are a person's: the one list that export and erase walk, and that a test compares with
the live schema, so that a new table cannot be forgotten.
"""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, false, or_, select

from pathbot.messages import replied_to
from pathbot.store import tables as t
from pathbot.store.audit import pseudonym


class Subject(NamedTuple):
    """A person, and what leads to their rows: private conversations, names in channels, messages about them.

    `said_to` are lines of others (their ids) that led to such a message: a mentor's answer, in the mentor's own chat.
    """

    person: str
    school: str
    private: tuple[str, ...]
    named: tuple[tuple[str, str], ...]
    about: tuple[str, ...]
    said_to: tuple[str, ...]


class Held(NamedTuple):
    """A table with personal rows: which are this person's, and whether erasing deletes them."""

    of: Callable[[Subject], ColumnElement[bool]]
    erased: bool = True


class Public(NamedTuple):
    """A table that says nothing about a person, and why."""

    why: str


def subject(connection: Connection, person: str, school: str) -> Subject:
    """Everything that leads to a person's rows, gathered before any of it is deleted."""
    private = select(t.conversations.c.key).where(t.conversations.c.person == person)
    named = select(t.identities.c.channel, t.identities.c.external_id).where(t.identities.c.person == person)
    linked = t.outbox.join(t.outbox_people, t.outbox_people.c.outbox == t.outbox.c.id)
    told = select(t.outbox.c.k).select_from(linked).where(t.outbox_people.c.person == person)
    about = tuple(connection.execute(told).scalars())
    return Subject(
        person=person,
        school=school,
        private=tuple(connection.execute(private).scalars()),
        named=tuple((row.channel, row.external_id) for row in connection.execute(named)),
        about=about,
        said_to=tuple(dict.fromkeys(map(replied_to, about))),
    )


def _by(column: Column[str]) -> Held:
    return Held(lambda who: column == who.person)


def _inbox(who: Subject) -> ColumnElement[bool]:
    sent = [
        (t.inbox.c.channel == channel) & (t.inbox.c.external_id == external_id) & (t.inbox.c.school == who.school)
        for channel, external_id in who.named
    ]
    return or_(t.inbox.c.conversation.in_(who.private), *sent)


def _routes(who: Subject) -> ColumnElement[bool]:
    mine = [
        (t.routes.c.channel == channel) & (t.routes.c.external_id == external_id) & (t.routes.c.school == who.school)
        for channel, external_id in who.named
    ]
    return or_(false(), *mine)


def _outbox(who: Subject) -> ColumnElement[bool]:
    return or_(t.outbox.c.conversation.in_(who.private), t.outbox.c.k.in_(who.about))


def _transcript(who: Subject) -> ColumnElement[bool]:
    # A line of Pathbot's in somebody else's conversation may repeat what went out about this person.
    said = or_(t.transcript.c.person == who.person, t.transcript.c.line_id.in_(who.about))
    heard = (t.transcript.c.school == who.school) & t.transcript.c.line_id.in_(who.said_to)
    return or_(said, heard, t.transcript.c.conversation.in_(who.private))


def _quotes(who: Subject) -> ColumnElement[bool]:
    mine = select(t.statements.c.id).where(t.statements.c.learner == who.person)
    return t.statement_quotes.c.statement.in_(mine)


def _audit(who: Subject) -> ColumnElement[bool]:
    name = pseudonym(who.school, who.person)
    return (t.audit.c.school == who.school) & or_(t.audit.c.actor == name, t.audit.c.subject == name)


HOLDINGS: dict[str, Held | Public] = {
    "schools": Public("the school's own name"),
    "classes": Public("a class and its project"),
    "people": _by(t.people.c.id),
    "identities": _by(t.identities.c.person),
    "join_codes": _by(t.join_codes.c.person),
    "sign_in_links": _by(t.sign_in_links.c.person),
    "plans": Public("a class's project and its dates"),
    "memberships": _by(t.memberships.c.person),
    "consents": _by(t.consents.c.person),
    "conversations": Held(lambda who: t.conversations.c.key.in_(who.private)),
    "inbox": Held(_inbox),
    "routes": Held(_routes),
    "outbox": Held(_outbox),
    "outbox_people": _by(t.outbox_people.c.person),
    "transcript": Held(_transcript),
    "journeys": _by(t.journeys.c.learner),
    "statements": _by(t.statements.c.learner),
    "statement_quotes": Held(_quotes),
    "saved_roles": _by(t.saved_roles.c.learner),
    "mentor_offers": _by(t.mentor_offers.c.person),
    "mentor_questions": _by(t.mentor_questions.c.learner),
    "concerns": _by(t.concerns.c.learner),
    "turn_log": _by(t.turn_log.c.person),
    "model_permits": Public("whether a school allows a model"),
    "model_calls": _by(t.model_calls.c.person),
    "jobs": _by(t.jobs.c.person),
    "digests": _by(t.digests.c.teacher),
    # The school's words about a role; SET NULL forgets who proposed or decided.
    "card_notes": Held(
        lambda who: or_(t.card_notes.c.proposed_by == who.person, t.card_notes.c.decided_by == who.person), erased=False
    ),
    "care_rules": Public("what a school decided"),
    "learner_care": _by(t.learner_care.c.person),
    "drills": Held(lambda who: t.drills.c.answered_by == who.person, erased=False),  # SET NULL forgets who
    # Pseudonyms only; deleting one entry would break the chain that proves the others.
    "audit": Held(_audit, erased=False),
}


def rows_of(name: str, who: Subject) -> ColumnElement[bool]:
    """The condition for this person's rows in a table; never true in a public one."""
    holding = HOLDINGS[name]
    return holding.of(who) if isinstance(holding, Held) else false()
