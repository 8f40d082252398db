"""The server: web chat, workers and sender in one process."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from pathbot.app.content import read
from pathbot.app.desk import StoreDesk
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.routines import every_routine
from pathbot.app.schedule import Schedule, keep
from pathbot.app.sender import send_all
from pathbot.app.settings import Settings
from pathbot.app.wiring import LANGUAGES, read_key
from pathbot.app.workers import work
from pathbot.channels.base import Channel
from pathbot.channels.web.app import LOOPBACK, create_web
from pathbot.channels.web.channel import WebChannel
from pathbot.channels.web.hub import Hub
from pathbot.channels.web.texts import PageTexts
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest


def create_server(settings: Settings, engine: Database, kit: Kit, notes: Mapping[str, str]) -> FastAPI:
    """The application. `notes` are the people of a demo to choose from on the start page; empty outside a demo."""
    arrived, answered = asyncio.Event(), asyncio.Event()
    ingest, hub = Ingest(engine, now), Hub()
    desk = StoreDesk(engine, kit, ingest, now, arrived, notes)
    web = WebChannel(desk, hub)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with ingest:
            tasks = _start(settings, engine, kit, {web.name: web}, arrived, answered)
            tasks.append(asyncio.create_task(asyncio.to_thread(kit.warm)))
            try:
                yield
            finally:
                await _stop(tasks)

    server = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    server.mount("/", _pages(settings, desk, hub))
    return server


def _start(
    settings: Settings,
    engine: Database,
    kit: Kit,
    channels: Mapping[str, Channel],
    arrived: asyncio.Event,
    answered: asyncio.Event,
) -> list[asyncio.Task[None]]:
    workers = [work(engine, kit, f"w{n}", now, arrived, answered) for n in range(settings.workers)]
    schedule = Schedule(engine, every_routine(engine), now)
    running = (*workers, send_all(engine, channels, now, answered), keep(schedule))
    return [asyncio.create_task(task) for task in running]


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    """A turn that is running finishes in its thread; whatever was not committed is answered after the next start."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _pages(settings: Settings, desk: StoreDesk, hub: Hub) -> FastAPI:
    folder = settings.prompts / "pages"
    texts = {
        language: read(folder / f"{language}.yaml", PageTexts)
        for language in LANGUAGES
        if (folder / f"{language}.yaml").exists()
    }
    hosts = (*LOOPBACK, settings.host, *(name.strip() for name in settings.hosts.split(",") if name.strip()))
    return create_web(
        desk, hub, texts=texts, secret=session_secret(settings), clock=now, hosts=hosts, language=settings.language
    )


def session_secret(settings: Settings) -> bytes:
    """Signs sessions. Made from the store's key, so that it outlives restarts and is the same in every process."""
    return hmac.new(read_key(settings), b"pathbot web sessions", hashlib.sha256).digest()
