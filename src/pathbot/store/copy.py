"""Every row of one database into another: from SQLite to PostgreSQL, into a backup, and out of it again.

Both ends are read again afterwards and compared row by row, so that a copy is either whole or refused.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, Integer, Table, func, select, text

from pathbot.store.engine import reading, writing
from pathbot.store.errors import StoreProblem
from pathbot.store.tables import metadata, schools

BATCH = 2_000
Report = Callable[[str, int], None]
"""Called with a table's name and how many of its rows were copied so far."""


def copy_all(source: Engine, target: Engine, report: Report | None = None) -> dict[str, int]:
    """Copies every row, as it is at one moment, into an empty database of the same version. Returns rows by table.

    Everything is stored in one transaction. Raises StoreProblem when the target is not empty or the copy differs.
    """
    copied: dict[str, int] = {}
    with reading(source) as old, writing(target) as new:
        if new.execute(select(schools.c.id).limit(1)).first() is not None:
            raise StoreProblem("The other database is not empty: choose one without schools.")
        for table in metadata.sorted_tables:
            copied[table.name] = _copy(old, new, table, report or (lambda name, count: None))
        for table in metadata.sorted_tables:
            if _digest(old, table) != _digest(new, table):
                raise StoreProblem(f"The copy of {table.name} differs and was undone: please report this.")
    return copied


def same(one: Engine, other: Engine) -> bool:
    """Whether two databases hold the same rows."""
    with reading(one) as first, reading(other) as second:
        return all(_digest(first, table) == _digest(second, table) for table in metadata.sorted_tables)


def _copy(old: Connection, new: Connection, table: Table, report: Report) -> int:
    count = 0
    for batch in _rows(old, table).partitions(BATCH):
        new.execute(table.insert(), [dict(row._mapping) for row in batch])
        count += len(batch)
        report(table.name, count)
    if new.dialect.name == "postgresql":
        _go_on_counting(new, table)
    return count


def _rows(connection: Connection, table: Table) -> Any:
    return connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))


def _digest(connection: Connection, table: Table) -> int:
    """A sum over the rows, because databases sort text differently and a school's rows need not fit into memory."""
    total = 0
    for row in connection.execution_options(yield_per=BATCH).execute(select(table)):
        total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest(), "big")
    return total


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Numbers that the database gives out go on after the copied ones."""
    column = table.autoincrement_column
    if column is None or not isinstance(column.type, Integer):
        return
    asked = {"table": table.name, "column": column.name}
    name = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), asked).scalar_one()
    highest = connection.execute(select(func.max(column))).scalar_one()
    if name is not None and highest is not None:
        connection.execute(text("SELECT setval(:name, :highest)"), {"name": name, "highest": highest})
