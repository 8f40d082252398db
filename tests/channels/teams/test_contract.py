"""Teams keeps the contract of every channel, over the real connector and a Teams of our own."""

from collections.abc import AsyncIterator

import pytest
from tests.channels.contract import ChannelContract
from tests.channels.teams.fake import TENANT
from tests.channels.teams.memory import Site, site
from tests.channels.teams.reader import live, read

from pathbot.channels.teams.desk import private_address
from pathbot.messages import Outgoing


class _Chat:
    def __init__(self, site: Site) -> None:
        self.channel = site.channel
        self.address = private_address(TENANT, "aad-maya")
        self._fake = site.fake

    async def post(self, outgoing: Outgoing) -> str:
        return await self.channel.send(outgoing)

    async def read(self) -> list[str]:
        return [read(activity) for activity in self._fake.seen(self._fake.chat("maya"))]

    async def live(self) -> list[str]:
        return [found for activity in self._fake.seen(self._fake.chat("maya")) for found in live(activity)]


class TestTeams(ChannelContract):
    @pytest.fixture
    async def there(self) -> AsyncIterator[_Chat]:
        async with site() as running:
            answer = await running.deliver(running.fake.activity(text="hi"))
            assert answer.status_code == 200
            yield _Chat(running)
