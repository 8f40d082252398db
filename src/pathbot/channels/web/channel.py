"""The web channel: pages show what the store holds, so sending is only a wake."""

from pathbot.channels.web.desk import NAME, Desk
from pathbot.channels.web.hub import Hub
from pathbot.messages import Capabilities, Outgoing


class WebChannel:
    """An outgoing message is visible as soon as the desk has it; other processes see it at their next look."""

    name = NAME
    capabilities = Capabilities(forms=True, pictures=True, max_choices=100, max_text=100_000)

    def __init__(self, desk: Desk, hub: Hub) -> None:
        self._desk = desk
        self._hub = hub

    async def send(self, outgoing: Outgoing) -> str:
        """Wakes whoever reads along. The platform's id is the key."""
        self._hub.wake(outgoing.address.key)
        return outgoing.key

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        """The key, if it is shown."""
        return outgoing.key if await self._desk.holds(outgoing.key) else None
