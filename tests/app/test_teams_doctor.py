"""`pathbot doctor` looks Teams over and says what to do."""

import socket
from pathlib import Path

import pytest
from tests.channels.teams.fake import APP, TENANT, FakeTeams
from tests.channels.teams.served import serve

from pathbot.app.home import make_home, open_store
from pathbot.app.settings import Settings
from pathbot.app.teams_doctor import examine_teams
from pathbot.people import School
from pathbot.store import people


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    settings = Settings(home=tmp_path, env="dev", _env_file=None)
    make_home(settings)
    sound = {"APP_ID": APP, "APP_SECRET": "s3cret", "TENANTS": f"{TENANT}=cedar"}
    for name, value in sound.items():
        monkeypatch.setenv(f"PATHBOT_TEAMS_{name}", value)
    return settings


def at(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PATHBOT_TEAMS_LOGIN_URL", url)
    monkeypatch.setenv("PATHBOT_TEAMS_KEYS_URL", f"{url}/v1/.well-known/openidconfiguration")


async def bad(here: Settings) -> dict[str, str]:
    import asyncio

    found = await asyncio.to_thread(examine_teams, here, open_store(here))
    return {finding.what: finding.fix for finding in found if not finding.ok}


async def test_where_everything_works_there_is_nothing_to_fix(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    people.add_school(open_store(here), School(id="cedar", name="Cedar High"))
    async with serve(FakeTeams()) as fake:
        at(monkeypatch, fake.url)
        assert await bad(here) == {}


async def test_a_school_that_is_not_there_and_a_wrong_secret_are_named(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATHBOT_TEAMS_APP_SECRET", "run out")
    async with serve(FakeTeams()) as fake:
        at(monkeypatch, fake.url)
        found = await bad(here)
    assert set(found) == {"Teams school cedar", "sign-in of the Teams bot"}
    assert "pathbot school add cedar" in found["Teams school cedar"]


async def test_a_way_to_microsoft_that_is_closed_is_named(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    people.add_school(open_store(here), School(id="cedar", name="Cedar High"))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        at(monkeypatch, f"http://127.0.0.1:{closed.getsockname()[1]}")
        assert set(await bad(here)) == {"Microsoft's signing keys", "sign-in of the Teams bot"}


async def test_settings_that_cannot_be_used_are_one_line(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATHBOT_TEAMS_TENANTS", "cedar")
    assert set(await bad(here)) == {"Teams settings"}


def test_without_teams_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert examine_teams(Settings(home=tmp_path, _env_file=None), None) == []
