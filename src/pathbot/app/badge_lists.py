"""The public list of the badges a school took back: anyone who checks a badge asks here. It names nobody."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from pathbot.app.badges import STATUS_PATH, BadgeOffice
from pathbot.app.errors import BadInput, Failed
from pathbot.app.settings import Settings

MEDIA_TYPE = "application/vc+jwt"
"""A signed credential in compact form (W3C, Securing Verifiable Credentials using JOSE and COSE)."""


def badge_lists(settings: Settings, clock: Callable[[], datetime]) -> APIRouter:
    """`GET /badges/SCHOOL/revoked`. A school that never signed a badge has no list, and no key is made for it."""
    routes = APIRouter()

    @routes.get(STATUS_PATH)
    def revoked(school: str) -> Response:
        try:
            office = BadgeOffice(settings, school)
            if office.has_signed:
                fresh = {"Cache-Control": "no-cache"}
                return Response(office.status_list(clock()), media_type=MEDIA_TYPE, headers=fresh)
        except BadInput:
            pass  # without the extra nothing was ever signed
        except Failed:
            return PlainTextResponse("The list cannot be read now. Try again later.\n", 503)
        return PlainTextResponse("There is no such list.\n", 404)

    return routes
