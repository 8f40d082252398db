"""Recorded deliveries of a real Slack, through the readers: nothing of them is misread, and nothing breaks."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pathbot.channels.slack.interactions import read_command, read_form, read_shortcut, read_tap
from pathbot.channels.slack.reading import Heard, read_event
from pathbot.channels.slack.starting import read_start
from pathbot.messages import CALLED

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SHARED = Path(os.environ.get("PATHBOT_SHARED", Path(__file__).parents[3].parent / "shared"))
RECORDED = SHARED / "data" / "platform_payloads"


def recorded(file: str) -> dict[str, Any]:
    path = RECORDED / file
    if not path.exists():
        pytest.skip(f"recorded payloads are not at {RECORDED}; set PATHBOT_SHARED")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def heard(file: str, name: str) -> Heard | None:
    found = recorded(file)
    return read_event(found[name], found["botUserId"], NOW)


@pytest.mark.parametrize(
    ("file", "name", "said"),
    [
        ("dm/slack.json", "dmMessage", "Hey!"),
        ("dm/slack-direct.json", "directDM", "hello hello"),
        ("dm/slack-direct.json", "followUp", "cool!!"),
    ],
)
def test_a_private_message_is_heard_in_one_chat_whatever_its_thread(file: str, name: str, said: str) -> None:
    found = heard(file, name)
    assert found is not None
    body = recorded(file)[name]
    inbound = found.inbound
    assert (inbound.kind, inbound.text, inbound.address.shared, found.member) == ("text", said, False, True)
    assert inbound.address.conversation == f"{body['team_id']}/{body['event']['user']}"
    assert inbound.delivery_id.endswith(body["event"]["ts"])


def test_a_mention_is_heard_in_its_thread_without_the_name_it_called() -> None:
    found = heard("dm/slack.json", "mention")
    assert found is not None
    assert (found.inbound.text, found.inbound.address.shared, found.inbound.address.thread) == (
        "Hey",
        True,
        "1767376988.871629",
    )
    assert CALLED in found.inbound.data


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("slack.json", "mention"),  # the message event of a mention: only `app_mention` counts, or it came twice
        ("slack.json", "followUp"),
        ("channel-mention/slack.json", "mention"),
        ("dm/slack.json", "dmRequest"),
    ],
)
def test_what_people_say_to_each_other_in_a_channel_is_not_heard(file: str, name: str) -> None:
    assert heard(file, name) is None


def test_commands_are_read_with_what_follows_them() -> None:
    found = recorded("slash-commands/slack.json")
    plain, more = read_command(found["slashCommand"]), read_command(found["slashCommandWithArgs"])
    assert plain is not None
    assert more is not None
    assert (plain.verb, plain.rest) == ("", "")
    assert (more.verb, more.rest) == ("some", "arguments here")
    assert (more.team, more.user, more.channel) == ("T00FAKE00BB", "U00FAKEUSER2", "C00FAKECHAN3")


def test_another_apps_window_is_nobodys_form() -> None:
    found = recorded("slash-commands/slack.json")["viewSubmission"]
    assert read_form(found, NOW) is None
    assert read_start(found) is None


def test_every_recorded_payload_can_be_read_as_anything() -> None:
    files = sorted(RECORDED.rglob("*slack*.json"))
    if not files:
        pytest.skip(f"recorded payloads are not at {RECORDED}; set PATHBOT_SHARED")
    for file in files:
        found = json.loads(file.read_text(encoding="utf-8"))
        for body in (b for b in found.values() if isinstance(b, dict)):
            read_event(body, found["botUserId"], NOW)
            read_tap(body, NOW)
            read_form(body, NOW)
            read_start(body)
            read_command(body)
            read_shortcut(body, found["botUserId"], NOW)
