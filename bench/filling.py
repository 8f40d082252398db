"""Millions of older messages in minutes: rows come in the order of their keys, and indexes are made when all are there.

Both databases make an index of what is there many times faster than they keep one up to date, and rows that come in the
order of a unique key are written at its end. What stands there afterwards is what a school's years would leave.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ForeignKeyConstraint, inspect
from sqlalchemy.schema import AddConstraint, CreateIndex, DropIndex

from pathbot.messages import Address
from pathbot.people import Person
from pathbot.store import conversations, people
from pathbot.store.engine import Database, writing
from pathbot.store.tables import inbox, outbox, transcript

EACH = 100
"""Messages of one conversation."""
FILLED = (transcript, inbox, outbox)
QUOTE = "'" + "x" * 80 + "'"
WHEN = "'2026-01-05 09:00:00.000000'"


def fill(engine: Database, stored: int) -> None:
    """`stored` older messages of other people, and their answers, as they stand in the tables afterwards."""
    if not stored:
        return
    people.add_person(engine, Person(id="old", school="bench", name="Old"))
    chats = -(-stored // EACH)
    with writing(engine) as connection:
        for start in range(0, chats, 1000):
            places = [_old(n) for n in range(start, min(start + 1000, chats))]
            conversations.ensure_all(connection, {here.key: ("bench", here) for here in places})
    _run(engine, [*_before(engine), *_rows(engine.dialect.name, stored), *_after(engine)])


def _run(engine: Database, statements: Sequence[str]) -> None:
    """On a connection of its own, whose settings end with it, and without a transaction around them."""
    engine.dispose()  # SQLite changes its journal only where nobody else has the file open
    raw = engine.raw_connection()
    raw.detach()
    if engine.dialect.name == "postgresql":
        raw.dbapi_connection.autocommit = True  # type: ignore[union-attr]
    cursor = raw.cursor()
    for statement in statements:
        cursor.execute(statement)
    raw.close()


def _rows(database: str, stored: int) -> list[str]:
    """One statement a table."""
    postgres = database == "postgresql"
    number, place = "lpad(i::text, 9, '0')", f"lpad(((i - 1) / {EACH})::text, 7, '0')"
    counting, no = f"generate_series(1, {stored}) AS n(i)", "FALSE"
    if not postgres:
        number, place, no = "printf('%09d', i)", f"printf('%07d', (i - 1) / {EACH})", "0"
        counting = (
            f"(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {stored}) SELECT i FROM c)"
        )
    place = f"'collecting:old' || {place}"
    return [
        "INSERT INTO transcript (school, conversation, seq, line_id, person, sender, text, step, slot, project, at,"
        f" edited, withdrawn) SELECT 'bench', {place}, i, 'old' || {number}, 'old', 'learner', {QUOTE}, 1, '', 'p',"
        f" {WHEN}, {no}, {no} FROM {counting}",
        "INSERT INTO inbox (school, channel, delivery_id, conversation, external_id, sent_at, received_at, state,"
        f" attempts, claims, body) SELECT 'bench', 'collecting', 'old' || {number}, {place}, 'old', {WHEN}, {WHEN},"
        f" 'done', 0, 1, '{{}}' FROM {counting}",
        "INSERT INTO outbox (school, k, channel, conversation, seq, priority, rank, body, created_at, state, attempts)"
        f" SELECT 'bench', 'old:' || {number}, 'collecting', {place}, i, 'reply', 1, {QUOTE}, {WHEN}, 'sent', 1"
        f" FROM {counting}",
    ]


def _before(engine: Database) -> Iterator[str]:
    """No indexes, and no waiting for the disk."""
    postgres = engine.dialect.name == "postgresql"
    yield from _POSTGRES if postgres else _SQLITE
    for table in FILLED:
        for index in table.indexes:
            yield str(DropIndex(index).compile(engine))
        for key in inspect(engine).get_foreign_keys(table.name) if postgres else ():
            yield f"ALTER TABLE {table.name} DROP CONSTRAINT {key['name']}"  # each row is looked up for each of them
    engine.dispose()


def _after(engine: Database) -> Iterator[str]:
    """As it was."""
    postgres = engine.dialect.name == "postgresql"
    for table in FILLED:
        for index in table.indexes:
            yield str(CreateIndex(index).compile(engine))
        for constraint in table.constraints if postgres else ():
            if isinstance(constraint, ForeignKeyConstraint):
                yield str(AddConstraint(constraint).compile(engine))
    # Now, or PostgreSQL's own cleaners would do it while turns are measured. SQLite has none, and Pathbot never has it
    # count its rows: it plans as it does in a school.
    yield from (f"VACUUM (ANALYZE) {table.name}" for table in FILLED) if postgres else _SQLITE_AGAIN


_SQLITE_AGAIN = ("PRAGMA journal_mode = WAL",)
_SQLITE = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -262144")
_POSTGRES = ("SET synchronous_commit = off", "SET maintenance_work_mem = '512MB'")


def _old(number: int) -> Address:
    return Address(channel="collecting", conversation=f"old{number:07d}")
