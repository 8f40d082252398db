"""The schema as upgrades make it is the schema as the code means it, and a stop half-way changes nothing."""

import re
import time
from collections.abc import Iterator
from contextlib import nullcontext
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, inspect, text
from tests.databases import new_postgres
from tests.store.forked import Forked
from tests.store.store_samples import KEY, set_up

from pathbot.store import people
from pathbot.store.engine import open_engine, reading, writing
from pathbot.store.errors import StoreProblem
from pathbot.store.migrate import migrate
from pathbot.store.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database that no other test sees: these change its tables."""
    with new_postgres() if request.param == "postgresql" else nullcontext(f"sqlite:///{tmp_path / 'a.db'}") as url:
        made = open_engine(url, KEY)
        migrate(made)
        yield made
        made.dispose()


def test_the_upgraded_schema_is_the_one_the_code_uses(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def _sqlite_schema(connection: Connection) -> dict[str, list[str]]:
    """Every table's definition as a sorted list of its lines, since the order of constraints means nothing."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    return {
        row.name: sorted(re.sub(r"[\s\"]+", "", line).strip(",") for line in row.sql.splitlines())
        for row in rows
        if row.name != "alembic_version"
    }


def test_not_even_a_cascade_or_an_autoincrement_differs(tmp_path: Path, migrated_file: Path) -> None:
    fresh = open_engine(f"sqlite:///{tmp_path / 'fresh.db'}", KEY)
    metadata.create_all(fresh)
    upgraded = open_engine(f"sqlite:///{migrated_file}", KEY)
    with reading(fresh) as meant, reading(upgraded) as found:
        assert _sqlite_schema(found) == _sqlite_schema(meant)
    fresh.dispose()
    upgraded.dispose()


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    set_up(engine)
    migrate(engine)
    assert people.find_person(engine, "maya") is not None


def test_there_is_one_line_of_upgrades() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    import pathbot.store.migrate as module

    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_a_database_of_a_newer_pathbot_is_refused_in_one_sentence(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreProblem, match="newer Pathbot"):
        migrate(engine)


def test_changing_a_table_that_others_point_at_does_not_delete_them(engine: Engine) -> None:
    """SQLite changes a table by dropping it; with foreign keys on, that would empty every table below it."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy import Column, String

    from pathbot.store.sqlite import foreign_keys

    set_up(engine)
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            foreign_keys(connection, False)
        with connection.begin():
            operations = Operations(MigrationContext.configure(connection))
            recreate = "always" if sqlite else "auto"
            with operations.batch_alter_table("people", recreate=recreate) as batch:
                batch.add_column(Column("nickname", String))
        if sqlite:
            foreign_keys(connection, True)
    assert people.person_behind(engine, "cedar", "web", "web-maya") is not None
    assert [person.id for person in people.members(engine, "bio", "learner")] == ["maya", "omar"]


def upgrade(url: str, pipe: Pipe) -> None:
    import alembic.autogenerate
    import alembic.command  # noqa: F401 - loaded first, so that the kill hits the work

    engine = open_engine(url, KEY)
    pipe.send("go")
    migrate(engine)


@pytest.mark.parametrize("delay_ms", [2, 12, 25, 40])
def test_a_kill_during_an_upgrade_leaves_the_old_schema_or_the_new_one(tmp_path: Path, delay_ms: int) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    process = Forked(upgrade, url)
    assert process.heard.recv() == "go"
    time.sleep(delay_ms / 1000)
    process.kill()
    process.heard.close()
    engine = open_engine(url, KEY)
    expected = {*metadata.tables, "alembic_version"}
    assert set(inspect(engine).get_table_names()) in (set(), expected)
    migrate(engine)
    assert set(inspect(engine).get_table_names()) == expected
    engine.dispose()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_two_processes_that_upgrade_at_once_take_turns(tmp_path: Path, database: str) -> None:
    with new_postgres() if database == "postgresql" else nullcontext(f"sqlite:///{tmp_path / 'a.db'}") as url:
        open_engine(url, KEY).dispose()
        both = [Forked(upgrade, url) for _ in range(2)]
        assert all(process.ends() for process in both)
        assert [process.rest() for process in both] == [["go"], ["go"]]
