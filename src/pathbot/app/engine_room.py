"""Inbox, turns and outbox of one process, pumped by hand: terminal, scripts and tests go one message at a time."""

from collections.abc import Callable, Mapping
from datetime import datetime

from pathbot.app.kit import Kit
from pathbot.app.sender import send_next
from pathbot.app.workers import answer_next
from pathbot.channels.base import Channel
from pathbot.messages import Inbound
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest


class EngineRoom:
    """``async with EngineRoom(...) as room: await room.take(school, inbound)``."""

    def __init__(
        self, engine: Database, kit: Kit, channels: Mapping[str, Channel], clock: Callable[[], datetime], name: str
    ) -> None:
        self._engine = engine
        self._kit = kit
        self._channels = channels
        self._clock = clock
        self._name = name
        self._ingest = Ingest(engine, clock)

    async def __aenter__(self) -> "EngineRoom":
        await self._ingest.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._ingest.__aexit__(None, None, None)

    async def take(self, school: str, inbound: Inbound) -> None:
        """Files a message, answers everything that is open, and sends everything that is due."""
        await self._ingest.file(school, inbound)
        await self.pump()

    async def pump(self) -> None:
        """Answers and sends until nothing is left to do now."""
        while answer_next(self._engine, self._kit, self._name, self._clock):
            pass
        while await send_next(self._engine, self._channels, self._clock):
            pass
