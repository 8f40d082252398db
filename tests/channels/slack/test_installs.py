"""Installing in several workspaces: tokens sealed, states used once, tokens renewed, and gone when a school leaves."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select
from tests.channels.slack.conftest import MAYA
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.memory import serving
from tests.conversations.player import KEY, SCHOOL, new_school

from pathbot.app import roster
from pathbot.app.kit import Kit
from pathbot.app.server import create_server
from pathbot.app.settings import Settings
from pathbot.app.slack import attach_slack
from pathbot.app.slack_settings import SlackSettings
from pathbot.app.slack_vault import StoreVault
from pathbot.channels.slack.installs import Installed, InstalledWorkspaces
from pathbot.people import Membership, Person
from pathbot.store import people
from pathbot.store.engine import Database
from pathbot.store.tables import metadata, routes

# slack_sdk signs in to oauth.v2.access with a class of aiohttp's that will go in version 4.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
TOKENS = {"app_id": "A0PATHBOT", "token_type": "bot", "bot_user_id": "U0PATHBOT", "authed_user": {"id": "U0ADMIN"}}


@pytest.fixture
def engine(tmp_path: Path) -> Database:
    return new_school(tmp_path, "shade-for-our-school")


def vault_of(engine: Database, teams: tuple[str, ...] = ("T0SCHOOL",)) -> StoreVault:
    return StoreVault(engine, dict.fromkeys(teams, SCHOOL.id), KEY, time.time)


@asynccontextmanager
async def installing(
    folder: Path, engine: Database, kit: Kit, slack: FakeSlack, schools: str = "T0SCHOOL=school"
) -> AsyncIterator[str]:
    (folder / "key").write_text(KEY.hex())
    own = SlackSettings(
        client_id="1.2",
        client_secret=SecretStr("s"),
        signing_secret=SecretStr(slack.secret),
        schools=schools,
        api_url=slack.url,
        _env_file=None,
    )
    settings = Settings(home=folder, _env_file=None)
    server = create_server(settings, engine, kit, {}, [attach_slack(settings, own, engine, kit)])
    async with serving(server, lifespan="on") as origin:
        slack.delivery.to = f"{origin}/slack/events"
        yield origin


async def install(origin: str, slack: FakeSlack, team: str = "T0SCHOOL", **change: str) -> httpx.Response:
    """An administrator's browser: off to Slack, and back. The cookie is for https only, so it is carried by hand."""
    async with httpx.AsyncClient(base_url=origin) as browser:
        off = await browser.get("/slack/install")
        asked = parse_qs(urlsplit(off.headers["location"]).query)
        cookie = SimpleCookie(off.headers["set-cookie"])
        name, value = next((c.key, c.value) for c in cookie.values())
        tokens = {"access_token": slack.token, "refresh_token": "xoxe-1", "expires_in": 43200}
        slack.codes["code"] = {**TOKENS, **tokens, "team": {"id": team, "name": "Lincoln"}, "scope": "chat:write"}
        back = {"code": "code", "state": asked["state"][0], **change}
        return await browser.get("/slack/oauth_redirect", params=back, headers={"cookie": f"{name}={value}"})


async def test_a_workspace_installs_and_its_learners_are_answered(
    tmp_path: Path, engine: Database, kit: Kit, slack: FakeSlack
) -> None:
    roster.link(engine, people.find_person(engine, "maya"), "slack", f"T0SCHOOL/{MAYA}")  # type: ignore[arg-type]
    async with installing(tmp_path, engine, kit, slack) as origin:
        answer = await install(origin, slack)
        assert (answer.status_code, "installed" in answer.text) == (200, True)
        await slack.says(MAYA, "hi")
        await slack.settle(lambda: any("a program" in text for text in slack.read(MAYA)), 15)
        with engine.connect() as connection:
            kept = [str(row) for row in connection.execute(select(routes))]
        assert not any(slack.token in row or "xoxe-1" in row or "U0ADMIN" in row for row in kept)

        again = await install(origin, slack, state="1.9999999999.forged")
        assert again.status_code in (400, 401)

        await slack.delivery.event({"type": "app_uninstalled"})
        assert await vault_of(engine).find("T0SCHOOL") is None


