"""Nouns into rows, inside a transaction of the caller."""

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, and_, delete, or_, select, update

from pathbot.conversation import Line
from pathbot.evidence import SavedRole, SkillStatement
from pathbot.mentoring import MentorQuestion
from pathbot.people import Concern, Consent
from pathbot.reflection.journey import Journey
from pathbot.store import corrections
from pathbot.store.engine import insert_new, put, store_all_new
from pathbot.store.tables import (
    concerns,
    consents,
    journeys,
    mentor_questions,
    saved_roles,
    statement_quotes,
    statements,
    transcript,
)


def consent(connection: Connection, school: str, given: Consent) -> None:
    """A yes, or the end of one."""
    put(connection, consents, {**given.model_dump(), "school": school}, ("person", "given_at"))


def journey(connection: Connection, snapshot: Journey) -> None:
    """The whole snapshot, with the columns that pages look for beside it."""
    names = ("id", "school", "learner", "class_id", "project", "step", "version", "updated_at")
    row = {**{name: getattr(snapshot, name) for name in names}, "snapshot": snapshot.model_dump_json()}
    put(connection, journeys, row, ("id",))


def statement(connection: Connection, school: str, item: SkillStatement) -> None:
    """A statement with every quote it stands on. What was approved and is no more is corrected where it stood."""
    _correct(connection, school, item)
    row = {
        **item.model_dump(exclude={"draft"}),
        "school": school,
        "statement": item.draft.statement,
        "skills": json.dumps([tag.model_dump() for tag in item.draft.skills]),
        "own_words": item.draft.own_words,
    }
    put(connection, statements, row, ("id",))
    connection.execute(delete(statement_quotes).where(statement_quotes.c.statement == item.id))
    for position, quote in enumerate(item.draft.evidence):
        place = {"statement": item.id, "position": position, "school": school}
        insert_new(connection, statement_quotes, {**place, **quote.model_dump()})


def _correct(connection: Connection, school: str, item: SkillStatement) -> None:
    before = connection.execute(select(statements.c.status, statements.c.statement).where(statements.c.id == item.id))
    was = before.first()
    if was is not None and was.status == "approved" and (item.status, item.draft.statement) != tuple(was):
        now = item.decided_at or item.created_at
        corrections.taken_back(connection, school, item.learner, item.id, was.statement, now)


def saved_role(connection: Connection, school: str, role: SavedRole) -> None:
    """A role once: saving it again changes nothing."""
    insert_new(connection, saved_roles, {**role.model_dump(), "school": school})


def question(connection: Connection, asked: MentorQuestion) -> None:
    """A question as it now stands. One that is over stays so; an answered one can be thanked for, asked back, or go on
    where the mentor has the floor, as long as nothing else was said in it meanwhile.
    """
    row = asked.model_dump(mode="json", include={"tried", "exchange"})
    words = row["exchange"]
    row = {**asked.model_dump(), **{name: json.dumps(value) for name, value in row.items()}}
    c = mentor_questions.c
    over, answered = c.status.in_(("cancelled", "expired")), c.status == "answered"
    goes_on = c.rounds < asked.rounds
    if asked.status == "answered":
        goes_on = or_(goes_on, c.exchange.in_([json.dumps(words), json.dumps(words[:-1])]))
    settled = c.status != "answered" if asked.thanked_at else or_(over, and_(answered, ~goes_on))
    put(connection, mentor_questions, row, ("id",), unless=settled)


def concern(connection: Connection, raised: Concern) -> None:
    """A concern once; only `concerns.acknowledge` changes it afterwards."""
    insert_new(connection, concerns, raised.model_dump())


def lines(
    connection: Connection, school: str, key: str, person: str, said: Sequence[Line], numbers: Iterator[int]
) -> None:
    """Lines of a conversation's transcript, numbered for readers; one that is there already is left alone."""
    place = {"school": school, "conversation": key, "person": person, "edited": False, "withdrawn": False}
    rows = [{**place, **line.model_dump(exclude={"id"}), "line_id": line.id, "seq": next(numbers)} for line in said]
    store_all_new(connection, transcript, rows)


def reword(connection: Connection, key: str, person: str, message_id: str, text: str | None) -> None:
    """The sender edited a message of theirs, or took it back (None): its text is gone."""
    mine = (transcript.c.conversation == key, transcript.c.line_id == message_id, transcript.c.person == person)
    changed = {"text": "", "withdrawn": True} if text is None else {"text": text, "edited": True}
    connection.execute(update(transcript).where(*mine, transcript.c.sender != "pathbot").values(changed))
