"""The web page keeps the contract of every channel."""

import pytest
from tests.channels.contract import ChannelContract
from tests.channels.web_app import Site, messages_of, tags_of

from pathbot.channels.web.channel import WebChannel
from pathbot.channels.web.desk import private_address
from pathbot.messages import Outgoing

TAGS = {"li", "p", "span", "time", "div", "h2", "h3", "dl", "dt", "dd", "form", "input", "button", "label", "textarea"}


class _Page:
    def __init__(self) -> None:
        self.site = Site()
        self.channel = WebChannel(self.site.desk, self.site.hub)
        self.address = private_address("maya")

    async def post(self, outgoing: Outgoing) -> str:
        self.site.desk.post(outgoing)  # committed first, as every outgoing message is
        return await self.channel.send(outgoing)

    async def read(self) -> list[str]:
        return messages_of(await self._page())

    async def live(self) -> list[str]:
        log = (await self._page()).partition('id="log"')[2].partition("</ol>")[0]
        strange = [tag for tag, _ in tags_of(log) if tag not in TAGS]
        return strange + [a for _, attributes in tags_of(log) for a in attributes if a.startswith("on") or a == "href"]

    async def _page(self) -> str:
        browser = await self.site.browser("maya")
        return (await browser.get("/chat")).text


class TestWeb(ChannelContract):
    @pytest.fixture
    def there(self) -> _Page:
        return _Page()
