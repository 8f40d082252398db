"""What goes out: kept waiting on its row, signed in again once, never lost, and never sent to strangers."""

from collections.abc import AsyncIterator

import pytest
from tests.channels.teams.fake import CHANNEL, TENANT, FakeTeams
from tests.channels.teams.memory import LABELS, Site, site
from tests.channels.teams.reader import read

from pathbot.channels.base import CannotSend, RetryLater
from pathbot.channels.teams.desk import private_address, shared_address
from pathbot.messages import Address, Choice, Choices, Outgoing, Text

AGAIN = LABELS.again
MAYA = private_address(TENANT, "aad-maya")


@pytest.fixture
async def here() -> AsyncIterator[Site]:
    async with site() as running:
        await running.deliver(running.fake.activity(text="hi"))
        yield running


def out(key: str = "k1", text: str = "What did you do then?", address: Address = MAYA) -> Outgoing:
    return Outgoing(key=key, address=address, reply=Text(text=text))


def stands(here: Site) -> list[str]:
    return [read(activity) for activity in here.fake.seen(here.fake.chat("maya"))]


@pytest.mark.parametrize("status", [412, 429, 500, 502, 503, 504])
async def test_a_busy_teams_makes_the_row_wait_longer_each_time(here: Site, status: int) -> None:
    here.fake.fail(status, status, status)
    waits = []
    for _ in range(3):
        with pytest.raises(RetryLater) as later:
            await here.channel.send(out())
        waits.append(later.value.seconds)
    assert waits == [5, 10, 20]
    await here.channel.send(out())
    assert stands(here) == ["What did you do then?"]


async def test_the_wait_teams_asks_for_is_kept(here: Site) -> None:
    here.fake.fail("429:7", "429:31")
    for asked in (7, 31):
        with pytest.raises(RetryLater) as later:
            await here.channel.send(out())
        assert later.value.seconds == asked


async def test_another_row_is_not_held_back_by_one_that_waits(here: Site) -> None:
    here.fake.fail(429)
    with pytest.raises(RetryLater):
        await here.channel.send(out("k1"))
    await here.channel.send(out("k2", "second"))
    assert stands(here) == ["second"]


async def test_a_token_that_is_over_is_renewed_once_and_nothing_is_lost(here: Site) -> None:
    for number in range(4):
        await here.channel.send(out(f"k{number}", f"message {number}"))
        here.fake.expire()
    await here.channel.send(out("last", "the last"))
    assert stands(here) == [*(f"message {n}" for n in range(4)), "the last"]
    assert here.fake.signins == 5
    assert here.fake.refused[401] == 4


async def test_tokens_are_renewed_before_they_end(here: Site) -> None:
    async with site(FakeTeams(token_seconds=0.2)) as brief:
        await brief.deliver(brief.fake.activity(text="hi"))
        for number in range(3):
            await brief.channel.send(out(f"k{number}"))
        assert brief.fake.signins < 3
        assert brief.fake.refused[401] == 0


@pytest.mark.parametrize("status", [400, 403, 404, 413])
async def test_what_teams_refuses_for_good_is_given_up(here: Site, status: int) -> None:
    here.fake.fail(status)
    with pytest.raises(CannotSend, match=str(status)):
        await here.channel.send(out())


async def test_a_lost_receipt_leaves_the_row_in_doubt_and_the_message_arrives(here: Site) -> None:
    here.fake.fail("drop")
    with pytest.raises(Exception) as broken:  # noqa: PT011 - which one is the client's business
        await here.channel.send(out())
    assert not isinstance(broken.value, RetryLater | CannotSend)
    assert await here.channel.find_sent(out()) is None, "Teams cannot be asked"
    await here.channel.send(out())
    said = "What did you do then?"
    assert stands(here) == [said, f"{AGAIN}\n{said}"], "once more per lost receipt, and it says so; never lost"


async def test_a_card_that_may_be_there_already_says_so_with_and_without_cards(here: Site) -> None:
    card = Outgoing(key="k1", address=MAYA, reply=Choices(text="Go on?", choices=(Choice(label="Yes", value="y"),)))
    assert await here.channel.find_sent(card) is None
    await here.channel.send(card)
    assert stands(here) == [f"{AGAIN}\nGo on?\nYes"]
    (attachment,) = here.fake.seen(here.fake.chat("maya"))[0]["attachments"]
    assert attachment["content"]["fallbackText"].startswith(f"{AGAIN}\nGo on?")


async def test_only_the_page_that_is_in_doubt_says_that_it_may_be_there_already(here: Site) -> None:
    long = " ".join(f"word{n}" for n in range(4000))
    here.fake.fail(0, "drop")
    with pytest.raises(Exception):  # noqa: B017, PT011 - which one is the client's business
        await here.channel.send(out(text=long))
    assert await here.channel.find_sent(out(text=long)) is None
    await here.channel.send(out(text=long))
    first, second, repeated, *rest = stands(here)
    assert repeated == f"{AGAIN}\n{second}"
    assert " ".join([first, second, *rest]).split() == long.split()


async def test_a_long_message_goes_on_where_it_was_held_up(here: Site) -> None:
    long = " ".join(f"word{n}" for n in range(4000))
    here.fake.fail(0, 429)
    with pytest.raises(RetryLater):
        await here.channel.send(out(text=long))
    await here.channel.send(out(text=long))
    assert " ".join(stands(here)).split() == long.split()


async def test_without_a_sign_in_the_row_waits(here: Site) -> None:
    here.fake.expire()
    here.fake.secret = "another"
    with pytest.raises(RetryLater):
        await here.channel.send(out())


async def test_nothing_is_sent_where_pathbot_was_never_installed(here: Site) -> None:
    with pytest.raises(CannotSend, match="not installed"):
        await here.channel.send(out(address=private_address(TENANT, "aad-nobody")))


async def test_nothing_is_sent_after_the_app_was_removed(here: Site) -> None:
    await here.deliver(here.fake.activity("installationUpdate", action="remove"))
    with pytest.raises(CannotSend, match="removed"):
        await here.channel.send(out())


async def test_nothing_is_sent_to_an_address_that_is_not_teams(here: Site) -> None:
    route = here.desk.routes[MAYA.conversation]
    here.desk.routes[MAYA.conversation] = route.model_copy(update={"service_url": "https://evil.example/"})
    with pytest.raises(CannotSend, match="not one of Teams"):
        await here.channel.send(out())


async def test_while_the_database_is_away_the_row_waits(here: Site) -> None:
    here.desk.down = True
    with pytest.raises(RetryLater):
        await here.channel.send(out())


async def test_someone_who_only_wrote_in_the_class_channel_is_answered_in_private(here: Site) -> None:
    await here.deliver(here.fake.in_channel("<at>Pathbot</at> hey", user="leo"))
    assert not here.fake.has_chat("leo") or not here.fake.seen(here.fake.chat("leo"))
    await here.channel.send(out("k1", "Only you read this.", private_address(TENANT, "aad-leo")))
    await here.channel.send(out("k2", "And this.", private_address(TENANT, "aad-leo")))
    assert [read(a) for a in here.fake.seen(here.fake.chat("leo"))] == ["Only you read this.", "And this."]


async def test_an_answer_in_the_class_stays_in_its_thread(here: Site) -> None:
    await here.deliver(here.fake.in_channel("<at>Pathbot</at> hey", thread="1767224924615"))
    await here.channel.send(out(address=shared_address(CHANNEL, "1767224924615")))
    assert len(here.fake.seen(f"{CHANNEL};messageid=1767224924615")) == 1
