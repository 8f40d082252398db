"""Sending: what Slack's refusals mean, and that nothing is said twice when a connection breaks."""

from collections.abc import AsyncIterator

import pytest
from tests.channels.contract import STATEMENT
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.memory import Ours

from pathbot.channels.base import CannotSend, RetryLater
from pathbot.channels.slack.channel import PartlySent, SlackChannel
from pathbot.channels.slack.names import class_address, private_address
from pathbot.channels.slack.render import Labels
from pathbot.messages import Outgoing, Picture, Priority, Text

LABELS = Labels(write="Write it here", alert="A message that needs you now.")
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture
async def ours(slack: FakeSlack) -> AsyncIterator[Ours]:
    ours = Ours(slack)
    yield ours
    await ours.clients.close()


def to_maya(key: str, text: str, priority: Priority = "reply") -> Outgoing:
    return Outgoing(key=key, address=private_address("T0SCHOOL", "U0MAYA"), reply=Text(text=text), priority=priority)


async def test_the_wait_slack_asks_for_stays_on_the_message(slack: FakeSlack, ours: Ours) -> None:
    slack.fault = lambda asked: "429"
    with pytest.raises(RetryLater) as later:
        await ours.channel.send(to_maya("k", "hello"))
    assert later.value.seconds == 1.0
    assert slack.read("U0MAYA") == []


@pytest.mark.parametrize("fault", ["drop", "500"])
async def test_a_message_whose_answer_was_lost_is_found_and_not_said_twice(
    slack: FakeSlack, ours: Ours, fault: str
) -> None:
    slack.fault = lambda asked: fault
    with pytest.raises(Exception) as doubt:  # noqa: PT011
        await ours.channel.send(to_maya("k", "hello"))
    assert not isinstance(doubt.value, RetryLater | CannotSend)
    slack.fault = lambda asked: ""
    assert await ours.channel.find_sent(to_maya("k", "hello")) is not None
    assert slack.read("U0MAYA") == ["hello"]


async def test_of_a_long_reply_only_the_missing_pages_follow(slack: FakeSlack, ours: Ours) -> None:
    text = " ".join(f"word{n}" for n in range(4000))
    faults = iter(["", "429"])
    slack.fault = lambda asked: next(faults, "")
    with pytest.raises(PartlySent):
        await ours.channel.send(to_maya("k", text))
    assert await ours.channel.find_sent(to_maya("k", text)) is None
    await ours.channel.send(to_maya("k", text))
    assert " ".join(slack.read("U0MAYA")).split() == text.split()


async def test_a_channel_gets_one_message_a_second_and_an_alert_at_once(slack: FakeSlack, ours: Ours) -> None:
    now = [100.0]
    channel = SlackChannel(ours.desk, ours.clients, lambda language: LABELS, lambda: now[0])
    await channel.send(to_maya("a", "one"))
    with pytest.raises(RetryLater) as later:
        await channel.send(to_maya("b", "two"))
    assert 0.9 < later.value.seconds <= 1.0
    await channel.send(to_maya("c", "someone needs you", "alert"))
    now[0] += 1.01
    await channel.send(to_maya("b", "two"))
    assert slack.read("U0MAYA") == ["one", "someone needs you", "two"]


async def test_a_locked_phone_shows_nothing_of_an_alert(slack: FakeSlack, ours: Ours) -> None:
    await ours.channel.send(to_maya("c", "please check on Maya", "alert"))
    (message,) = slack.shown("U0MAYA")
    assert "Maya" not in message["text"]


async def test_a_channel_that_is_gone_is_given_up(slack: FakeSlack, ours: Ours) -> None:
    gone = class_address(slack.team, "C0GONE", None)
    with pytest.raises(CannotSend, match="channel_not_found"):
        await ours.channel.send(Outgoing(key="k", address=gone, reply=Text(text="hi")))


async def test_another_workspace_is_given_up(ours: Ours) -> None:
    with pytest.raises(CannotSend, match="not installed"):
        await ours.channel.send(Outgoing(key="k", address=private_address("T0OTHER", "U0X"), reply=Text(text="hi")))


async def test_while_a_token_does_not_work_messages_wait(slack: FakeSlack, ours: Ours) -> None:
    await ours.clients.chat(slack.team, "U0MAYA")
    slack.api.refuses["chat.postMessage"] = "token_revoked"
    with pytest.raises(RetryLater, match="doctor"):
        await ours.channel.send(to_maya("k", "hello"))


async def test_where_slack_refuses_the_blocks_the_words_still_arrive(slack: FakeSlack, ours: Ours) -> None:
    slack.api.takes_blocks = False
    await ours.channel.send(Outgoing(key="k", address=private_address(slack.team, "U0MAYA"), reply=STATEMENT))
    (text,) = slack.read("U0MAYA")
    assert STATEMENT.title in text
    assert "1. Save" in text


async def test_a_picture_is_put_there_with_its_description(slack: FakeSlack, ours: Ours) -> None:
    picture = Picture(text="This week", alt="Nine learners at step 4, two at step 5", png=PNG)
    address = private_address(slack.team, "U0MAYA")
    await ours.channel.send(Outgoing(key="k", address=address, reply=picture))
    (message,) = slack.shown("U0MAYA")
    image = next(block for block in message["blocks"] if block["type"] == "image")
    assert slack.files[image["slack_file"]["id"]].startswith(b"\x89PNG")
    assert image["alt_text"] == picture.alt


async def test_where_files_are_not_allowed_a_picture_is_said_in_words(slack: FakeSlack, ours: Ours) -> None:
    slack.api.missing.add("files.getUploadURLExternal")
    picture = Picture(text="This week", alt="Nine learners at step 4", png=PNG)
    await ours.channel.send(Outgoing(key="k", address=private_address(slack.team, "U0MAYA"), reply=picture))
    assert slack.read("U0MAYA") == ["This week\nNine learners at step 4"]


async def test_a_thread_that_pathbot_may_not_read_does_not_hold_a_message_back(slack: FakeSlack, ours: Ours) -> None:
    slack.api.refuses["conversations.replies"] = "missing_scope"
    thread = class_address(slack.team, "C0CLASS", "1.5")
    assert await ours.channel.find_sent(Outgoing(key="k", address=thread, reply=Text(text="hi"))) is None


async def test_while_history_cannot_be_asked_nobody_says_whether_it_is_there(slack: FakeSlack, ours: Ours) -> None:
    slack.api.refuses["conversations.history"] = "internal_error"
    with pytest.raises(RetryLater):
        await ours.channel.find_sent(to_maya("k", "hello"))
