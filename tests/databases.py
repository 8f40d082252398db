"""Empty, migrated databases for tests, on the PostgreSQL that PATHBOT_TEST_POSTGRES names."""

import functools
import itertools
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import make_url, text

from pathbot.store.engine import Database, open_engine, writing
from pathbot.store.migrate import migrate

POSTGRES = "PATHBOT_TEST_POSTGRES"
WHY_NOT = f"no PostgreSQL: set {POSTGRES} (tools/services.sh starts a throw-away one) to run this there too"
_numbers = itertools.count()
_run = f"test_{os.getpid()}_{secrets.token_hex(3)}"


def postgres_url() -> str:
    """Where the tests' PostgreSQL is. Skips the test, saying so, when there is none."""
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.skip(WHY_NOT)
    return url


def emptied_postgres() -> Database:
    """The database of this test process, without a row. For tests that leave its tables as they are."""
    engine = open_engine(_shared())
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM schools"))  # every row belongs to a school, and goes with it
    return engine


@contextmanager
def new_postgres(template: str | None = None) -> Iterator[str]:
    """The URL of a database of its own, without a table or a copy of another one, dropped in the end."""
    name = f"{_run}_{next(_numbers)}"
    _command(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    try:
        yield _url(name)
    finally:
        _command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@functools.cache
def _shared() -> str:
    _command(f'CREATE DATABASE "{_run}"')
    engine = open_engine(_url(_run))
    migrate(engine)
    engine.dispose()
    return _url(_run)


def drop_shared() -> None:
    """Called at the end of a test process."""
    if _shared.cache_info().currsize:
        _command(f'DROP DATABASE IF EXISTS "{_run}" WITH (FORCE)')
        _shared.cache_clear()


def _url(name: str) -> str:
    return make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)


def _command(sql: str) -> None:
    import psycopg

    url = make_url(postgres_url()).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)
