"""Who did what to whose record: append-only, each entry sealed with the hash of the one before, one chain per school.

People stand here under a pseudonym made from their id: while somebody is known, their entries can be found; after they
are erased, nothing here names them.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import Connection, Engine, select

from pathbot.frozen import Frozen
from pathbot.store.engine import reading, writing
from pathbot.store.tables_people import people
from pathbot.store.tables_records import audit

SYSTEM = "pathbot"
Act = Literal[
    "add-person",
    "alert",
    "approved-note",
    "care_rules",
    "change-person",
    "confirm",
    "drill",
    "edit-project",
    "end-duty",
    "erase",
    "export",
    "export-portfolio",
    "false_alarm",
    "give-duty",
    "learner_care",
    "mail-refused",
    "make-code",
    "model_off",
    "model_on",
    "propose-note",
    "received-alert",
    "received-message",
    "received-summary",
    "refused-note",
    "retention",
    "taken",
    "view-concerns",
    "view-learner",
    "view-lines",
    "view-questions",
    "view-summary",
]
"""Everything that stands in the trail. The pages have words for each (`acts` in prompts/pages/)."""


class Entry(Frozen):
    """One link. `actor` and `subject` are ids of people who are still known, else pseudonyms."""

    n: int
    at: datetime
    actor: str
    action: str
    subject: str


def pseudonym(school: str, person: str) -> str:
    """The name of a person in the audit trail: 16 hexadecimal digits."""
    return sha256(f"pathbot-audit|{school}|{person}".encode()).hexdigest()[:16]


def record(engine: Engine, school: str, actor: str, action: Act, subject: str, now: datetime) -> None:
    """Adds an entry. `actor` and `subject` are people's ids, or `SYSTEM`; `action` a code."""
    with writing(engine) as connection:
        append(connection, school, actor, action, subject, now)


def looked(engine: Engine, school: str, actor: str, action: Act, learners: Iterable[str], now: datetime) -> None:
    """An adult is about to see words of these learners: one entry each. Call it before anything is shown."""
    seen = sorted(set(learners) - {actor})
    if seen:
        with writing(engine) as connection:
            append_all(connection, school, actor, action, seen, now)


def append(connection: Connection, school: str, actor: str, action: Act, subject: str, now: datetime) -> None:
    """`record`, as part of a larger transaction."""
    append_all(connection, school, actor, action, (subject,), now)


def append_all(
    connection: Connection, school: str, actor: str, action: Act, subjects: Collection[str], now: datetime
) -> None:
    """One entry for each of `subjects`, as part of a larger transaction."""
    if not subjects:
        return
    last = select(audit).where(audit.c.school == school).order_by(audit.c.n.desc()).limit(1).with_for_update()
    before = connection.execute(last).first()
    n, previous = (0, "") if before is None else (before.n, before.hash)
    who = _known_as(school, actor)
    for subject in subjects:
        n, whom = n + 1, _known_as(school, subject)
        seal = _seal(school, n, now, who, action, whom, previous)
        row = {"school": school, "n": n, "at": now, "actor": who, "action": action, "subject": whom}
        connection.execute(audit.insert().values({**row, "previous": previous, "hash": seal}))
        previous = seal


def entries(engine: Engine, school: str) -> tuple[Entry, ...]:
    """The whole trail of a school, oldest first, with the ids of people who are still known."""
    with reading(engine) as connection:
        known = connection.execute(select(people.c.id).where(people.c.school == school)).scalars()
        names = {pseudonym(school, person): person for person in known}
        rows = connection.execute(select(audit).where(audit.c.school == school).order_by(audit.c.n)).all()
    return tuple(
        Entry(
            n=row.n,
            at=row.at,
            actor=names.get(row.actor, row.actor),
            action=row.action,
            subject=names.get(row.subject, row.subject),
        )
        for row in rows
    )


def first_broken(engine: Engine, school: str) -> int | None:
    """The number of the first entry that was changed, removed or put in; None when the chain is whole."""
    previous, expected = "", 1
    with reading(engine) as connection:
        for row in connection.execute(select(audit).where(audit.c.school == school).order_by(audit.c.n)):
            seal = _seal(school, row.n, row.at, row.actor, row.action, row.subject, previous)
            if (row.n, row.previous, row.hash) != (expected, previous, seal):
                return expected
            previous, expected = row.hash, expected + 1
    return None


def _known_as(school: str, name: str) -> str:
    return name if name == SYSTEM else pseudonym(school, name)


def _seal(school: str, n: int, at: datetime, actor: str, action: str, subject: str, previous: str) -> str:
    parts = (school, str(n), f"{at.timestamp():.6f}", actor, action, subject, previous)
    return sha256("\x1f".join(parts).encode()).hexdigest()
