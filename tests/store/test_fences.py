"""Row-level security: while one school is worked for, PostgreSQL has no rows of any other."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import ProgrammingError
from tests.databases import emptied_postgres
from tests.store.store_samples import START, set_up

from pathbot.people import Class, Person, School
from pathbot.store import audit, fences, people
from pathbot.store.engine import open_engine, reading, writing
from pathbot.store.fences import only
from pathbot.store.tables import metadata


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = emptied_postgres()
    set_up(made)
    people.add_school(made, School(id="birch", name="Birch High"))
    people.add_class(made, Class(id="chem", school="birch", name="Chemistry", project="water"))
    people.add_person(made, Person(id="zoe", school="birch", name="Zoe"))
    audit.record(made, "birch", "zoe", "view", "zoe", START)
    yield made
    made.dispose()


def test_every_table_is_behind_the_fence(engine: Engine) -> None:
    forced = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    with reading(engine) as connection:
        assert set(connection.execute(forced).scalars()) == set(metadata.tables)
        assert fences.stands(connection), "a superuser would walk through it"


def test_a_query_that_forgets_the_school_still_sees_one_only(engine: Engine) -> None:
    everyone = select(metadata.tables["people"].c.name)
    with only("birch"), reading(engine) as connection:
        assert connection.execute(everyone).scalars().all() == ["Zoe"]
        for table in metadata.sorted_tables:
            column = table.c.id if table.name == "schools" else table.c.school
            foreign = select(func.count()).select_from(table).where(column != "birch")
            assert connection.execute(foreign).scalar_one() == 0, table.name
    with reading(engine) as connection:
        assert len(connection.execute(everyone).all()) == 5


def test_nothing_can_be_written_changed_or_deleted_in_another_school(engine: Engine) -> None:
    table = metadata.tables["people"]
    with only("birch"), writing(engine) as connection:
        assert connection.execute(table.update().values(name="changed")).rowcount == 1
        assert connection.execute(table.delete().where(table.c.school == "cedar")).rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"), only("birch"), writing(engine) as connection:
        connection.execute(table.insert().values(id="x", school="cedar", name="X", title="", language="en"))
    assert people.find_person(engine, "maya") is not None


def test_a_connection_of_somebody_else_sees_nothing(engine: Engine) -> None:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (0,)


def test_a_superuser_is_noticed(engine: Engine) -> None:
    super_ = open_engine(engine.url.set(username="postgres").render_as_string(hide_password=False))
    with reading(super_) as connection:
        assert not fences.stands(connection)
    super_.dispose()
