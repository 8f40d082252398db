"""An empty, migrated database for each test: SQLite always, PostgreSQL where PATHBOT_TEST_POSTGRES names one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from tests.store.store_samples import KEY

from pathbot.store.engine import open_engine, writing
from pathbot.store.migrate import migrate


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "empty.db"
    engine = open_engine(f"sqlite:///{path}", KEY)
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        shutil.copy(migrated_file, tmp_path / "pathbot.db")
        made = open_engine(f"sqlite:///{tmp_path / 'pathbot.db'}", KEY)
    else:
        url = os.environ.get("PATHBOT_TEST_POSTGRES")
        if not url:
            pytest.skip("set PATHBOT_TEST_POSTGRES to the URL of an empty PostgreSQL database to run this there too")
        made = open_engine(url)
        with writing(made) as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        migrate(made)
    yield made
    made.dispose()
