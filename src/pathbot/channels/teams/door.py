"""The address Teams writes to. It checks who is there, files what they did, and answers: the turn comes later."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from pathbot.channels.teams.desk import NAME, Desk, Unavailable, private_address
from pathbot.channels.teams.gate import Gate, Refused
from pathbot.channels.teams.introductions import Introductions
from pathbot.channels.teams.keys import KeysAway
from pathbot.channels.teams.reading import address_of, read, removed, routes_of, wordless
from pathbot.channels.teams.render import Labels
from pathbot.channels.teams.starting import Starting
from pathbot.channels.teams.wire import Activity, Unreadable, read_activity
from pathbot.messages import CALLED, Inbound, Outgoing, Text

PATH = "/teams/messages"
LARGEST_BODY = 256 * 1024  # bytes; Teams itself stops at about 100 KB
log = logging.getLogger("pathbot.teams")


class _TooLarge(Exception):
    """More than Teams ever sends."""


class Door:
    """`tenants` are the Entra tenants that may write. A `gate` of None lets everyone in: only for development, where no
    token is signed."""

    def __init__(
        self,
        desk: Desk,
        gate: Gate | None,
        introductions: Introductions,
        starting: Starting,
        labels: Callable[[str], Labels],
        tenants: Collection[str],
        clock: Callable[[], datetime],
    ) -> None:
        self._desk = desk
        self._gate = gate
        self._introductions = introductions
        self._starting = starting
        self._labels = labels
        self._tenants = tenants
        self._clock = clock

    def router(self) -> APIRouter:
        """The one route, to be added to the server before the pages."""
        routes = APIRouter()

        @routes.post(PATH)
        async def messages(request: Request) -> Response:
            return await self.answer(request)

        return routes

    async def answer(self, request: Request) -> Response:
        """200 once it is stored; 401 for a bad token, 403 for another tenant, 503 when it should be sent again."""
        try:
            activity = await self._read(request)
        except Refused as error:
            log.warning("a request for Teams was refused: %s", error)
            return _say(401, "This is not a token of Teams for this bot.")
        except KeysAway:
            return _say(503, "The signing keys are away. Please send it again.")
        except _TooLarge:
            return _say(413, "That is too long.")
        except Unreadable:
            return _say(400, "This is not an activity.")
        tenant = next(iter(activity.tenants), "")
        if len(activity.tenants) != 1 or tenant not in self._tenants:
            log.warning("an activity of a tenant that is not set up was refused")
            return _say(403, "This school is not set up here.")
        try:
            await self._take(activity, tenant)
        except Unavailable:
            return _say(503, "Please send it again.")
        return Response(status_code=200)

    async def _read(self, request: Request) -> Activity:
        """A token that holds comes first: nobody else gets anything read."""
        if self._gate is None:
            return read_activity(await _body(request))
        admitted = await self._gate.admit(request.headers.get("authorization", ""))
        activity = read_activity(await _body(request))
        self._gate.matches(admitted, activity.service_url, activity.channel_id)
        return activity

    async def _take(self, activity: Activity, tenant: str) -> None:
        routes = routes_of(activity, tenant)
        if removed(activity):
            await self._desk.forget(routes[0].conversation)
            return
        for route in routes:
            await self._desk.remember(route)
        inbound = read(activity, tenant, self._clock())
        if (name := wordless(activity)) is not None:
            text = Text(text=self._labels(activity.locale[:2]).only_words)
            word = Outgoing(key=f"{NAME}:{name}:words", address=address_of(activity, tenant), reply=text)
            await self._desk.answer(tenant, word)
        if inbound is not None:
            await self._introductions.introduce(routes[-1], routes[0])
            if not await self._starting.take(activity, inbound, routes):
                await self._desk.file(tenant, await self._seated(inbound, tenant))

    async def _seated(self, inbound: Inbound, tenant: str) -> Inbound:
        """An answer to the Round Table, given in its thread: the learner's own, so it goes on in their private chat."""
        thread = inbound.address.thread
        if not (inbound.address.shared and thread and inbound.text and inbound.data.get(CALLED)):
            return inbound
        said = await self._desk.seat(tenant, inbound.person, thread)
        if said is None:
            return inbound
        word = Outgoing(key=f"{NAME}:{inbound.delivery_id}:seat", address=inbound.address, reply=Text(text=said))
        await self._desk.answer(tenant, word)
        return inbound.model_copy(update={"address": private_address(tenant, inbound.person), "data": {}})


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise _TooLarge
        parts.append(part)
    return b"".join(parts)


def _say(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence + "\n", status_code=status)
