"""Microsoft's Agents Playground in a real browser: every person of the class has a Teams of their own.

One Playground knows one person. So each gets one, and all of them speak to the same Pathbot.
"""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import uvicorn
import yaml
from pydantic import SecretStr
from sqlalchemy import select

from pathbot.app.kit import Kit
from pathbot.app.server import create_server
from pathbot.app.settings import Settings
from pathbot.app.teams import attach_teams
from pathbot.app.teams_settings import TeamsSettings
from pathbot.store.engine import Database
from pathbot.store.tables import inbox, outbox
from tests.browser.chrome import Page, chrome
from tests.channels.teams.fake import APP, TENANT
from tests.conversations.player import SCHOOL

ROOT = Path(__file__).parents[2]
PLAYGROUND = ROOT / ".e2e" / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
LOOPBACK = Path(__file__).parent / "loopback.cjs"
PICTURES = ROOT / ".e2e" / "pictures"
PATIENCE = 60.0
CLASS = ("maya", "ortiz", "okafor", "lee", "leo", "kim")
"""The Playground wants at least six people."""
CHANNEL = "Period 3 - Announcements"


def email(who: str) -> str:
    """What the directory of the school has for them."""
    return f"{who}@cedar.example"


class Seat:
    """Somebody at their own Teams."""

    def __init__(self, who: str, page: Page, engine: Database) -> None:
        self.who = who
        self.page = page
        self._engine = engine
        self._pictures = 0

    async def sees(self, words: str) -> None:
        """Waits until these words stand on the page."""
        for _ in range(int(PATIENCE / 0.2)):
            if words in await self.reads():
                return
            await asyncio.sleep(0.2)
        raise AssertionError(f"{self.who} never saw {words!r}: {await self.reads()}")

    async def reads(self) -> str:
        """Everything on the page."""
        return str(await self.page.run("document.body.innerText"))

    async def writes(self, text: str) -> None:
        """Types into the box of the chat, sends it, and waits for what comes of it."""
        await self.page.run("document.querySelector('[contenteditable=true]').focus()")
        await self.page.type(text)
        await self.page.press("Enter")
        await self._answered()

    async def calls(self, text: str) -> None:
        """Writes to Pathbot in the class channel."""
        await self.goes_to(CHANNEL)
        await self.page.run("document.querySelector('[contenteditable=true]').focus()")
        for kind in ("keyDown", "keyUp"):
            await self.page.call("Input.dispatchKeyEvent", type=kind, key="@", text="@" if kind == "keyDown" else "")
        named = "[...document.querySelectorAll('[role=menuitem]')].find(e => e.innerText.trim() === 'Pathbot')"
        await self.page.until(named)
        await self.page.run(f"{named}.click()")
        await self.page.type(text)
        await self.presses("Post")

    async def goes_to(self, chat: str) -> None:
        """Opens another chat or channel of the list."""
        await self.page.run(f"document.querySelector({json.dumps(f'[aria-label={json.dumps(chat)}]')}).click()")
        await asyncio.sleep(0.5)

    async def presses(self, title: str) -> None:
        """Presses the newest button of this title, and waits for what comes of it."""
        found = f"[...document.querySelectorAll('button')].filter(b => b.innerText.trim() === {json.dumps(title)})"
        await self.page.until(f"{found}.length")
        await self.page.run(f"{found}.at(-1).click()")
        await self._answered()

    async def chooses(self, option: str) -> None:
        """Picks from the newest list."""
        await self.page.run("[...document.querySelectorAll('[role=combobox]')].at(-1).click()")
        options = "[...document.querySelectorAll('[role=option]')]"
        found = f"{options}.find(e => e.innerText.trim() === {json.dumps(option)})"
        await self.page.until(found)
        await self.page.run(f"{found}.click()")

    async def picture(self, name: str) -> None:
        """A picture of what they see now."""
        await asyncio.sleep(0.7)  # until it has scrolled there
        self._pictures += 1
        await self.page.picture(PICTURES / f"{self.who}-{self._pictures:02}-{name}.png")

    async def _answered(self) -> None:
        """Waits until the message is in, everything is answered, and everything is sent."""
        await asyncio.sleep(0.5)
        for _ in range(int(PATIENCE / 0.2)):
            with self._engine.connect() as connection:
                waits = connection.execute(select(inbox.c.id).where(inbox.c.state == "new")).first()
                unsent = connection.execute(select(outbox.c.id).where(outbox.c.state.in_(("new", "sending")))).first()
            if waits is None and unsent is None:
                return
            await asyncio.sleep(0.2)
        raise AssertionError("it was never answered")


