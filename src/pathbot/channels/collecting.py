"""A channel that keeps what was sent: for scripted conversations and for tests."""

from pathbot.messages import Address, Capabilities, Outgoing


class Collecting:
    """Keeps every message in the order it was sent. The platform's id is the key."""

    def __init__(self, name: str = "collecting", capabilities: Capabilities | None = None) -> None:
        self.name = name
        self.capabilities = capabilities or Capabilities(forms=True)
        self._sent: dict[str, Outgoing] = {}

    @property
    def sent(self) -> tuple[Outgoing, ...]:
        """Everything sent so far, oldest first."""
        return tuple(self._sent.values())

    def sent_to(self, address: Address) -> tuple[Outgoing, ...]:
        """What was sent to one conversation, oldest first."""
        return tuple(o for o in self._sent.values() if o.address == address)

    async def send(self, outgoing: Outgoing) -> str:
        """Keeps it. A key that is there already stays as it was."""
        self._sent.setdefault(outgoing.key, outgoing)
        return outgoing.key

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        """The key, if it was sent."""
        return outgoing.key if outgoing.key in self._sent else None
