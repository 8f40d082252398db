"""The demo school is as its start page and the quickstart tell it, played through real turns."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pathbot.app import demo
from pathbot.app.home import make_home, open_store
from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.reflection.journey import Journey
from pathbot.store import concerns, portfolio
from pathbot.store.engine import Database

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, kit: Kit) -> Iterator[Database]:
    """The store right after the first `make demo`."""
    settings = Settings(home=tmp_path_factory.mktemp("demo"), _env_file=None)
    make_home(settings)
    engine = open_store(settings)
    asyncio.run(demo.set_up(engine, kit, demo.read_demo(settings.prompts), NOW))
    yield engine
    engine.dispose()


def _journey(store: Database, learner: str) -> Journey:
    (journey,) = portfolio.journeys_of(store, learner)
    return journey


def test_nothing_the_invented_learners_say_is_taken_for_a_concern(store: Database) -> None:
    assert [concern.excerpt for concern in concerns.concerns_of(store, "demo")] == []


def test_ana_has_not_started(store: Database) -> None:
    assert portfolio.journeys_of(store, "ana") == ()


@pytest.mark.parametrize("learner", ["maya", "leo"])
def test_maya_and_leo_are_half_way_at_step_4(store: Database, kit: Kit, learner: str) -> None:
    step = _journey(store, learner).step
    assert step is not None
    assert kit.framework.number(step) == 4


def test_dani_has_finished_with_lines_that_each_stand_on_a_quote(store: Database) -> None:
    assert _journey(store, "dani").step is None
    lines = portfolio.statements_of(store, "dani", "approved")
    assert lines
    assert all(line.draft.evidence for line in lines)
