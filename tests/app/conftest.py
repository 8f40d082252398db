"""The turn, played through the real inbox and outbox.

The learned stage of the safety screen is left out here: its judgement is measured in tests/safety, and these tests are
about what the turn does with a finding.
"""

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
