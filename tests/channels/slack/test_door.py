"""Nothing gets in that Slack did not sign, nothing makes the door fall, and nothing it holds is logged."""

import json
import logging
import random
import time

import pytest
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.memory import Ours

EVENT = {
    "type": "event_callback",
    "team_id": "T0SCHOOL",
    "event_id": "Ev1",
    "event": {"type": "message", "channel_type": "im", "channel": "D0MAYA", "user": "U0MAYA", "text": "sssecret",
              "ts": "1700000000.000100"},
}  # fmt: skip
WILD = (None, 1, -1, 1.5, True, "", "x", "\x00", "<@U1>", [], [1], {}, {"id": 1}, {"type": {}}, "9" * 400, "²³", "é")


async def test_the_challenge_of_slack_is_answered(slack: FakeSlack, ours: Ours) -> None:
    raw = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    status, answer = await slack.delivery.post(raw, slack.delivery.signed(raw))
    assert (status, json.loads(answer)) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-slack-signature", ""),
        ("x-slack-signature", "v0=" + "0" * 64),
        ("x-slack-signature", "é" * 67),
        ("x-slack-signature", "v0=" + "0" * 5000),
        ("x-slack-request-timestamp", ""),
        ("x-slack-request-timestamp", "soon"),
        ("x-slack-request-timestamp", "²"),
        ("x-slack-request-timestamp", "1e9"),
        ("x-slack-request-timestamp", "9" * 90),
        ("x-slack-request-timestamp", "-5"),
    ],
)
async def test_a_damaged_header_is_refused(
    slack: FakeSlack, ours: Ours, name: str, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    raw = json.dumps(EVENT).encode()
    status, answer = await slack.delivery.post(raw, slack.delivery.signed(raw) | {name: value})
    assert (status, answer) == (401, b"")
    assert "sssecret" not in caplog.text


async def test_a_wrong_secret_is_said_in_the_log_once_a_minute(
    slack: FakeSlack, ours: Ours, caplog: pytest.LogCaptureFixture
) -> None:
    raw = json.dumps(EVENT).encode()
    for _ in range(3):
        await slack.delivery.post(raw, slack.delivery.signed(raw) | {"x-slack-signature": "v0=" + "0" * 64})
    assert caplog.text.count("PATHBOT_SLACK_SIGNING_SECRET") == 1


async def test_what_was_signed_ten_minutes_ago_is_refused(slack: FakeSlack, ours: Ours) -> None:
    raw = json.dumps(EVENT).encode()
    status, _ = await slack.delivery.post(raw, slack.delivery.signed(raw, at=time.time() - 600))
    assert status == 401


async def test_a_body_larger_than_any_of_slacks_is_refused(slack: FakeSlack, ours: Ours) -> None:
    raw = b" " * 1_010_000
    status, _ = await slack.delivery.post(raw, slack.delivery.signed(raw))
    assert status == 413


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"null", b"\xff", b'{"type":1}', b"[" * 100_000, b'{"type":"x"'])
async def test_a_signed_body_that_cannot_be_read_is_refused(slack: FakeSlack, ours: Ours, raw: bytes) -> None:
    headers = slack.delivery.signed(raw) if raw != b"\xff" else slack.delivery.signed(b"")
    status, _ = await slack.delivery.post(raw, headers)
    assert status in (400, 401)


async def storm_of_nonsense(slack: FakeSlack, ours: Ours, count: int, seed: int) -> list[int]:
    """Signed and unsigned deliveries, each damaged somewhere. The answers' numbers."""
    chance = random.Random(seed)
    return [await _knock(slack, chance) for _ in range(count)]


async def test_damaged_deliveries_never_make_pathbot_fail(
    slack: FakeSlack, ours: Ours, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = await storm_of_nonsense(slack, ours, 400, 1)
    assert max(answers) < 500
    assert len({200, 400, 401} & set(answers)) == 3
    assert "sssecret" not in caplog.text


@pytest.mark.faults
async def test_ten_thousand_damaged_deliveries_never_make_pathbot_fail(slack: FakeSlack, ours: Ours) -> None:
    answers = await storm_of_nonsense(slack, ours, 10_000, 2)
    assert max(answers) < 500


async def _knock(slack: FakeSlack, chance: random.Random) -> int:
    raw, kind = _damaged(chance)
    headers = slack.delivery.signed(raw, kind)
    if chance.random() < 0.3:
        name = chance.choice(sorted(headers))
        headers[name] = chance.choice(["", "x", "²", "v0=", "0" * 300, headers[name][:-1]])
    status, _ = await slack.delivery.post(raw, headers)
    return status


def _damaged(chance: random.Random) -> tuple[bytes, str]:
    from urllib.parse import urlencode

    body = json.loads(json.dumps(chance.choice(_SHAPES)))
    for _ in range(chance.randint(0, 3)):
        _damage(body, chance)
    text = json.dumps(body)
    if chance.random() < 0.1:
        text = text[: chance.randint(0, len(text))]
    if body.get("type") == "event_callback" and chance.random() < 0.9:
        return text.encode(), "application/json"
    fields = {"payload": text} if chance.random() < 0.8 else {str(k): str(v) for k, v in body.items()}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _damage(value: object, chance: random.Random) -> None:
    if isinstance(value, dict) and value:
        name = chance.choice(sorted(value))
        if chance.random() < 0.5 and isinstance(value[name], dict | list):
            _damage(value[name], chance)
        elif chance.random() < 0.3:
            del value[name]
        else:
            value[name] = chance.choice(WILD)
    elif isinstance(value, list) and value:
        _damage(value[0], chance)


_WHO = {"user": {"id": "U0MAYA", "team_id": "T0SCHOOL"}, "team": {"id": "T0SCHOOL"}, "trigger_id": "1.2.x"}
_ACTION = {"action_id": "choose:0:0", "value": "!save:s1", "action_ts": "1700000000.000200", "type": "button"}
_SHAPES: list[dict[str, object]] = [
    EVENT,
    {**EVENT, "event": {**EVENT["event"], "type": "app_mention", "channel": "C0CLASS"}},  # type: ignore[dict-item]
    {**EVENT, "event": {"type": "message", "subtype": "message_changed", "channel_type": "im", "channel": "D0MAYA",
                        "message": EVENT["event"], "previous_message": {**EVENT["event"], "text": "b"}}},  # type: ignore[dict-item]
    {**EVENT, "event": {"type": "message", "subtype": "message_deleted", "channel_type": "im", "channel": "D0MAYA",
                        "deleted_ts": "1700000000.000100", "previous_message": EVENT["event"]}},
    {**EVENT, "event": {"type": "app_home_opened", "tab": "messages", "user": "U0MAYA", "channel": "D0MAYA"}},
    {**_WHO, "type": "block_actions", "actions": [_ACTION], "channel": {"id": "D0MAYA"},
     "container": {"type": "message", "channel_id": "D0MAYA", "message_ts": "1700000000.000100"}},
    {**_WHO, "type": "view_submission", "view": {"id": "V1", "hash": "1.x", "callback_id": "form",
     "private_metadata": '{"form": "!line:s1"}', "state": {"values": {"line": {"text": {"value": "x"}}}}}},
    {**_WHO, "type": "message_action", "callback_id": "save_evidence", "channel": {"id": "C0CLASS"},
     "message": {"user": "U0MAYA", "text": "sssecret", "ts": "1700000000.000100"}},
    {"command": "/pathbot", "text": "help", "team_id": "T0SCHOOL", "user_id": "U0MAYA", "channel_id": "C0CLASS",
     "trigger_id": "1.2.x"},
]  # fmt: skip
