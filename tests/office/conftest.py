"""A town for each module: its tests only look, or say what they change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pathbot.app.kit import Kit
from tests.office.town import Town, new_town


@pytest.fixture
def town(tmp_path: Path, kit: Kit) -> Iterator[Town]:
    made = new_town(tmp_path, kit)
    yield made
    made.engine.dispose()
