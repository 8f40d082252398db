"""Installing against an independent Slack (npm ``emulate``, Apache-2.0), whose authorize page asks an administrator."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import pytest
import yaml

from pathbot.app.kit import Kit
from pathbot.channels.slack.manifest import SCOPES
from tests.channels.slack.process import free_port
from tests.channels.slack.test_installs import installing, vault_of
from tests.conversations.player import new_school

PACKAGE = "emulate@0.11.2"  # 0.12 wants Node 24
HERE = Path(__file__).parent
EMULATE = HERE.parents[1] / ".e2e" / "node_modules" / "emulate" / "package.json"
TEAM = "T000000001"
INPUT = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
    pytest.mark.skipif(not EMULATE.exists(), reason=f"{PACKAGE} is not installed: run `make e2e` where npm is"),
]


@asynccontextmanager
async def emulate(folder: Path, back: str) -> AsyncIterator[str]:
    """A workspace whose app may send its administrators `back`. On this machine only, whatever it would rather do."""
    app = {"client_id": "1.2", "client_secret": "s", "app_id": "A0PATHBOT", "name": "Pathbot", "redirect_uris": [back]}
    people = [{"name": "admin", "real_name": "Admin", "email": "admin@lincoln.example"}]
    slack = {"team": {"name": "Lincoln High", "domain": "lincoln"}, "users": people, "bots": [{"name": "pathbot"}]}
    seed, port = folder / "emulate.yaml", free_port()
    seed.write_text(yaml.safe_dump({"slack": {**slack, "oauth_apps": [{**app, "scopes": list(SCOPES)}]}}))
    program = EMULATE.parents[1] / ".bin" / "emulate"
    command = ("node", "--require", str(HERE / "loopback.cjs"), str(program), "start", "-p", str(port), "-s", "slack")
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, "--seed", str(seed), stdout=quiet, stderr=quiet, cwd=folder
    )
    origin = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(150):
                with suppress(httpx.HTTPError):
                    await client.get(origin)
                    break
                await asyncio.sleep(0.1)
            else:
                raise AssertionError("the emulator did not start")
        yield origin
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def test_an_administrator_installs_through_the_pages_of_another_slack(tmp_path: Path, kit: Kit) -> None:
    engine = new_school(tmp_path, "shade-for-our-school")
    back = "https://pathbot.example/slack/oauth_redirect"
    async with emulate(tmp_path, back) as slack:
        ours = SimpleNamespace(secret="a signing secret", url=f"{slack}/api/", delivery=SimpleNamespace(to=""))
        async with (
            installing(tmp_path, engine, kit, ours, f"{TEAM}=school") as origin,  # type: ignore[arg-type]
            httpx.AsyncClient(base_url=origin) as pathbot,
            httpx.AsyncClient(base_url=slack) as browser,
        ):
            off = await pathbot.get("/slack/install")
            page = await browser.get(off.headers["location"])
            assert page.status_code == 200
            asked = {name: html.unescape(value) for name, value in INPUT.findall(page.text)}
            assert set(asked["scope"].split(",")) == set(SCOPES)
            # Slack sends administrators to the app's one address; this emulator wants to be told it again.
            agreed = await browser.post("/oauth/v2/authorize/callback", data={**asked, "redirect_uri": back})
            assert agreed.headers["location"].startswith(back)
            query = urlsplit(agreed.headers["location"]).query
            cookie = next(iter(SimpleCookie(off.headers["set-cookie"]).values()))
            carried = {"cookie": f"{cookie.key}={cookie.value}"}
            done = await pathbot.get(f"/slack/oauth_redirect?{query}", headers=carried)
            assert (done.status_code, "installed" in done.text) == (200, True), done.text
            again = await pathbot.get(f"/slack/oauth_redirect?{query}", headers=carried)
            assert again.status_code in (400, 401), "a state is good once"
        found = await vault_of(engine, (TEAM,)).find(TEAM)
        assert found is not None
        async with httpx.AsyncClient(headers={"authorization": f"Bearer {found.token}"}) as bot:
            who = (await bot.post(f"{slack}/api/auth.test")).json()
        assert (who["ok"], who["team_id"], who["user_id"]) == (True, TEAM, found.bot_user)
