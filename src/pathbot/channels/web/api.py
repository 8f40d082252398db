"""What the page's script calls: send something, follow the conversation, or ask for what is new."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sse_starlette.event import JSONServerSentEvent
from sse_starlette.sse import EventSourceResponse

from pathbot.channels.web.desk import Shown, Unavailable
from pathbot.channels.web.pages import SEE_OTHER, check_token
from pathbot.channels.web.posting import Unreadable, read_form, read_number, read_posted, to_inbound
from pathbot.channels.web.room import Problem, Room
from pathbot.channels.web.stream import follow
from pathbot.channels.web.view import Viewer

RECONNECT_MILLISECONDS = 1000
GRACE_SECONDS = 1.0  # to end a stream properly when the server stops


def router(room: Room) -> APIRouter:
    """Every call."""
    routes = APIRouter(prefix="/api")

    @routes.post("/messages")
    async def post(request: Request) -> Response:
        form = read_form(await request.body())
        viewer = check_token(await room.viewer(request), form)
        posted = read_posted(form)
        viewer = viewer.model_copy(update={"room": posted.room})
        address = room.address(viewer)
        new = await room.desk.file(to_inbound(posted, viewer.profile.id, address, room.clock()))
        if "text/html" in request.headers.get("accept", ""):  # a browser without scripts
            return RedirectResponse("/class" if posted.room == "class" else viewer.home, SEE_OTHER)
        return JSONResponse({"new": new}, 202)

    @routes.get("/messages")
    async def messages(request: Request) -> Response:
        viewer = await _reader(room, request)
        after = read_number(request.query_params.get("after", "0"))
        page = await room.desk.shown(viewer.profile.id, room.address(viewer).key, after)
        return JSONResponse(
            {"messages": [_message(room, viewer, s) for s in page], "steps": await _steps(room, viewer)}
        )

    @routes.get("/events")
    async def events(request: Request) -> Response:
        viewer = await _reader(room, request)
        room.address(viewer)
        after = read_number(request.headers.get("last-event-id") or request.query_params.get("after", "0"))
        stop = anyio.Event()
        return EventSourceResponse(
            _events(room, viewer, after, stop),
            ping=room.pace.heartbeat,
            shutdown_event=stop,
            shutdown_grace_period=GRACE_SECONDS,
        )

    return routes


async def _events(room: Room, viewer: Viewer, after: int, stop: anyio.Event) -> AsyncIterator[JSONServerSentEvent]:
    """Each message with its number as the event's id; the steps, without one, whenever they changed."""
    yield JSONServerSentEvent({}, event="hello", retry=RECONNECT_MILLISECONDS)
    steps = ""
    conversation = room.address(viewer).key
    with suppress(Unavailable):  # the browser comes back by itself, with the last number it saw
        async for page in follow(room.desk, room.hub, viewer.profile.id, conversation, after, room.pace, stop):
            for shown in page:
                yield JSONServerSentEvent(_message(room, viewer, shown), event="message", id=str(shown.seq))
            now = await _steps(room, viewer)
            if now != steps:
                steps = now
                yield JSONServerSentEvent({"html": steps}, event="steps")


def _message(room: Room, viewer: Viewer, shown: Shown) -> dict[str, Any]:
    mine = shown.reply is None and shown.person == viewer.profile.id
    return {"seq": shown.seq, "key": shown.key, "mine": mine, "html": room.views.message(viewer, shown)}


async def _steps(room: Room, viewer: Viewer) -> str:
    return room.views.steps(viewer, await room.desk.journey(viewer.profile.id))


async def _reader(room: Room, request: Request) -> Viewer:
    name = request.query_params.get("room", "chat")
    if name not in ("chat", "class"):
        raise Unreadable
    viewer = await room.viewer(request, "class" if name == "class" else "chat")
    if viewer is None:
        raise Problem(401, "signed_out")
    return viewer
