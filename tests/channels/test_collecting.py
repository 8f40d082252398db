"""The collecting channel keeps the contract, and what was sent."""

import pytest
from tests.channels.contract import ChannelContract

from pathbot.channels.collecting import Collecting
from pathbot.messages import Address, Outgoing, Text, fallback

HERE = Address(channel="collecting", conversation="maya")


class _Kept:
    def __init__(self) -> None:
        self.channel = Collecting()
        self.address = HERE

    async def post(self, outgoing: Outgoing) -> str:
        return await self.channel.send(outgoing)

    async def read(self) -> list[str]:
        return [fallback(o.reply) for o in self.channel.sent_to(self.address)]

    async def live(self) -> list[str]:
        return []


class TestCollecting(ChannelContract):
    @pytest.fixture
    def there(self) -> _Kept:
        return _Kept()


async def test_what_was_sent_is_kept_in_order_and_by_conversation() -> None:
    channel = Collecting()
    elsewhere = HERE.model_copy(update={"conversation": "leo"})
    for key, address in (("a", HERE), ("b", elsewhere), ("c", HERE)):
        await channel.send(Outgoing(key=key, address=address, reply=Text(text=key)))
    assert [o.key for o in channel.sent] == ["a", "b", "c"]
    assert [o.key for o in channel.sent_to(HERE)] == ["a", "c"]
