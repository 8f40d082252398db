"""Opening the database, and the two ways to use it: `reading` and `writing`."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    ExceptionContext,
    Executable,
    Table,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError

from pathbot.store import fences
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.sqlite import one_writer, open_sqlite, truncate_log

Database = Engine
"""What the rest of the program calls an open database, so that SQLAlchemy stays in this room."""

Transaction = Connection
"""And an open transaction, which the rest of the program only hands on."""


def open_engine(url: str, key: bytes | None = None) -> Engine:
    """The database at `url`: ``sqlite:///file.db`` (encrypted with the 32-byte `key`) or ``postgresql+psycopg://…``.

    Connects once, so that a wrong key is found at start. Raises StoreProblem or StoreUnavailable.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreProblem("The database address is not a URL such as sqlite:////home/me/pathbot.db.") from None
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        engine = open_sqlite(Path(str(parsed.database)), key)
    elif backend == "postgresql":
        # No ping before each use, which would be a tenth of a turn: when the database was away, the first to notice
        # gets StoreUnavailable, every old connection goes, and whoever asked asks again.
        engine = create_engine(parsed, hide_parameters=True, pool_size=8, max_overflow=12)
        event.listen(engine, "handle_error", _translate, retval=True)
        fences.open_for_all(engine)
    else:
        raise StoreProblem(
            "The database must be a SQLite file (sqlite:///file.db) or PostgreSQL (postgresql+psycopg://)."
        )
    with reading(engine):
        return engine


def _translate(context: ExceptionContext) -> BaseException | None:
    if context.is_disconnect or context.connection is None:
        return StoreUnavailable("The database is away: check that it runs, then try again.")
    return None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent picture of the database. Writers are not held up by it."""
    options: dict[str, Any] = {"pathbot_reads": True}
    on_postgres = engine.dialect.name == "postgresql"
    if on_postgres:
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if on_postgres:
            fences.bind(connection)
        yield connection


@contextmanager
def writing(engine: Engine, kept: bool = True) -> Iterator[Connection]:
    """One transaction: everything in it is stored when the block ends, or nothing is.

    Where it is not `kept`, it survives the death of every process but may be lost when the power fails, and costs no
    wait for the disk. That is for what only says who is at work on what: after a power failure, nobody is.
    """
    if engine.dialect.name == "sqlite":
        held = engine.connect().execution_options(pathbot_kept=kept)
        with one_writer(engine), held as connection, connection.begin():
            yield connection
        return
    with engine.begin() as connection:
        fences.bind(connection)
        if not kept:
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
        yield connection


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Stores a row unless one with the same key is there. True when it was new."""
    keys = tuple(column.name for column in table.primary_key)
    return connection.execute(_new(connection.dialect.name, table, keys), dict(row)).first() is not None


def insert_all_new(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]
) -> set[tuple[Any, ...]]:
    """Stores many rows at once, leaving out those that are there. Returns the `keys` of the new ones."""
    if not rows:
        return set()
    statement = _new(connection.dialect.name, table, tuple(keys))
    return {tuple(row) for row in connection.execute(statement, [dict(row) for row in rows])}


def store_all_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """`insert_all_new`, where nobody asks which were new."""
    if rows:
        connection.execute(_new(connection.dialect.name, table, ()), [dict(row) for row in rows])


def put(
    connection: Connection,
    table: Table,
    row: Mapping[str, Any],
    keys: Sequence[str],
    unless: ColumnElement[bool] | None = None,
) -> None:
    """Stores a row, or replaces the one with the same `keys`, except where `unless` holds for the stored one."""
    build = _replacing if unless is None else _replacing.__wrapped__  # a condition holds values of this one row
    connection.execute(build(connection.dialect.name, table, tuple(row), tuple(keys), unless), dict(row))


# Statements are built once and used again: putting one together takes longer than running it.


@functools.cache
def _new(dialect: str, table: Table, returned: tuple[str, ...]) -> Executable:
    statement = _insert(dialect, table).on_conflict_do_nothing()
    return statement.returning(*(table.c[name] for name in returned)) if returned else statement


@functools.cache
def _replacing(
    dialect: str, table: Table, names: tuple[str, ...], keys: tuple[str, ...], unless: ColumnElement[bool] | None
) -> Executable:
    statement = _insert(dialect, table)
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    where = None if unless is None else ~unless
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changed, where=where)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say ON CONFLICT; both databases use the same words for it."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def wipe_traces(engine: Engine) -> bool:
    """After deleting: leaves no copy behind in the write-ahead log. False when it has to be repeated later.

    PostgreSQL frees deleted rows by vacuum and forgets its log by its own retention.
    """
    return truncate_log(engine) if engine.dialect.name == "sqlite" else True
