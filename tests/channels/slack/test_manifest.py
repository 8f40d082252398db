"""The manifest is what Slack's own schema takes, and asks for no more than Pathbot uses."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from pathbot.app.cli import app
from pathbot.channels.slack.manifest import EVENTS, SCOPES

SHARED = Path(os.environ.get("PATHBOT_SHARED", Path(__file__).parents[4] / "shared"))
SCHEMA = SHARED / "data" / "schemas" / "slack_manifest" / "manifest.schema.2.0.0.json"
WAYS = {
    "socket": [],
    "http": ["--url", "https://pathbot.school.org/"],
    "several": ["--url", "https://pathbot.school.org", "--several"],
    "spanish": ["--language", "es"],
}


def made(arguments: list[str]) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["slack", "manifest", *arguments])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


@pytest.mark.skipif(not SCHEMA.exists(), reason=f"Slack's manifest schema is not at {SCHEMA}")
@pytest.mark.parametrize("way", WAYS)
def test_slack_takes_it(way: str) -> None:
    jsonschema.validate(made(WAYS[way]), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_it_reads_no_channel_and_no_history_but_private_chats() -> None:
    assert {s for s in SCOPES if "history" in s} == {"im:history"}
    assert {e for e in EVENTS if e.startswith("message")} == {"message.im"}
    assert made([])["oauth_config"]["scopes"]["bot"] == list(SCOPES)


def test_with_an_address_slack_knocks_there_and_without_one_pathbot_connects() -> None:
    settings = made(WAYS["http"])["settings"]
    assert settings["event_subscriptions"]["request_url"] == "https://pathbot.school.org/slack/events"
    assert not settings["socket_mode_enabled"]
    assert made([])["settings"]["socket_mode_enabled"]


@pytest.mark.parametrize("wrong", [["--url", "http://pathbot.org"], ["--several"], ["--language", "fr"]])
def test_what_slack_would_refuse_is_refused_first(wrong: list[str]) -> None:
    result = CliRunner().invoke(app, ["slack", "manifest", *wrong])
    assert result.exit_code != 0
    assert "Traceback" not in result.output
