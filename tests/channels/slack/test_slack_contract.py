"""Slack keeps the contract of every channel."""

from collections.abc import AsyncIterator

import pytest
from tests.channels.contract import ChannelContract
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.fake.reading import live
from tests.channels.slack.memory import Ours

from pathbot.channels.slack.names import private_address
from pathbot.messages import Outgoing


class _Chat:
    def __init__(self, ours: Ours) -> None:
        self.slack = ours.slack
        self.channel = ours.channel
        self.address = private_address(self.slack.team, "U0MAYA")

    async def post(self, outgoing: Outgoing) -> str:
        return await self.channel.send(outgoing)

    async def read(self) -> list[str]:
        return self.slack.read("U0MAYA")

    async def live(self) -> list[str]:
        return [mark for message in self.slack.shown("U0MAYA") for mark in live(message)]


class TestSlack(ChannelContract):
    @pytest.fixture
    async def there(self, slack: FakeSlack) -> AsyncIterator[_Chat]:
        ours = Ours(slack)
        yield _Chat(ours)
        await ours.clients.close()
