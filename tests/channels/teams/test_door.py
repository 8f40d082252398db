"""The address Teams writes to: stored before it is acknowledged, and nothing else is done there."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.channels.teams.memory import LABELS, Site, site

from pathbot.messages import Text

PHOTO = {"contentType": "image/jpeg", "contentUrl": "https://smba.trafficmanager.net/x"}
HTML = {"contentType": "text/html", "content": "<p></p>"}


@pytest.fixture
async def here() -> AsyncIterator[Site]:
    async with site() as running:
        yield running


async def test_a_message_is_stored_and_then_acknowledged(here: Site) -> None:
    activity = here.fake.activity(text="hi")
    for _ in range(3):
        assert (await here.deliver(activity)).status_code == 200
    assert [inbound.text for inbound in here.desk.filed] == ["hi"]


async def test_what_cannot_be_stored_is_asked_for_again(here: Site) -> None:
    here.desk.down = True
    activity = here.fake.activity(text="hi")
    assert (await here.deliver(activity)).status_code == 503
    here.desk.down = False
    assert (await here.deliver(activity)).status_code == 200
    assert len(here.desk.filed) == 1


async def test_a_body_larger_than_teams_sends_is_refused(here: Site) -> None:
    activity = here.fake.activity(text="x" * 300_000)
    assert (await here.deliver(activity)).status_code == 413
    assert here.desk.filed == []


async def test_what_is_no_activity_is_refused(here: Site) -> None:
    head = {"Authorization": f"Bearer {here.fake.token()}"}
    for body in (b"", b"[]", b"{", b"\xff"):
        answer = await here.client.post("/teams/messages", content=body, headers=head)
        assert answer.status_code == 400


async def test_a_picture_without_words_is_answered_and_not_filed(here: Site) -> None:
    activity = here.fake.activity(text="", attachments=[PHOTO, HTML])
    for _ in range(2):
        assert (await here.deliver(activity)).status_code == 200
    assert [outgoing.reply for outgoing in here.desk.answered] == [Text(text=LABELS.only_words)]
    assert here.desk.filed == []


@pytest.mark.parametrize(
    "parts",
    [{"text": "look", "attachments": [PHOTO]}, {"text": "", "attachments": [HTML]}, {"text": "", "attachments": []}],
)
async def test_nobody_is_told_so_who_wrote_words_or_sent_nothing(here: Site, parts: dict[str, Any]) -> None:
    assert (await here.deliver(here.fake.activity(**parts))).status_code == 200
    assert here.desk.answered == []


async def test_in_the_class_a_picture_is_left_alone(here: Site) -> None:
    assert (await here.deliver(here.fake.in_channel("", attachments=[PHOTO]))).status_code == 200
    assert here.desk.answered == []
