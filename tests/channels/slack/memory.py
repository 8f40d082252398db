"""A desk in memory, and Slack's side and ours put together over real HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Literal

import uvicorn
from fastapi import FastAPI
from tests.channels.slack.fake import FakeSlack

from pathbot.app.content import default_folder, read
from pathbot.channels.slack.desk import OpenChat, Prompt, Unavailable, Workspace
from pathbot.channels.slack.door import PATH
from pathbot.channels.slack.home import HomePart
from pathbot.channels.slack.service import SlackService
from pathbot.channels.slack.starting import Start
from pathbot.channels.slack.words import Words
from pathbot.channels.starting import Starter
from pathbot.messages import Form, Inbound, Outgoing, Reply
from pathbot.wording import Texts


@dataclass
class MemoryDesk:
    """Keeps what was filed and told."""

    filed: list[Inbound] = field(default_factory=list)
    told: list[Outgoing] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    replies: dict[str, Reply] = field(default_factory=dict)
    emails: set[str] = field(default_factory=set)
    parts: tuple[HomePart, ...] = ()
    forms: dict[str, Form] = field(default_factory=dict)
    starters: dict[str, Starter] = field(default_factory=dict)
    begun: list[Start] = field(default_factory=list)
    seats: dict[str, str] = field(default_factory=dict)
    open: tuple[OpenChat, ...] = ()
    left: list[str] = field(default_factory=list)
    without_token: list[str] = field(default_factory=list)
    away: bool = False

    async def file(self, team: str, inbound: Inbound) -> bool:
        if self.away:
            raise Unavailable
        if any(i.delivery_id == inbound.delivery_id for i in self.filed):
            return False
        self.filed.append(inbound)
        return True

    async def tell(self, team: str, outgoing: Outgoing) -> None:
        if outgoing.key not in {o.key for o in self.told}:
            self.told.append(outgoing)

    async def is_known(self, person: str) -> bool:
        return person in self.known

    async def meet(self, person: str, email: str) -> bool:
        if email not in self.emails:
            return False
        self.known.add(person)
        return True

    async def language(self, conversation: str) -> str:
        return "en"

    async def reply(self, key: str) -> Reply | None:
        return self.replies.get(key)

    async def form(self, person: str, choice: str) -> Form | None:
        return self.forms.get(choice)

    async def home(self, person: str) -> tuple[HomePart, ...]:
        return self.parts

    async def prompts(self, person: str) -> tuple[Prompt, ...]:
        return (Prompt("Go on", "go on"),) if person in self.known else ()

    async def starter(self, person: str, members: tuple[str, ...]) -> Starter | None:
        return self.starters.get(person)

    async def begin(self, start: Start) -> bool:
        self.begun.append(start)
        return True

    async def seat(self, person: str, channel: str, thread: str) -> str | None:
        return self.seats.get(f"{person} {channel}/{thread}")

    async def chats(self) -> tuple[OpenChat, ...]:
        return self.open

    async def leave(self, team: str) -> None:
        self.left.append(team)

    async def revoked(self, team: str) -> None:
        self.without_token.append(team)


class OneWorkspace:
    """The fake's workspace, installed."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack

    async def find(self, team: str) -> Workspace | None:
        if team != self._slack.team:
            return None
        return Workspace(team=team, token=self._slack.token, bot_user=self._slack.bot, bot_id="B0PATHBOT")


@cache
def words() -> Words:
    """Slack's own words, as they are shipped."""
    return Words(read(default_folder("prompts") / "slack.yaml", Texts))


@dataclass
class Ours:
    """Pathbot's side of Slack, without the app behind it."""

    slack: FakeSlack
    desk: MemoryDesk = field(default_factory=MemoryDesk)
    socket: bool = False

    def __post_init__(self) -> None:
        given = {"app_token": self.slack.app_token} if self.socket else {"signing_secret": self.slack.secret}
        self.service = SlackService(
            self.desk,
            OneWorkspace(self.slack),
            words(),
            lambda: datetime.now(UTC),
            base_url=self.slack.url,
            every=0.0,
            moment=0.05,
            **given,  # type: ignore[arg-type]
        )
        self.channel, self.clients = self.service.channel, self.service.clients

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """The door, open on a port of this machine, or a socket to the fake; the fake delivers there."""
        app = FastAPI()
        async with self.service.running():
            if self.service.router is None:
                yield
                return
            app.include_router(self.service.router)
            async with serving(app, lifespan="off") as origin:
                self.slack.delivery.to = f"{origin}{PATH}"
                yield


@asynccontextmanager
async def serving(app: FastAPI, lifespan: Literal["on", "off"], port: int = 0) -> AsyncIterator[str]:
    """An application on a port of this machine. Its address."""
    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan=lifespan))
        task = asyncio.create_task(server.serve(sockets=[bound]))
        while not server.started:
            assert not task.done(), "the server did not start"
            await asyncio.sleep(0.005)
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task
