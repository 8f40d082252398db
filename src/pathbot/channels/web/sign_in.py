"""Signing in by a one-time link, and asking for one by e-mail. A link is used by a button, not by being looked at."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from pathbot.channels.web.office import Office
from pathbot.channels.web.pages import SEE_OTHER, accepts, sign_in
from pathbot.channels.web.posting import read_form
from pathbot.channels.web.room import Problem, Room
from pathbot.channels.web.tries import Tries
from pathbot.channels.web.view import home_of

LONGEST = 200


def router(room: Room, office: Office, tries: Tries) -> APIRouter:
    """Links to sign in with."""
    routes = APIRouter()

    @routes.get("/link")
    async def look(request: Request) -> Response:
        return HTMLResponse(room.views.link(accepts(request)))

    @routes.post("/link")
    async def use(request: Request) -> Response:
        form = read_form(await request.body())
        person = None if tries.too_many(address_of(request)) else await office.by_link(form.get("key", "")[:LONGEST])
        profile = await room.desk.person(person) if person else None
        if profile is None:
            tries.failed(address_of(request))
            raise Problem(403, "link")
        return sign_in(room, request, profile, home_of(profile))

    @routes.post("/mail")
    async def mail(request: Request) -> Response:
        form = read_form(await request.body())
        if tries.too_many(address_of(request)):
            raise Problem(429, "too_many")
        tries.failed(address_of(request))  # every mail counts, found or not
        if not await office.mail_ready():
            raise Problem(422, "mail")
        # Sent after the answer: how long it takes would tell whether the school knows the address.
        later = BackgroundTask(office.mail_link, form.get("email", "")[:LONGEST])
        return RedirectResponse("/?said=mailed", SEE_OTHER, background=later)

    return routes


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""
