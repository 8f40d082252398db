"""Pathbot in Microsoft's Agents Playground, in a real browser: `make e2e`, where Node.js and Chromium are there.

The Playground may be used to evaluate and not be shipped, so `make e2e` installs it beside the repository and nothing
of it is in here. It shows cards with Microsoft's own renderer, which our fake does not.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
import uvicorn
import yaml
from pydantic import SecretStr
from sqlalchemy import select

from pathbot.app.kit import Kit
from pathbot.app.server import create_server
from pathbot.app.settings import Settings
from pathbot.app.teams import attach_teams
from pathbot.app.teams_settings import TeamsSettings
from pathbot.store import people, portfolio
from pathbot.store.engine import Database
from pathbot.store.tables import inbox, outbox
from tests.app.test_teams_mission import WALK
from tests.browser.chrome import CHROMIUM, Page, chrome
from tests.channels.teams.fake import APP, TENANT
from tests.conversations.player import SCHOOL, new_school

ROOT = Path(__file__).parents[2]
PLAYGROUND = ROOT / ".e2e" / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
LOOPBACK = Path(__file__).parent / "loopback.cjs"
PICTURES = ROOT / ".e2e" / "pictures"
PATIENCE = 60.0
EMAIL = "maya@cedar.example"
CLASS = ("Maya", "Leo", "Kim", "Ana", "Sam", "Zoe")


def world() -> str:
    """The Playground's file of who is there; it wants at least six people."""
    who = [
        {
            "id": f"user-id-{number}",
            "name": f"{name} Example",
            "givenName": name,
            "surname": "Example",
            "userPrincipleName": f"{name.lower()}@cedar.example",
            "aadObjectId": f"aad-of-{name.lower()}",
            "email": f"{name.lower()}@cedar.example",
        }
        for number, name in enumerate(CLASS)
    ]
    channels = [{"id": "channel-announcements-id", "name": "Announcements"}]
    return yaml.safe_dump(
        {
            "version": "0.1.1",
            "tenantId": TENANT,
            "bot": {"id": APP, "name": "Pathbot"},
            "currentUser": who[0],
            "users": who[1:],
            "personalChat": {"id": "personal-chat-id"},
            "groupChat": {"id": "group-chat-id", "name": "Group"},
            "team": {"id": "team-id", "name": "Period 3", "aadGroupId": TENANT, "channels": channels},
        }
    )


pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"),
    pytest.mark.skipif(not PLAYGROUND.exists(), reason="the Agents Playground is not installed: make e2e"),
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
async def playground(folder: Path, endpoint: str) -> AsyncIterator[str]:
    """Microsoft's Playground over that endpoint."""
    config, port = folder / "world.yml", _free_port()
    config.write_text(world(), encoding="utf-8")
    command = (
        "node",
        "--require",
        str(LOOPBACK),
        str(PLAYGROUND),
        "start",
        "-e",
        endpoint,
        "-c",
        "msteams",
        "-p",
        str(port),
    )
    options = ("--disable-telemetry",)
    log = (folder / "playground.log").open("wb")
    environment = {**os.environ, "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(config), "TEAMSAPPTESTER_BROWSER": "none"}
    process = await asyncio.create_subprocess_exec(
        *command, *options, stdout=log, stderr=log, env=environment, cwd=folder
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(int(PATIENCE / 0.2)):
                with suppress(httpx.HTTPError):
                    if (await client.get(url)).status_code == 200:
                        break
                await asyncio.sleep(0.2)
            else:
                raise AssertionError("the Playground did not start")
        yield url
    finally:
        log.close()
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        print((folder / "playground.log").read_text(encoding="utf-8", errors="replace"))


async def sees(page: Page, words: str) -> None:
    """Waits until these words stand on the page."""
    for _ in range(int(PATIENCE / 0.2)):
        if words in str(await page.run("document.body.innerText")):
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"{words!r} never stood there: {await page.run('document.body.innerText')}")


async def writes(page: Page, text: str) -> None:
    """Types into the box of the chat and sends it."""
    await page.run("document.querySelector('[contenteditable=true]').focus()")
    await page.type(text)
    await page.press("Enter")


async def presses(page: Page, title: str) -> None:
    """Presses the newest button of this title."""
    found = f"[...document.querySelectorAll('button')].filter(b => b.innerText.trim() === {title!r})"
    await page.run(f"{found}.at(-1).click()")


async def test_a_learner_talks_to_pathbot_in_the_playground(tmp_path: Path, kit: Kit) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    engine = new_school(tmp_path, "shade-for-our-school")
    maya = people.find_person(engine, "maya")
    assert maya is not None
    people.add_person(engine, maya.model_copy(update={"email": EMAIL}))
    async with pathbot(engine, kit, tmp_path) as endpoint, playground(tmp_path, endpoint) as url, chrome() as page:
        await page.size(1200, 900)
        await page.open(url)
        await sees(page, "a program, not a person")
        await page.picture(PICTURES / "hello.png")
        await presses(page, "OK, let's go")
        await sees(page, "Step 1 of 8")
        await writes(page, "*its* hot by the gym [click](https://evil.example)")
        await sees(page, "What would you want to find out?")
        await page.picture(PICTURES / "question.png")
        links = "[...document.querySelectorAll('a')].filter(a => a.href.includes('evil.example')).length"
        assert await page.run(links) == 0
        await writes(page, "show my portfolio")
        await asyncio.sleep(1)
        await page.picture(PICTURES / "portfolio.png")
        assert len(portfolio.said_by(engine, "maya")) >= 1, "known by the e-mail the directory has for her"
        await walks(page, engine)
        await page.picture(PICTURES / "line.png")
        await presses(page, "Save")
        await answered(engine)
        (saved,) = portfolio.statements_of(engine, "maya", "approved")
        await writes(page, "show my portfolio")
        await answered(engine)
        await sees(page, "Your portfolio")
        assert str(await page.run("document.body.innerText")).count(saved.draft.statement.rstrip(".")) >= 2


async def walks(page: Page, engine: Database) -> None:
    """Through all steps by typing, until a line of hers stands beside what she said."""
    for line in [*WALK[1:], *["skip"] * 12]:
        await writes(page, line)
        await answered(engine)
        if any(s.status == "proposed" for s in portfolio.statements_of(engine, "maya")):
            break
    if "Not me" not in str(await page.run("document.body.innerText")):
        await writes(page, "1")
        await answered(engine)
    await sees(page, "Not me")


async def answered(engine: Database) -> None:
    """Waits until the message is in, everything is answered, and everything is sent."""
    await asyncio.sleep(0.5)
    for _ in range(int(PATIENCE / 0.2)):
        with engine.connect() as connection:
            waits = connection.execute(select(inbox.c.id).where(inbox.c.state == "new")).first()
            unsent = connection.execute(select(outbox.c.id).where(outbox.c.state.in_(("new", "sending")))).first()
        if waits is None and unsent is None:
            return
        await asyncio.sleep(0.2)
    raise AssertionError("it was never answered")
