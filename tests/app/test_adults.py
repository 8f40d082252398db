"""Adults and strangers: each gets what is theirs, and nothing they write becomes a learner's evidence."""

import pytest
from tests.app.school import Talk
from tests.conversations.player import SCHOOL

from pathbot.messages import Address
from pathbot.people import Person
from pathbot.store import people

PRIVATE = ("transcript", "journeys", "statements", "consents")


@pytest.mark.parametrize(("who", "name"), [("ortiz", "Mr. Ortiz"), ("okafor", "Ms. Okafor"), ("lee", "Ms. Lee")])
async def test_an_adult_is_greeted_once_by_name(talk: Talk, who: str, name: str) -> None:
    assert f"Hello {name}." in await talk.someone(who, kind="open")
    assert await talk.someone(who, kind="open") == ""
    assert [talk.rows(table) for table in ("journeys", "statements", "consents")] == [[], [], []]
    assert talk.failed() == []


@pytest.mark.parametrize("who", ["ortiz", "okafor", "lee"])
async def test_nothing_an_adult_writes_starts_a_reflection(talk: Talk, who: str) -> None:
    for text in ("ok", "there is one tree", "1", "delete my data", "portfolio"):
        assert "Step 1" not in await talk.someone(who, text)
    assert [talk.rows(table) for table in ("journeys", "statements", "consents")] == [[], [], []]
    assert talk.failed() == []


async def test_a_mentor_without_a_question_is_told_so(talk: Talk) -> None:
    assert "no open question" in await talk.someone("okafor", "hello?")


async def test_a_stranger_learns_how_to_join_and_nothing_is_kept(talk: Talk) -> None:
    for text in ("hi", "i have a quokka", "ok"):
        assert "Ask your teacher for a code" in await talk.someone("nobody-we-know", text)
    assert [talk.rows(table) for table in PRIVATE] == [[], [], [], []]
    assert talk.holds("quokka") == []


async def test_someone_in_no_class_is_told_so_and_still_heard(talk: Talk) -> None:
    people.add_person(talk.engine, Person(id="sam", school=SCHOOL.id, name="Sam"))
    people.link_identity(talk.engine, SCHOOL.id, "web", "sam", "sam")
    for text in ("hi", "ok", "delete my data"):
        assert "not in a class here yet" in await talk.someone("sam", text)
    assert talk.failed() == []
    assert "988" in await talk.someone("sam", "i want to kill myself")
    assert len(talk.rows("concerns")) == 1


async def test_in_the_class_channel_pathbot_speaks_only_when_called(agreed: Talk) -> None:
    room = Address(channel="collecting", conversation="class", shared=True)
    assert await agreed.someone("maya", "one tree lol", address=room) == ""
    assert "private chat" in await agreed.someone("maya", "pathbot what did i say", address=room)
    assert await agreed.someone("ortiz", "pathbot hello", address=room) == ""
