"""A person's rights over their record: take a copy of all of it, or have all of it erased."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, select, update

from pathbot.conversation import ConversationState
from pathbot.frozen import Frozen
from pathbot.store import audit, corrections
from pathbot.store.engine import reading, wipe_traces, writing
from pathbot.store.errors import StoreProblem
from pathbot.store.personal import HOLDINGS, Held, Subject, rows_of, subject
from pathbot.store.tables import audit as audit_rows
from pathbot.store.tables import conversations, metadata, outbox, people, schools, transcript

# Columns that hold JSON, exported as what it means.
_EXTERNAL = ("body", "snapshot", "state_json", "skills", "data", "tried", "exchange", "clusters")


class Receipt(Frozen):
    """Proof of an erasure without the person in it. `rows` counts what was deleted, by table.

    `wiped` is false while a reader kept the database's log busy: call `engine.wipe_traces` again later.
    """

    pseudonym: str
    at: datetime
    rows: dict[str, int]
    wiped: bool


def export_learner(engine: Engine, person: str) -> dict[str, Any]:
    """All rows of a person, by table, ready for JSON. Raises StoreProblem when nobody has this id."""
    with reading(engine) as connection:
        who = subject(connection, person, _school_of(connection, person))
        return {
            table.name: [_plain(row) for row in connection.execute(select(table).where(rows_of(table.name, who)))]
            for table in metadata.sorted_tables
            if isinstance(HOLDINGS[table.name], Held)
        }


def _plain(row: Any) -> dict[str, Any]:
    found = {}
    for name, value in row._mapping.items():
        if isinstance(value, date):
            value = value.isoformat()
        found[name] = json.loads(value) if name in _EXTERNAL else value
    return found


def erase_learner(engine: Engine, person: str, now: datetime, actor: str = audit.SYSTEM) -> Receipt:
    """Erases a person from every table and from the database's log. Raises StoreProblem when nobody has this id.

    `actor` is the id of who asked for it. A turn in flight for this person stores nothing any more.
    """
    with writing(engine) as connection:
        school = _school_of(connection, person)
        rows = erase(connection, person, now, actor=actor)
    name = audit.pseudonym(school, person)
    return Receipt(pseudonym=name, at=now, rows=rows, wiped=wipe_traces(engine))


def erase(
    connection: Connection, person: str, now: datetime, but: str | None = None, actor: str | None = None
) -> dict[str, int]:
    """`erase_learner`, inside a transaction. The conversation `but` stays, empty, so that a goodbye can reach it."""
    school = _school_of(connection, person)
    who = subject(connection, person, school)
    audit.append(connection, school, actor or person, "erase", person, now)
    corrections.erased(connection, school, person, f"{audit.pseudonym(school, person)}|{now.isoformat()}", now)
    _forget_states(connection, who)
    rows = {}
    for table in reversed(metadata.sorted_tables):  # what points at a row goes before the row
        holding = HOLDINGS[table.name]
        if isinstance(holding, Held) and holding.erased:
            where = holding.of(who)
            if table is conversations and but is not None:
                where = and_(where, conversations.c.key != but)
            rows[table.name] = connection.execute(delete(table).where(where)).rowcount
    return rows


def erased_since(engine: Engine, seen: Mapping[str, int]) -> tuple[tuple[tuple[str, datetime], ...], dict[str, int]]:
    """Pseudonyms of who was erased and when, from the audit trail after the entry `seen` of each school, and the last
    entry of each."""
    found, last = [], dict(seen)
    with reading(engine) as connection:
        for school in connection.execute(select(schools.c.id)).scalars():
            trail = select(audit_rows.c.n, audit_rows.c.action, audit_rows.c.subject, audit_rows.c.at)
            newer = trail.where(audit_rows.c.school == school, audit_rows.c.n > seen.get(school, 0))
            for row in connection.execute(newer.order_by(audit_rows.c.n)):
                last[school] = row.n
                if row.action == "erase":
                    found.append((row.subject, row.at))
    return tuple(found), last


def everybody(engine: Engine) -> tuple[tuple[str, str], ...]:
    """School and id of everybody there is."""
    with reading(engine) as connection:
        return tuple((row.school, row.id) for row in connection.execute(select(people.c.school, people.c.id)))


def _forget_states(connection: Connection, who: Subject) -> None:
    """Other people's conversations may still hold a question or an option made of this person's words."""
    spoke = select(transcript.c.conversation).where(transcript.c.person == who.person)
    heard = select(outbox.c.conversation).where(outbox.c.k.in_(who.about))
    touched = select(conversations).where(conversations.c.key.in_(spoke.union(heard)))
    empty = ConversationState().model_dump_json()
    for row in connection.execute(touched).all():
        connection.execute(update(conversations).where(conversations.c.key == row.key).values(state_json=empty))


def _school_of(connection: Connection, person: str) -> str:
    school = connection.execute(select(people.c.school).where(people.c.id == person)).scalar_one_or_none()
    if school is None:
        raise StoreProblem("There is nobody with this id: look it up by name first.")
    return str(school)
