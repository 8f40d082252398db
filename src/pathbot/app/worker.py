"""A process without pages: it answers, sends, and keeps the schedule. Start as many as there are cores to spare."""

import asyncio
import signal
from contextlib import AsyncExitStack

from pathbot.app.desk import StoreDesk
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.platforms import platforms
from pathbot.app.running import running
from pathbot.app.settings import Settings
from pathbot.app.wakes import Wakes
from pathbot.channels.base import Channel
from pathbot.channels.web.channel import WebChannel
from pathbot.channels.web.hub import Hub
from pathbot.store.bell import ARRIVED, Bell
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest


async def run_worker(settings: Settings, engine: Database, kit: Kit) -> None:
    """Works until the process is told to stop (SIGTERM or Ctrl-C), then finishes what it began."""
    wakes, stop = Wakes(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)

    def heard(what: str) -> None:
        if what == ARRIVED:
            wakes.arrived.set()

    bell = Bell(engine, heard)
    ingest = Ingest(engine, now)
    web = WebChannel(StoreDesk(engine, kit, ingest, now, wakes.arrived, {}), Hub(bell.ring))
    attached = [make(ingest, wakes.arrived) for make in platforms(settings, engine, kit, receives=False)]
    channels: dict[str, Channel] = {web.name: web, **{one.channel.name: one.channel for one in attached}}
    async with bell, AsyncExitStack() as beside:
        for one in attached:
            await beside.enter_async_context(one.running())
        await beside.enter_async_context(running(engine, kit, channels, wakes, max(settings.workers, 1)))
        await stop.wait()
