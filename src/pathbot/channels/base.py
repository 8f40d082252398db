"""What every channel can do. `tests/channels/contract.py` is the suite each one passes."""

from typing import Protocol

from pathbot.messages import Capabilities, Outgoing


class RetryLater(Exception):
    """Surely not sent: the platform asked to wait, or could not be reached. Send it again in `seconds`."""

    def __init__(self, seconds: float, reason: str = "The channel asked to wait.") -> None:
        super().__init__(reason)
        self.seconds = seconds


class CannotSend(Exception):
    """It will never be sent: the conversation is gone, or the platform refuses the message. One sentence says why."""


class Channel(Protocol):
    """Puts messages in front of people. Never retries by itself and never sleeps: the outbox does both.

    Any other exception from `send` means that nobody knows whether it arrived; ask `find_sent` before sending again.
    """

    @property
    def name(self) -> str:
        """The channel's name in `Address.channel`."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can show. What it cannot, it says as text; nothing is ever left out."""
        ...

    async def send(self, outgoing: Outgoing) -> str:
        """Shows it and returns the platform's id of it. Raises RetryLater or CannotSend."""
        ...

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        """The platform's id if this key is there already, else None. Raises RetryLater when nobody can say now."""
        ...
