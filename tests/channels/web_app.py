"""The web application on a memory desk, as tests use it."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
from tests.channels.memory_desk import Clock, MemoryDesk

from pathbot.app.content import default_folder, read
from pathbot.channels.web.app import create_web
from pathbot.channels.web.hub import Hub
from pathbot.channels.web.stream import Pace
from pathbot.channels.web.texts import PageTexts

ORIGIN = "http://localhost"
SECRET = b"a secret for tests, of forty bytes or so"


@cache
def page_texts() -> dict[str, PageTexts]:
    """The pages' words as they are shipped."""
    folder: Path = default_folder("prompts") / "pages"
    return {file.stem: read(file, PageTexts) for file in folder.glob("*.yaml")}


def make_web(desk: MemoryDesk, hub: Hub, clock: Any = None, pace: Pace | None = None) -> Any:
    """The application over this desk."""
    return create_web(desk, hub, texts=page_texts(), secret=SECRET, clock=clock or desk.clock, pace=pace)


@dataclass
class Site:
    """A running site, without a network. `pace` ends every stream at once, so that a test can read it whole."""

    clock: Clock = field(default_factory=Clock)
    hub: Hub = field(default_factory=Hub)
    pace: Pace = field(default_factory=lambda: Pace(look=0.01, heartbeat=60, life=0.05))
    desk: MemoryDesk = field(init=False)
    web: Any = field(init=False)

    def __post_init__(self) -> None:
        self.desk = MemoryDesk(hub=self.hub, clock=self.clock)
        self.web = make_web(self.desk, self.hub, self.clock, self.pace)

    def client(self) -> httpx.AsyncClient:
        """A browser nobody is signed in with. It says where its posts come from, as browsers do."""
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN})

    async def browser(self, person: str = "maya") -> "Browser":
        """A browser with someone signed in."""
        client = self.client()
        answer = await client.post("/enter", data={"person": person})
        assert answer.status_code == 303
        page = await client.get(answer.headers["location"])
        return Browser(client, field_of(page.text, "token"))


@dataclass
class Browser:
    """Someone signed in, and the token of their forms."""

    client: httpx.AsyncClient
    token: str

    async def post(self, **fields: str) -> httpx.Response:
        """What the page's script posts."""
        form = {"token": self.token, "room": "chat", "kind": "text", **fields}
        return await self.client.post("/api/messages", data=form, headers={"Accept": "application/json"})

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """A page or a call."""
        return await self.client.get(path, headers=headers)


@dataclass
class Event:
    """One event of a stream."""

    kind: str
    data: str
    id: str | None


def events_of(stream: str) -> list[Event]:
    """The events of a finished stream."""
    events = []
    for block in stream.replace("\r\n", "\n").split("\n\n"):
        lines = [line.partition(": ") for line in block.splitlines() if not line.startswith(":")]
        found = {name: value for name, _, value in lines}
        if "data" in found:
            events.append(Event(found.get("event", "message"), found["data"], found.get("id")))
    return events


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.messages: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if "data-key" in found:
            self.messages.append("")
            self.inside = 1
        elif tag == "li" and self.inside:
            self.inside += 1
        if self.inside and tag == "input" and found.get("type") != "hidden":
            self.handle_data(f" {found.get('value')} ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "li" and self.inside:
            self.inside -= 1

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.messages[-1] += f" {data} "


def messages_of(page: str) -> list[str]:
    """The words of every message on a page, as they are read."""
    return _read(page).messages


def tags_of(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every tag of a page with its attributes."""
    return _read(page).tags


def field_of(page: str, name: str) -> str:
    """The value of the first field of this name."""
    return next(a.get("value") or "" for _, a in tags_of(page) if a.get("name") == name)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader
