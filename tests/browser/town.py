"""A whole school with long names on the real pages, served to a real browser: what axe and the screenshots look at."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import uvicorn
from tests.browser.chrome import Page
from tests.browser.states import fill_up
from tests.office.town import NOW, Town, build_town, new_town

from pathbot.app import roster
from pathbot.app.kit import Kit
from pathbot.channels.web.desk import private_address
from pathbot.channels.web.session import COOKIE
from pathbot.messages import Card, CardRow, Choice, Outgoing, Text
from pathbot.people import Membership, Person
from pathbot.store import outbox, people

LONG = "Maximiliana Guadalupe Fernández-Villanueva de la Cruz"
PAGES: dict[str, tuple[str, ...]] = {
    "": ("/", "/link", "/nowhere", "/?said=mailed"),
    "north-nia": ("/chat", "/class", "/portfolio", "/you", "/you?refused=sure"),
    "north-tom": (
        "/inbox",
        "/teach",
        "/teach/north-1",
        "/teach/north-1/lines",
        "/teach/north-1/questions",
        "/teach/north-1/learner/north-nia",
        "/projects",
        "/cards",
        "/projects/shade-for-our-school",
    ),
    "north-mo": ("/inbox", "/questions"),
    "north-al": ("/inbox", "/school", "/school/person/north-nia", "/school/trail"),
}
"""Every page with something on it, by who looks."""


def long_names(town: Town) -> Town:
    """Nia has the longest name of the school, and a class with a long one."""
    engine = town.engine
    nia = people.get_person(engine, "north-nia")
    room = people.get_class(engine, "north-1")
    assert nia is not None
    assert room is not None
    people.add_person(engine, nia.model_copy(update={"name": LONG}))
    people.add_class(engine, room.model_copy(update={"name": "Environmental Science and Society, Period 3 (block B)"}))
    held = Membership(person="north-tom", school="north", duty="teacher", class_id="north-2")
    people.add_membership(engine, held)
    for n, name in enumerate(("Jo", "Bartholomew Okonkwo-Featherstonehaugh", "Ana")):
        person = Person(id=f"north-x{n}", school="north", name=name)
        people.add_person(engine, person)
        people.add_membership(engine, Membership(person=person.id, school="north", duty="learner", class_id="north-1"))
    roster.set_team(engine, roster.find_class(engine, "north-1"), "The Tree Team of the North Court", [nia])
    said = (
        Text(text="Hi. I'm Pathbot, a program, not a person."),
        Card(
            title="Step 4 of 8: Project",
            text="What did you do on the shade map this week?",
            rows=(CardRow(label="Urban and Regional Planner", text="They decide where streets, parks and shade go."),),
            footer="From the role card.",
            choices=(Choice(label="Tell me more", value="more"), Choice(label="Not for me", value="no")),
        ),
    )
    for who in ("north-nia", "north-tom", "north-mo", "north-al"):
        address = private_address(who)
        out = [Outgoing(key=f"{who}-{n}", address=address, reply=reply) for n, reply in enumerate(said)]
        outbox.post(engine, "north", out, NOW - timedelta(minutes=5), about=[])
    return town


@dataclass
class Served:
    """A town behind a port."""

    town: Town
    port: int = 0

    async def sign_in(self, page: Page, who: str) -> None:
        """As this person from now on, or as nobody."""
        await page.call("Network.clearBrowserCookies")
        if who:
            cookie = {"name": COOKIE, "value": self.town.sessions.start(who), "url": self.url}
            await page.call("Network.setCookie", **cookie)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def served(folder: Path, kit: Kit, fuller: bool = False) -> AsyncIterator[Served]:
    """The town, while the block runs."""
    (folder / "built").mkdir()
    town = long_names(new_town(folder, folder / "built", build_town(folder / "built", kit), kit, mail=True))
    if fuller:
        fill_up(town)
    config = uvicorn.Config(town.web, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        async with town.ingest:
            yield Served(town, server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await task
        town.engine.dispose()
