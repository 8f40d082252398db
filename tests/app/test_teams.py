"""Teams, put together: settings that are safe, and one server for the pages and for Teams."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from tests.channels.teams.fake import APP, CHANNEL, TENANT, FakeTeams
from tests.channels.teams.reader import read
from tests.channels.teams.served import serve

from pathbot.app.errors import BadInput
from pathbot.app.home import make_home, now, open_store
from pathbot.app.kit import Kit
from pathbot.app.server import create_server
from pathbot.app.settings import Settings
from pathbot.app.teams import attach_teams, credential_of
from pathbot.app.teams_settings import TeamsSettings, load_teams_settings
from pathbot.channels.teams.desk import private_address
from pathbot.channels.teams.door import PATH
from pathbot.messages import Outgoing, Text
from pathbot.people import Class, Membership, Person, School
from pathbot.store import outbox, people
from pathbot.store.engine import Database

CEDAR = School(id="cedar", name="Cedar High")
PATIENCE = 3000  # looks, a fiftieth of a second apart
MAYA = Person(id="maya", school="cedar", name="Maya")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # no `.env` of a developer


def setting(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    sound = {"APP_ID": APP, "APP_SECRET": "s3cret", "TENANTS": f"{TENANT}=cedar"}
    for name, value in {**sound, **values}.items():
        monkeypatch.setenv(f"PATHBOT_TEAMS_{name}", value)


def test_without_an_app_id_there_is_no_teams() -> None:
    assert load_teams_settings("production") is None


def test_with_everything_set_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    setting(monkeypatch)
    found = load_teams_settings("production")
    assert found is not None
    assert found.schools == {TENANT: "cedar"}
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("APP_ID", "my-bot", "APP_ID"),
        ("APP_SECRET", "", "APP_SECRET"),
        ("TENANTS", "", "TENANTS"),
        ("TENANTS", "cedar", "TENANTS"),
        ("TENANTS", "cedar.example=cedar", "TENANTS"),
        ("APP_SECRET_FILE", "not-there", "APP_SECRET_FILE"),
        ("CLOUD", "mars", "CLOUD"),
        ("UNAUTHENTICATED", "true", "PATHBOT_ENV=dev"),
        ("LOGIN_URL", "http://127.0.0.1:1", "PATHBOT_ENV=dev"),
        ("KEYS_URL", "https://evil.example", "PATHBOT_ENV=dev"),
    ],
)
def test_what_cannot_be_used_or_is_not_safe_stops_the_start_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    setting(monkeypatch, **{name: value})
    with pytest.raises(BadInput, match=says):
        load_teams_settings("production")


def test_the_secret_may_be_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n", encoding="utf-8")
    setting(monkeypatch, APP_SECRET="", APP_SECRET_FILE=str(tmp_path / "secret"))
    found = load_teams_settings("production")
    assert found is not None
    assert found.secret() == "s3cret"


@pytest.fixture
def engine(tmp_path: Path) -> Database:
    settings = Settings(home=tmp_path / "home", _env_file=None)
    make_home(settings)
    engine = open_store(settings)
    people.add_school(engine, CEDAR)
    people.add_class(engine, Class(id="p3", school="cedar", name="Period 3", project="shade-for-our-school"))
    people.add_person(engine, MAYA)
    people.add_membership(engine, Membership(person="maya", school="cedar", duty="learner", class_id="p3"))
    for contact, name in (("lee", "Ms. Lee"), ("kim", "Mr. Kim")):
        people.add_person(engine, Person(id=contact, school="cedar", name=name, title="counselor"))
        people.add_membership(engine, Membership(person=contact, school="cedar", duty="safety_contact"))
    people.link_identity(engine, "cedar", "teams", "aad-maya", "maya")
    return engine


def here(tmp_path: Path, **values: object) -> Settings:
    return Settings(home=tmp_path / "home", env="dev", _env_file=None, **values)  # type: ignore[arg-type]


def of(fake: FakeTeams, **values: object) -> TeamsSettings:
    """The settings for a school on this Teams."""
    return TeamsSettings(
        app_id=APP,
        app_secret=SecretStr("s3cret"),
        tenants=f"{TENANT}=cedar",
        login_url=fake.url,
        keys_url=f"{fake.url}/v1/.well-known/openidconfiguration",
        _env_file=None,
        **values,  # type: ignore[arg-type]
    )


def test_a_school_that_is_not_there_stops_the_start(tmp_path: Path, engine: Database, kit: Kit) -> None:
    teams = of(FakeTeams()).model_copy(update={"tenants": f"{TENANT}=oak"})
    with pytest.raises(BadInput, match="oak"):
        attach_teams(here(tmp_path), teams, engine, kit)


def test_believing_everyone_needs_a_server_nobody_else_reaches(tmp_path: Path, engine: Database, kit: Kit) -> None:
    with pytest.raises(BadInput, match=r"127\.0\.0\.1"):
        attach_teams(here(tmp_path, host="0.0.0.0"), of(FakeTeams(), unauthenticated=True), engine, kit)


@asynccontextmanager
async def serving(tmp_path: Path, engine: Database, kit: Kit, fake: FakeTeams) -> AsyncIterator[httpx.AsyncClient]:
    settings = here(tmp_path)
    server: FastAPI = create_server(settings, engine, kit, {}, [attach_teams(settings, of(fake), engine, kit)])
    transport = httpx.ASGITransport(server, raise_app_exceptions=False)
    async with (
        server.router.lifespan_context(server),
        httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
    ):
        yield client


async def deliver(client: httpx.AsyncClient, fake: FakeTeams, activity: dict[str, object]) -> int:
    head = {"Authorization": f"Bearer {fake.token()}"}
    return (await client.post(PATH, json=activity, headers=head)).status_code


async def answers(fake: FakeTeams, conversation: str, count: int) -> list[str]:
    for _ in range(PATIENCE):
        if len(fake.seen(conversation)) >= count:
            break
        await asyncio.sleep(0.02)
    return [read(activity) for activity in fake.seen(conversation)]


async def test_one_server_answers_the_pages_and_teams(tmp_path: Path, engine: Database, kit: Kit) -> None:
    async with serve(FakeTeams()) as fake, serving(tmp_path, engine, kit, fake) as client:
        assert (await client.get("/")).status_code == 200
        assert await deliver(client, fake, fake.activity("installationUpdate", action="add")) == 200
        (hello,) = await answers(fake, fake.chat("maya"), 1)
        assert "Hi Maya" in hello
        twice = fake.activity(text="ok")
        assert [await deliver(client, fake, twice) for _ in range(3)] == [200, 200, 200]
        said = await answers(fake, fake.chat("maya"), 2)
        assert len(said) == 2, "the same delivery three times is answered once"


async def test_a_stranger_in_teams_hears_how_to_join(tmp_path: Path, engine: Database, kit: Kit) -> None:
    async with serve(FakeTeams()) as fake, serving(tmp_path, engine, kit, fake) as client:
        assert await deliver(client, fake, fake.activity(text="hi", user="nobody")) == 200
        (said,) = await answers(fake, fake.chat("nobody"), 1)
        assert said == kit.texts.say("stranger.text", "en")


async def test_words_of_danger_in_the_class_are_answered_in_private(tmp_path: Path, engine: Database, kit: Kit) -> None:
    async with serve(FakeTeams()) as fake, serving(tmp_path, engine, kit, fake) as client:
        danger = "<at>Pathbot</at> i want to kill myself"
        assert await deliver(client, fake, fake.in_channel(danger)) == 200
        said = await answers(fake, fake.chat("maya"), 1)
        assert len(said) == 1
        assert fake.seen(f"{CHANNEL};messageid=1767224924615") == []
        assert people.address_of(engine, "maya") == private_address(TENANT, "aad-maya")


async def test_a_mentor_and_everyone_else_are_reached_after_a_restart(
    tmp_path: Path, engine: Database, kit: Kit
) -> None:
    async with serve(FakeTeams()) as fake:
        async with serving(tmp_path, engine, kit, fake) as client:
            await deliver(client, fake, fake.activity("installationUpdate", action="add"))
            await answers(fake, fake.chat("maya"), 1)
        address = people.address_of(engine, "maya")
        assert address is not None
        async with serving(tmp_path, engine, kit, fake):
            word = Outgoing(key="later", address=address, reply=Text(text="A mentor answered you."))
            outbox.post(engine, "cedar", [word], now())
            assert (await answers(fake, fake.chat("maya"), 2))[1] == "A mentor answered you."


def test_one_way_to_sign_in_is_enough_and_two_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("APP_SECRET", "APP_SECRET_FILE"):
        monkeypatch.delenv(f"PATHBOT_TEAMS_{name}", raising=False)
    monkeypatch.setenv("PATHBOT_TEAMS_APP_ID", APP)
    monkeypatch.setenv("PATHBOT_TEAMS_TENANTS", f"{TENANT}=cedar")
    monkeypatch.setenv("PATHBOT_TEAMS_MANAGED_IDENTITY", "true")
    assert load_teams_settings("production") is not None
    (tmp_path / "bot.pem").write_text("not a certificate")
    monkeypatch.setenv("PATHBOT_TEAMS_CERTIFICATE_FILE", str(tmp_path / "bot.pem"))
    with pytest.raises(BadInput, match="more than one way"):
        load_teams_settings("production")
    monkeypatch.setenv("PATHBOT_TEAMS_MANAGED_IDENTITY", "false")
    teams = load_teams_settings("production")
    assert teams is not None
    with pytest.raises(BadInput, match="one PEM file"):
        credential_of(teams)
    monkeypatch.setenv("PATHBOT_TEAMS_CERTIFICATE_FILE", str(tmp_path / "gone.pem"))
    with pytest.raises(BadInput, match="CERTIFICATE_FILE to a file Pathbot may read"):
        load_teams_settings("production")
