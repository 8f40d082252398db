"""The way to the pages, asked for in a chat: one link, for one person, once, where nobody else reads along."""

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.app.school import Talk
from tests.conversations.player import SCHOOL

from pathbot.app.kit import Kit
from pathbot.messages import CALLED, Address, fallback
from pathbot.people import LINK_LASTS, Person
from pathbot.store import people, sign_in

URL = "https://pathbot.school.example"
CLASS = Address(channel="collecting", conversation="class", shared=True)


@pytest.fixture
async def linked(outright: Kit, tmp_path: Path) -> AsyncIterator[Talk]:
    """A learner at the first question, in a school that said where its pages are."""
    async with Talk(tmp_path, dataclasses.replace(outright, url=URL)) as talk:
        await talk.says(kind="open")
        await talk.says("ok")
        yield talk


def key_in(said: str) -> str:
    assert said.count(f"{URL}/link#") == 1, said
    return said.partition("#")[2].split()[0]


@pytest.mark.parametrize(
    "words", ["sign in", "Log in!", "my page", "Pathbot, sign me in", "mi página", "iniciar sesión"]
)
async def test_a_learner_gets_a_link_that_opens_the_pages_once(linked: Talk, words: str) -> None:
    if not words.isascii():
        people.add_person(linked.engine, Person(id="maya", school=SCHOOL.id, name="Maya", language="es"))
    key = key_in(await linked.text(words))
    assert sign_in.use_link(linked.engine, key, linked.now) == "maya"
    assert sign_in.use_link(linked.engine, key, linked.now) is None


@pytest.mark.parametrize("who", ["ortiz", "okafor", "lee"])
async def test_adults_get_theirs_the_same_way(linked: Talk, who: str) -> None:
    key = key_in(await linked.someone(who, "web"))
    assert sign_in.use_link(linked.engine, key, linked.now) == who


async def test_a_newer_link_ends_the_older_one_and_each_is_over_soon(linked: Talk) -> None:
    first, second = key_in(await linked.text("sign in")), key_in(await linked.text("sign in"))
    assert sign_in.use_link(linked.engine, first, linked.now) is None
    assert sign_in.use_link(linked.engine, second, linked.now + LINK_LASTS + timedelta(seconds=1)) is None


@pytest.mark.parametrize("who", ["maya", "ortiz"])
async def test_in_the_class_channel_the_link_goes_to_the_private_chat(linked: Talk, who: str) -> None:
    await linked.someone(who, kind="open")
    assert await linked.someone(who, "sign in", address=CLASS) == "", "nobody called Pathbot"
    said = await linked.someone(who, "sign in", address=CLASS, **{CALLED: "yes"})
    said += await linked.someone(who, "pathbot sign in", address=CLASS)
    assert "private chat" in said
    assert "link#" not in said
    sent = [o for o in (*linked.channel.sent, *linked.web.sent) if "link#" in fallback(o.reply)]
    assert [o.address.shared for o in sent] == [False, False]
    assert sign_in.use_link(linked.engine, key_in(fallback(sent[-1].reply)), linked.now) == who


async def test_the_key_stands_nowhere_but_in_the_message_itself(linked: Talk) -> None:
    key = key_in(await linked.text("sign in"))
    assert linked.holds(key) == ["outbox"]


async def test_a_word_that_answers_the_open_question_stays_an_answer(linked: Talk) -> None:
    assert "link#" not in await linked.text("web")
    assert "link#" not in await linked.text("we made a page for the school and a link on it")


async def test_nothing_but_the_link_changes(linked: Talk) -> None:
    before = linked.state()
    await linked.text("sign in")
    after = linked.state()
    assert (after.question, after.offered, after.expecting) == (before.question, before.offered, before.expecting)


async def test_without_an_address_of_the_pages_that_is_said(agreed: Talk) -> None:
    assert "no page to open" in await agreed.text("sign in")
    assert agreed.rows("sign_in_links") == []


async def test_a_stranger_gets_no_link(linked: Talk) -> None:
    assert "link#" not in await linked.someone("nobody-we-know", "sign in")