async def test_a_workspace_nobody_set_up_installs_nothing(
    tmp_path: Path, engine: Database, kit: Kit, slack: FakeSlack
) -> None:
    async with installing(tmp_path, engine, kit, slack) as origin:
        answer = await install(origin, slack, team="T0OTHER")
    assert answer.status_code == 403
    assert await vault_of(engine, ("T0SCHOOL", "T0OTHER")).find("T0OTHER") is None


async def test_a_state_is_good_once_and_for_ten_minutes(engine: Database) -> None:
    vault = vault_of(engine)
    state = await vault.issue()
    assert not await vault.consume(state + "x")
    assert await vault.consume(state)
    assert not await vault.consume(state)
    now = [time.time()]
    later = StoreVault(engine, {"T0SCHOOL": SCHOOL.id}, KEY, lambda: now[0])
    state = await later.issue()
    now[0] += 601
    assert not await later.consume(state)
    for nonsense in ("", ".", "1.2.3", "1.²", "a.b.c"):
        assert not await vault.consume(nonsense)


async def test_tokens_sealed_with_another_key_are_no_tokens(engine: Database) -> None:
    await vault_of(engine).keep(Installed(team="T0SCHOOL", token="xoxb-1", bot_user="U0", bot_id="B0"))
    other = StoreVault(engine, {"T0SCHOOL": SCHOOL.id}, bytes(32), time.time)
    assert await other.find("T0SCHOOL") is None


async def test_a_token_that_ends_soon_is_renewed_once(engine: Database, slack: FakeSlack) -> None:
    vault = vault_of(engine)
    ends = int(time.time()) + 60
    old = Installed(
        team="T0SCHOOL", token="xoxe.xoxb-old", bot_user="U0", bot_id="B0", refresh_token="xoxe-1", expires_at=ends
    )
    await vault.keep(old)
    tokens = {"access_token": "xoxe.xoxb-new", "refresh_token": "xoxe-2", "expires_in": 43200}
    slack.codes["xoxe-1"] = {**TOKENS, **tokens, "team": {"id": "T0SCHOOL"}}
    workspaces = InstalledWorkspaces(vault, "1.2", "s", slack.url, time.time)
    found = await workspaces.find("T0SCHOOL")
    assert found is not None
    assert found.token == "xoxe.xoxb-new"
    assert (await workspaces.find("T0SCHOOL")) == found
    kept = await vault.find("T0SCHOOL")
    assert kept is not None
    assert kept.refresh_token == "xoxe-2"
    assert [name for name, _ in slack.api.calls].count("oauth.v2.access") == 1


async def test_leaving_erases_learners_known_through_the_workspace_alone(
    tmp_path: Path, engine: Database, kit: Kit, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    leo = Person(id="leo", school=SCHOOL.id, name="Leo")
    people.add_person(engine, leo)
    people.add_membership(engine, Membership(person="leo", school=SCHOOL.id, duty="learner", class_id="p3"))
    for person, user in (("leo", "U0LEO"), ("maya", MAYA), ("ortiz", "U0ORTIZ")):
        roster.link(engine, people.find_person(engine, person), "slack", f"T0SCHOOL/{user}")  # type: ignore[arg-type]
    async with installing(tmp_path, engine, kit, slack) as origin:
        await install(origin, slack)
        await slack.says("U0LEO", "hi")
        await slack.says(MAYA, "hi")
        await slack.settle(lambda: bool(slack.read("U0LEO") and slack.read(MAYA)), 15)
        await slack.delivery.event({"type": "app_uninstalled"})
    assert people.find_person(engine, "leo") is None
    assert people.find_person(engine, "maya") is not None  # she also uses the web page
    assert people.find_person(engine, "ortiz") is not None
    with engine.connect() as connection:
        everything = {name: [str(row) for row in connection.execute(select(t))] for name, t in metadata.tables.items()}
    left = {name for name, rows in everything.items() if any("T0SCHOOL" in row for row in rows)}
    assert left <= {"audit"}
    assert "Leo" not in caplog.text
