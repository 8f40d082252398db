"""A summary that went out is not true any more: its teacher hears so, once.

Runs inside the transaction that made it so, and only plans the word (`app/corrections.py` says it): nothing can be
erased without it, and nothing is said of an erasure that was undone.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from typing import Literal, NamedTuple

from sqlalchemy import Connection, select, update

from pathbot.jobs import Job
from pathbot.store import jobs
from pathbot.store.tables import outbox, outbox_people, people
from pathbot.summaries import SentSummary, sent_summary

NAME = "correction"
GONE = "…"
"""Stands where a line stood that was taken back."""
Why = Literal["erased", "taken_back"]


def erased(connection: Connection, school: str, learner: str, mark: str, now: datetime) -> None:
    """Every summary this learner stands in is out of date. Call it before they are erased; `mark` names the erasure."""
    found = (part.of for part in _parts_with(connection, learner) if part.of.teacher != learner)
    _plan(connection, school, found, "erased", mark, now)


def taken_back(connection: Connection, school: str, learner: str, line: str, text: str, now: datetime) -> None:
    """The text of an approved line counts no more: it leaves the stored summaries that quoted it. `line` is its id."""
    written = json.dumps(text, ensure_ascii=False)[1:-1]
    quoting = [part for part in _parts_with(connection, learner) if written in part.body]
    for part in quoting:
        without = part.body.replace(written, GONE)
        connection.execute(update(outbox).where(outbox.c.id == part.row).values(body=without))
    _plan(connection, school, (part.of for part in quoting), "taken_back", f"{line}|{text}", now)


class _Part(NamedTuple):
    """A message of a summary: its row in the outbox, its body as JSON, and the summary."""

    row: int
    body: str
    of: SentSummary


def _parts_with(connection: Connection, learner: str) -> list[_Part]:
    about = outbox.join(outbox_people, outbox_people.c.outbox == outbox.c.id)
    found = select(outbox.c.id, outbox.c.k, outbox.c.body).select_from(about)
    rows = connection.execute(found.where(outbox_people.c.person == learner, outbox.c.priority == "summary")).all()
    return [_Part(row.id, row.body, of) for row in rows if (of := sent_summary(row.k)) is not None]


def _plan(
    connection: Connection, school: str, summaries: Iterable[SentSummary], why: Why, mark: str, now: datetime
) -> None:
    """One word for each teacher and class, whatever the number of weeks. The key names nobody but the teacher."""
    weeks: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for of in summaries:
        weeks[of.class_id, of.teacher].add(of.week)
    still = _there(connection)
    for (class_id, teacher), which in sorted(weeks.items()):
        if still(teacher):
            listed = " ".join(sorted(which))
            digest = sha256(f"{mark}|{listed}".encode()).hexdigest()[:16]
            data = {"class": class_id, "weeks": listed, "why": why}
            key = f"{class_id}|{teacher}|{digest}"
            jobs.plan(connection, Job(name=NAME, key=key, school=school, due_at=now, person=teacher, data=data))


def _there(connection: Connection) -> Callable[[str], bool]:
    return lambda person: connection.execute(select(people.c.id).where(people.c.id == person)).first() is not None
