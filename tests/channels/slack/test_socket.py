"""Socket Mode: the same people, the same words, no public address."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import tests.channels.slack.fake.sockets as sockets
from tests.channels.slack.conftest import MAYA
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.memory import Ours

from pathbot.channels.slack.desk import OpenChat
from pathbot.channels.slack.names import private_address
from pathbot.messages import Form, FormField, Outgoing


@pytest.fixture
async def ours(slack: FakeSlack) -> AsyncIterator[Ours]:
    ours = Ours(slack, socket=True)
    async with ours.listening():
        yield ours


async def test_messages_taps_windows_and_commands_arrive(slack: FakeSlack, ours: Ours) -> None:
    form = Form(text="Change it.", submit="!line:s1", fields=(FormField(name="line", label="Your line"),))
    ours.desk.replies["k"] = form
    await slack.says(MAYA, "hello")
    await ours.channel.send(Outgoing(key="k", address=private_address(slack.team, MAYA), reply=form))
    await slack.taps(MAYA, "Write it here")
    refused = await slack.submits(MAYA, line="")
    assert "line" in refused["errors"]
    await slack.submits(MAYA, line="Cut it again.")
    assert "private chat" in (await slack.commands(MAYA, "help"))["text"]
    assert [i.kind for i in ours.desk.filed] == ["text", "form", "text"]


async def test_what_could_not_be_stored_is_not_acknowledged(slack: FakeSlack, ours: Ours) -> None:
    await slack.says(MAYA, "one")
    ours.desk.away = True
    event = {"type": "message", "channel_type": "im", "channel": "D0MAYA", "user": MAYA, "text": "two", "ts": "17.5"}
    body = {"type": "event_callback", "team_id": slack.team, "event_id": "E", "event": event}
    before, sockets.ACK_SECONDS = sockets.ACK_SECONDS, 0.3
    try:
        assert await slack.sockets.deliver("events_api", body) is None
        ours.desk.away = False
        assert await slack.sockets.deliver("events_api", body, 1) is not None
    finally:
        sockets.ACK_SECONDS = before
    assert [i.text for i in ours.desk.filed] == ["one", "two"]


async def test_a_connection_that_broke_comes_back(slack: FakeSlack, ours: Ours) -> None:
    await slack.says(MAYA, "one")
    await slack.sockets.open[0].close()
    await slack.settle(lambda: not slack.sockets.open, 5)
    await slack.says(MAYA, "two")
    assert [i.text for i in ours.desk.filed] == ["one", "two"]


async def test_after_an_outage_what_was_missed_is_read(slack: FakeSlack) -> None:
    ours = Ours(slack, socket=True)
    channel = slack.chat(MAYA)
    last = datetime.now(UTC) - timedelta(hours=2)
    for minutes, text in ((130, "before"), (60, "while you were away"), (30, "and this")):
        ts = f"{(datetime.now(UTC) - timedelta(minutes=minutes)).timestamp():.6f}"
        slack.messages[channel].append({"type": "message", "user": MAYA, "text": text, "ts": ts, "team": slack.team})
    slack.messages[channel].append({"user": slack.bot, "bot_id": "B0PATHBOT", "text": "mine", "ts": slack.next_ts()})
    ours.desk.open = (OpenChat(slack.team, MAYA, last),)
    async with ours.listening():
        await slack.settle(lambda: len(ours.desk.filed) == 2)
    assert [i.text for i in ours.desk.filed] == ["while you were away", "and this"]
