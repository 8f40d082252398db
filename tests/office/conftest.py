"""A town is built once and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pathbot.app.kit import Kit
from tests.office.town import Town, build_town, new_town


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, kit: Kit) -> tuple[Path, tuple[str, ...]]:
    folder = tmp_path_factory.mktemp("town")
    return folder, build_town(folder, kit)


@pytest.fixture
def town(tmp_path: Path, built: tuple[Path, tuple[str, ...]], kit: Kit) -> Iterator[Town]:
    made = new_town(tmp_path, *built, kit)
    yield made
    made.engine.dispose()