@asynccontextmanager
async def pathbot(engine: Database, kit: Kit, home: Path) -> AsyncIterator[str]:
    """Pathbot as `PATHBOT_ENV=dev pathbot serve` runs it, believing the Playground's unsigned requests."""
    settings = Settings(home=home, env="dev", port=_free_port(), _env_file=None)
    teams = TeamsSettings(
        app_id=APP, app_secret=SecretStr(""), tenants=f"{TENANT}={SCHOOL.id}", unauthenticated=True, _env_file=None
    )
    (home / "key").write_text(bytes(range(32)).hex(), encoding="ascii")
    app = create_server(settings, engine, kit, {}, [attach_teams(settings, teams, engine, kit)])
    server = uvicorn.Server(uvicorn.Config(app, port=settings.port, log_level="error", timeout_graceful_shutdown=3))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{settings.port}/teams/messages"
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def seat(who: str, folder: Path, endpoint: str, engine: Database) -> AsyncIterator[Seat]:
    """Somebody opens their Teams, where Pathbot is installed."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with _playground(who, folder, endpoint) as url, chrome() as page:
        await page.size(1200, 1000)
        await page.open(url)
        await page.until("document.querySelector('[contenteditable=true]')")
        yield Seat(who, page, engine)


@asynccontextmanager
async def _playground(who: str, folder: Path, endpoint: str) -> AsyncIterator[str]:
    """Microsoft's Playground over that endpoint, with this person in front of it."""
    config, port = folder / f"{who}.yml", _free_port()
    config.write_text(_world(who), encoding="utf-8")
    where = ("-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry")
    environment = {**os.environ, "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(config), "TEAMSAPPTESTER_BROWSER": "none"}
    with (folder / f"{who}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            "node",
            *("--require", str(LOOPBACK), str(PLAYGROUND), "start", *where),
            stdout=log,
            stderr=log,
            env=environment,
            cwd=folder,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        await _started(url)
        yield url
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _started(url: str) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(int(PATIENCE / 0.2)):
            with suppress(httpx.HTTPError):
                if (await client.get(url)).status_code == 200:
                    return
            await asyncio.sleep(0.2)
    raise AssertionError("the Playground did not start")


def _world(who: str) -> str:
    """The Playground's file of who is there."""
    others = [_account(name) for name in CLASS if name != who]
    channels = [{"id": "channel-announcements-id", "name": "Announcements"}]
    return yaml.safe_dump(
        {
            "version": "0.1.1",
            "tenantId": TENANT,
            "bot": {"id": APP, "name": "Pathbot"},
            "currentUser": _account(who),
            "users": others,
            "personalChat": {"id": f"chat-of-{who}"},
            "groupChat": {"id": "group-chat-id", "name": "Group"},
            "team": {"id": "team-id", "name": "Period 3", "aadGroupId": TENANT, "channels": channels},
        }
    )


def _account(who: str) -> dict[str, str]:
    return {
        "id": f"user-of-{who}",
        "name": f"{who.title()} Example",
        "givenName": who.title(),
        "surname": "Example",
        "userPrincipleName": email(who),
        "aadObjectId": f"aad-of-{who}",
        "email": email(who),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
