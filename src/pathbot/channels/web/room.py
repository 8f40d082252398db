"""What every page and every call of the web chat works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from pathbot.channels.web.desk import Desk, class_address, private_address
from pathbot.channels.web.hub import Hub
from pathbot.channels.web.posting import RoomName
from pathbot.channels.web.session import COOKIE, Sessions
from pathbot.channels.web.stream import Pace
from pathbot.channels.web.view import Viewer, Views
from pathbot.messages import Address


class Problem(Exception):
    """Answered with this status and the sentence of this name in the texts' section `problem`."""

    def __init__(self, status: int, name: str) -> None:
        super().__init__(name)
        self.status = status
        self.name = name


@dataclass(frozen=True)
class Room:
    """The desk behind the pages, and what they are made with."""

    desk: Desk
    hub: Hub
    sessions: Sessions
    views: Views
    clock: Callable[[], datetime]
    pace: Pace

    async def viewer(self, request: Request, room: RoomName = "chat") -> Viewer | None:
        """Who is signed in, if anyone. Somebody who left the school is not."""
        session = self.sessions.read(request.cookies.get(COOKIE, ""))
        profile = await self.desk.person(session.person) if session else None
        return Viewer(profile=profile, token=session.token, room=room) if session and profile else None

    def address(self, viewer: Viewer) -> Address:
        """The conversation they look at. Raises Problem when it is not theirs."""
        if viewer.room == "chat":
            return private_address(viewer.profile.id)
        if not viewer.in_class or viewer.profile.class_id is None:
            raise Problem(403, "not_yours")
        return class_address(viewer.profile.class_id)
