"""A workspace with people in it, and Pathbot listening."""

from collections.abc import AsyncIterator

import pytest
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.memory import Ours

MAYA, LEO, GUEST, ORTIZ = "U0MAYA", "U0LEO", "U0GUEST", "U0ORTIZ"


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        slack.add_user(MAYA, "Maya Rivera")
        slack.add_user(LEO, "Leo Park")
        slack.add_user(ORTIZ, "Mr. Ortiz")
        slack.add_user(GUEST, "Gus Guest", is_restricted=True)
        yield slack


@pytest.fixture
async def ours(slack: FakeSlack) -> AsyncIterator[Ours]:
    ours = Ours(slack)
    async with ours.listening():
        yield ours
