"""`pathbot doctor` says what does not work in Slack, and the fix."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr
from tests.channels.slack.conftest import MAYA
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.process import free_port
from tests.conversations.player import SCHOOL, new_school

from pathbot.app import slack_doctor
from pathbot.app.finding import Finding
from pathbot.app.settings import Settings
from pathbot.app.slack_settings import SlackSettings
from pathbot.channels.slack.manifest import SCOPES
from pathbot.channels.slack.names import NAME, private_address
from pathbot.messages import Inbound
from pathbot.store.ingest import Ingest


async def found(tmp_path: Path, slack: FakeSlack, arrived: bool = False, **own: Any) -> list[Finding]:
    import asyncio
    from datetime import UTC, datetime

    engine = new_school(tmp_path, "shade-for-our-school")
    if arrived:
        async with Ingest(engine, lambda: datetime.now(UTC)) as ingest:
            address = private_address(slack.team, MAYA)
            await ingest.file(
                SCHOOL.id,
                Inbound(channel=NAME, delivery_id="d", address=address, person="p", sent_at=datetime.now(UTC)),
            )
    given: dict[str, Any] = {"bot_token": SecretStr(slack.token), "api_url": slack.url, **own}
    settings = SlackSettings(_env_file=None, **given)
    return await asyncio.to_thread(
        slack_doctor.examine_slack, Settings(home=tmp_path, _env_file=None), settings, engine
    )


async def test_all_is_well(tmp_path: Path, slack: FakeSlack) -> None:
    slack.scopes = SCOPES
    app_token = SecretStr(slack.app_token)
    findings = await found(tmp_path, slack, arrived=True, app_token=app_token)
    assert [f.fix for f in findings if not f.ok] == []
    assert len(findings) == 4


async def test_a_token_that_does_not_work_is_named_with_the_fix(tmp_path: Path, slack: FakeSlack) -> None:
    findings = await found(tmp_path, slack, bot_token=SecretStr("xoxb-old"))
    assert "invalid_auth: install the app again" in findings[0].fix


async def test_a_missing_scope_and_silence_are_named_with_the_fix(tmp_path: Path, slack: FakeSlack) -> None:
    slack.scopes = tuple(s for s in SCOPES if s != "im:history")
    findings = await found(tmp_path, slack)
    assert "add im:history" in findings[1].fix
    assert "/slack/events" in findings[-1].fix


async def test_what_a_workspace_can_do_without_is_no_problem(tmp_path: Path, slack: FakeSlack) -> None:
    slack.scopes = tuple(s for s in SCOPES if s != "files:write")
    findings = await found(tmp_path, slack, arrived=True, signing_secret=SecretStr("8f742231b10e8888abcd9912345a85a5"))
    assert all(f.ok for f in findings)
    assert "pictures are said in words" in findings[1].what


async def test_an_app_token_without_connections_is_named_with_the_fix(tmp_path: Path, slack: FakeSlack) -> None:
    findings = await found(tmp_path, slack, app_token=SecretStr("xapp-old"))
    assert "connections:write" in next(f.fix for f in findings if "Socket" in f.what)


async def test_a_wrong_signing_secret_is_named_with_the_fix(tmp_path: Path, slack: FakeSlack) -> None:
    findings = await found(tmp_path, slack, signing_secret=SecretStr("xoxb-a-token-instead"))
    assert "copy Basic Information → Signing Secret" in next(f.fix for f in findings if "signing" in f.what)
    assert "Signing Secret once more" in findings[-1].fix
    findings = await found(tmp_path, slack, arrived=True, signing_secret=SecretStr("8f742231b10e8888abcd9912345a85a5"))
    assert next(f.ok for f in findings if "signing" in f.what)


async def test_slack_out_of_reach_is_named_with_the_fix(tmp_path: Path, slack: FakeSlack) -> None:
    findings = await found(tmp_path, slack, api_url=f"http://127.0.0.1:{free_port()}/api/")
    assert "check this computer's network" in findings[0].fix
