"""The web application: mount it at the root of the server, after every other route."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from pathbot.channels.web import api, office_pages, pages, sign_in
from pathbot.channels.web.desk import Desk
from pathbot.channels.web.guard import Guard
from pathbot.channels.web.hub import Hub
from pathbot.channels.web.office import Office
from pathbot.channels.web.room import Room
from pathbot.channels.web.session import Sessions
from pathbot.channels.web.stream import Pace
from pathbot.channels.web.texts import PageTexts
from pathbot.channels.web.tries import Tries
from pathbot.channels.web.view import STATIC, Views

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def create_web(
    desk: Desk,
    hub: Hub,
    *,
    texts: Mapping[str, PageTexts],
    secret: bytes,
    clock: Callable[[], datetime],
    hosts: Iterable[str] = LOOPBACK,
    language: str = "en",
    pace: Pace | None = None,
    office: Office | None = None,
    mail: bool = False,
) -> FastAPI:
    """Needs no lifespan of its own.

    `secret` (at least 32 bytes) signs the sessions and must outlive restarts. `clock` gives timezone-aware times.
    `hosts` are the host names people may use. `texts` maps languages to the pages' words and must hold ``en``.
    `language` is for people who are not signed in and whose browser asks for none of them.
    Without an `office` there are only the chat and the portfolio. `mail` says whether links can be asked for by e-mail.
    """
    sessions = Sessions(secret, lambda: clock().timestamp())
    views = Views(texts, language, office=office is not None, mail=mail)
    room = Room(desk=desk, hub=hub, sessions=sessions, views=views, clock=clock, pace=pace or Pace())
    web = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    tries = Tries(lambda: clock().timestamp())
    web.include_router(pages.router(room, office, tries))
    if office is not None:
        web.include_router(office_pages.router(room, office))
        web.include_router(sign_in.router(room, office, tries))
    web.include_router(api.router(room))
    web.mount("/static", StaticFiles(directory=STATIC))
    pages.add_problem_pages(web, room)
    web.add_middleware(Guard, hosts=tuple(hosts), texts=texts)
    return web
