"""The server: web chat, workers and sender in one process."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from pathbot.app.content import read
from pathbot.app.desk import StoreDesk
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.running import running
from pathbot.app.settings import Settings
from pathbot.app.wakes import Wakes
from pathbot.app.wiring import LANGUAGES, read_key
from pathbot.channels.web.app import LOOPBACK, create_web
from pathbot.channels.web.channel import WebChannel
from pathbot.channels.web.hub import Hub
from pathbot.channels.web.texts import PageTexts
from pathbot.store.bell import ARRIVED, Bell
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest


def create_server(settings: Settings, engine: Database, kit: Kit, notes: Mapping[str, str]) -> FastAPI:
    """The application. `notes` are the people of a demo to choose from on the start page; empty outside a demo."""
    wakes = Wakes()

    def heard(what: str) -> None:
        wakes.arrived.set() if what == ARRIVED else hub.hear(what)

    def stored() -> None:
        wakes.arrived.set()
        bell.ring(ARRIVED)

    bell = Bell(engine, heard)
    ingest, hub = Ingest(engine, now, stored), Hub(bell.ring)
    desk = StoreDesk(engine, kit, ingest, now, wakes.arrived, notes)
    web = WebChannel(desk, hub)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with bell, ingest, running(engine, kit, {web.name: web}, wakes, settings.workers):
            yield

    server = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    server.mount("/", _pages(settings, desk, hub))
    return server


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
