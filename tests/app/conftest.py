"""The turn, played through the real inbox and outbox.

The learned stage of the safety screen is left out here: its judgement is measured in tests/safety, and these tests are
about what the turn does with a finding.
"""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.app.school import LOW_MOOD, Talk

from pathbot.app.kit import Kit
from pathbot.safety.lexicon import Lexicon, Signal


@pytest.fixture(scope="session")
def outright(kit: Kit) -> Kit:
    """The kit with a safety screen that hears only what is said outright, and one low mood."""
    first, *others = kit.safety.lexicons
    sad = Signal(reason="low_mood", tier="A", any=(LOW_MOOD,))
    lexicons = (Lexicon(**{**dict(first), "signals": (*first.signals, sad)}), *others)
    return dataclasses.replace(kit, safety=kit.safety.model_copy(update={"learned": None, "lexicons": lexicons}))


@pytest.fixture
async def talk(outright: Kit, tmp_path: Path) -> AsyncIterator[Talk]:
    """A learner who has not written yet."""
    async with Talk(tmp_path, outright) as talk:
        yield talk


@pytest.fixture
async def agreed(talk: Talk) -> Talk:
    """A learner who said OK and stands at the first question."""
    await talk.says(kind="open")
    await talk.says("ok")
    return talk


@pytest.fixture(scope="session")
def walked_once(outright: Kit, tmp_path_factory: pytest.TempPathFactory) -> tuple[Talk, Path]:
    """A learner who answered until step 8, and the folder of it: the walk takes longer than most tests."""
    folder = tmp_path_factory.mktemp("walked")

    async def walk() -> Talk:
        async with Talk(folder, outright) as talk:
            await talk.says(kind="open")
            await talk.says("ok")
            await talk.to_step_8()
        talk.engine.dispose()
        return talk

    return asyncio.run(walk()), folder


@pytest.fixture
async def walked(walked_once: tuple[Talk, Path], tmp_path: Path) -> AsyncIterator[Talk]:
    """A learner at step 8, who may pick a moment."""
    async with Talk.gone_on(*walked_once, tmp_path) as talk:
        yield talk
