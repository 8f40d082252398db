"""An empty, migrated database for each test: SQLite always, PostgreSQL where there is one (tests/databases.py)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.databases import emptied_postgres
from tests.store.store_samples import KEY

from pathbot.store.engine import open_engine
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
        made = emptied_postgres()
    yield made
    made.dispose()
