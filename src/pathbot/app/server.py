"""The server: web chat, attached chat platforms, workers and sender in one process."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from pathbot.app.attached import Attach
from pathbot.app.backups import keep_backups
from pathbot.app.badge_lists import badge_lists
from pathbot.app.content import read
from pathbot.app.desk import StoreDesk
from pathbot.app.disk import Disk
from pathbot.app.erasures import Watch
from pathbot.app.health import health
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.loops import Loops
from pathbot.app.office import StoreOffice
from pathbot.app.running import running
from pathbot.app.settings import Settings
from pathbot.app.wakes import Wakes
from pathbot.app.wiring import LANGUAGES, read_key
from pathbot.channels.base import Channel
from pathbot.channels.web.app import LOOPBACK, create_web
from pathbot.channels.web.channel import WebChannel
from pathbot.channels.web.hub import Hub
from pathbot.channels.web.texts import PageTexts
from pathbot.store.bell import ARRIVED, Bell
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest


def create_server(
    settings: Settings, engine: Database, kit: Kit, notes: Mapping[str, str], attach: Sequence[Attach] = ()
) -> FastAPI:
    """The application. `notes` are the people of a demo to choose from on the start page; empty outside a demo.

    `attach` are the chat platforms beside the web.
    """
    wakes = Wakes()
    loops = Loops(wakes)

    def heard(what: str) -> None:
        wakes.arrived.set() if what == ARRIVED else hub.hear(what)

    def stored() -> None:
        wakes.arrived.set()
        bell.ring(ARRIVED)

    bell = Bell(engine, heard)
    disk = Disk(settings.home_folder, 0 if settings.database else settings.disk_reserve)
    ingest, hub = Ingest(engine, now, stored, lambda: disk.low), Hub(bell.ring)
    wakes.lull = ingest.lull
    desk = StoreDesk(engine, kit, ingest, now, wakes.arrived, notes)
    web = WebChannel(desk, hub)
    attached = [make(ingest, wakes.arrived) for make in attach]
    channels: dict[str, Channel] = {web.name: web, **{one.channel.name: one.channel for one in attached}}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with bell, ingest, AsyncExitStack() as beside:
            for one in attached:
                await beside.enter_async_context(one.running())
            more = {
                "disk": lambda: disk.watch(wakes),
                "backups": lambda: keep_backups(settings, engine, now, wakes),
                "erasures": lambda: Watch(settings, engine).keep(wakes),
            }
            await beside.enter_async_context(running(engine, kit, channels, wakes, settings.workers, more, loops))
            yield

    server = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    server.include_router(health(engine, channels, disk, loops, now))
    server.include_router(badge_lists(settings, now))
    for one in attached:
        if one.router is not None:
            server.include_router(one.router)
    server.mount("/", _pages(settings, desk, hub, StoreOffice(settings, engine, kit, now)))
    return server


def _pages(settings: Settings, desk: StoreDesk, hub: Hub, office: StoreOffice) -> FastAPI:
    folder = settings.prompts / "pages"
    texts = {
        language: read(folder / f"{language}.yaml", PageTexts)
        for language in LANGUAGES
        if (folder / f"{language}.yaml").exists()
    }
    hosts = (*LOOPBACK, settings.host, *(name.strip() for name in settings.hosts.split(",") if name.strip()))
    return create_web(
        desk,
        hub,
        texts=texts,
        secret=session_secret(settings),
        clock=now,
        hosts=hosts,
        language=settings.language,
        office=office,
        mail=bool(settings.smtp and settings.url),
    )


def session_secret(settings: Settings) -> bytes:
    """Signs sessions. Made from the store's key, so that it outlives restarts and is the same in every process."""
    return hmac.new(read_key(settings), b"pathbot web sessions", hashlib.sha256).digest()
