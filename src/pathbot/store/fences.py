"""The second fence between schools: PostgreSQL itself refuses rows of another school than the one being worked for.

The first fence is that every query names its school. Should one ever forget to, row-level security hides the rows of
all others while the work of one school is being done (`only`). A connection that does not come from `open_engine` sees
no rows at all. Neither binds a superuser, so `pathbot doctor` says when the program runs as one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, Engine, event, text

from pathbot.store.columns import metadata

EVERY = "*"
_SETTING = "pathbot.school"
_school: ContextVar[str | None] = ContextVar("school", default=None)


@contextmanager
def only(school: str) -> Iterator[None]:
    """Whatever is read or written inside concerns this school. Threads started inside are bound too."""
    before = _school.set(school)
    try:
        yield
    finally:
        _school.reset(before)


def worked_for() -> str | None:
    """The school that `only` names here, None outside of it."""
    return _school.get()


def bind(connection: Connection) -> None:
    """At the start of a transaction on PostgreSQL: it sees only the school being worked for, if one is named."""
    school = worked_for()
    if school is not None:
        connection.exec_driver_sql(f"SELECT set_config('{_SETTING}', %s, true)", (school,))


def open_for_all(engine: Engine) -> None:
    """Connections of this engine see every school unless `only` names one: workers serve all of them."""

    @event.listens_for(engine, "connect")
    def _see_all(connection: object, _: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute(f"SELECT set_config('{_SETTING}', '{EVERY}', false)")
        cursor.close()
        connection.commit()  # type: ignore[attr-defined]


def raise_fences(connection: Connection) -> None:
    """Puts every table behind the fence that is not yet: part of every upgrade, so that no new table is forgotten."""
    found = connection.execute(text("SELECT tablename FROM pg_policies WHERE policyname = 'one_school'"))
    fenced = set(found.scalars())
    for table in metadata.sorted_tables:
        if table.name in fenced:
            continue
        column = "id" if table.name == "schools" else "school"
        for command in ("ENABLE", "FORCE"):  # forced, because the program owns its tables
            connection.exec_driver_sql(f"ALTER TABLE {table.name} {command} ROW LEVEL SECURITY")
        seen = f"current_setting('{_SETTING}', true) IN ('{EVERY}', {column})"
        connection.exec_driver_sql(f"CREATE POLICY one_school ON {table.name} USING ({seen})")


def stands(connection: Connection) -> bool:
    """Whether the fence binds us: not for a superuser, nor for a role that was excused."""
    role = text("SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(role).scalar_one())
