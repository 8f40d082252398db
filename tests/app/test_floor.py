"""A mentor has the floor: Pathbot is silent there, nothing is lost, and the learner can always come back."""

from datetime import timedelta

import pytest
from tests.app.school import CRISIS, Talk

from pathbot.app.mentor_watch import MentorWatch
from pathbot.app.schedule import Schedule
from pathbot.mentoring import FLOOR_LASTS
from pathbot.messages import Address, fallback, options
from pathbot.store import portfolio

QUESTION = "do you need college to decide where the posts go"


@pytest.fixture
async def talking(agreed: Talk) -> Talk:
    """Ms. Okafor answered Maya, and Maya turned to her."""
    await agreed.says("one tree on my street")
    await agreed.says("ask a mentor")
    await agreed.says(QUESTION)
    await agreed.says("send")
    await agreed.someone("okafor", "No. I started with a tape measure at 17.")
    assert "goes to the mentor" in fallback((await agreed.taps("Ask back"))[0].reply)
    return agreed


async def look(talk: Talk) -> None:
    Schedule(talk.engine, [MentorWatch(talk.engine, talk.kit).routine()], lambda: talk.now).run_due()
    await talk.room.pump()


def mentor_heard(talk: Talk) -> str:
    return "\n".join(fallback(o.reply) for o in talk.to("okafor"))


def answers(talk: Talk) -> int:
    return len(portfolio.journeys_of(talk.engine, "maya")[0].answers)


async def test_pathbot_says_nothing_and_every_word_goes_to_the_mentor(talking: Talk) -> None:
    before = answers(talking)
    for words in ("how long did it take you", "skip", "web", "what did you measure first"):
        assert await talking.text(words) == ""
        assert words in mentor_heard(talking)
    assert await talking.text(kind="open") == ""
    assert answers(talking) == before, "what is said to a mentor is no answer to Pathbot"
    assert "Maya" not in mentor_heard(talking)


async def test_both_write_as_often_as_they_like(talking: Talk) -> None:
    await talking.text("how long did it take you")
    for words in ("About two summers.", "The first one was mostly carrying."):
        await talking.someone("okafor", words)
        assert words in fallback(talking.channel.sent[-1].reply)
    assert await talking.text("did you get paid") == ""
    assert await talking.text("and is it hard") == ""
    await talking.someone("okafor", "Yes to both.")
    (row,) = talking.rows("mentor_questions")
    assert [said in row["exchange"] for said in ("mostly carrying", "is it hard", "Yes to both")] == [True] * 3
    assert talking.failed() == []


async def test_the_safety_screen_still_hears_first_and_the_mentor_does_not(talking: Talk) -> None:
    assert "988" in await talking.text(CRISIS)
    assert CRISIS not in mentor_heard(talking)
    assert len(talking.rows("concerns")) == 1
    assert "Maya" in fallback(talking.to("lee")[-1].reply)
    await talking.text("i dont know what to do")
    assert "i dont know what to do" not in mentor_heard(talking)


@pytest.mark.parametrize("words", ["pathbot, go on", "Pathbot", "ok pathbot", "back to pathbot", "stop"])
async def test_the_learner_takes_the_floor_back(talking: Talk, words: str) -> None:
    if words == "ok pathbot":
        assert await talking.text(words) == "", "not asked to come back"
        return
    said = await talking.text(words)
    assert "I'm back" in said
    assert "Back to your project" in said
    before = answers(talking)
    await talking.text("why some streets have trees and some dont")
    assert answers(talking) > before
    assert "some streets" not in mentor_heard(talking)


async def test_thanks_closes_it(talking: Talk) -> None:
    await talking.text("how long did it take you")
    await talking.someone("okafor", "Two summers.")
    assert [c.label for c in options(talking.channel.sent[-1].reply)] == ["Say thanks", "Back to Pathbot"]
    said = "".join(fallback(o.reply) for o in await talking.taps("Say thanks"))
    assert "thanks on" in said
    assert "Back to your project" in said
    assert await talking.text("why some streets have trees and some dont") != ""


async def test_it_ends_by_itself_when_nobody_writes_and_the_learner_hears_that(talking: Talk) -> None:
    await talking.text("how long did it take you")
    talking.now += FLOOR_LASTS - timedelta(minutes=5)
    await look(talking)
    assert await talking.text("are you there") == "", "each word makes it longer"
    talking.now += FLOOR_LASTS + timedelta(minutes=1)
    assert await talking.text("why some streets have trees and some dont") != "", "even before the schedule looks"
    await look(talking)
    assert "The mentor isn't here right now" in fallback(talking.channel.sent[-1].reply)
    before = len(talking.channel.sent)
    await look(talking)
    assert len(talking.channel.sent) == before
    await talking.someone("okafor", "Two summers.")
    assert "Two summers." in fallback(talking.channel.sent[-1].reply), "a late answer still comes"
    assert "Ask back" in [c.label for c in options(talking.channel.sent[-1].reply)]


async def test_rights_and_a_person_work_while_a_mentor_has_the_floor(talking: Talk) -> None:
    assert "Ms. Lee" in await talking.text("talk to a person")
    assert "Mr. Ortiz" in await talking.text("who sees this?")
    assert "deletes everything" in await talking.text("delete my data")
    assert "nothing was deleted" in await talking.text("no")


async def test_contact_details_are_held_back_and_said_so(talking: Talk) -> None:
    assert "can't pass on" in await talking.text("can i text you at 555 123 4567")
    assert "mentors don't get your name" in (await talking.text("i'm maya by the way")).lower()
    assert "555" not in mentor_heard(talking)


async def test_in_another_conversation_pathbot_speaks_as_ever(talking: Talk) -> None:
    web = Address(channel="web", conversation="person-maya")
    assert await talking.someone("maya", "why some streets have trees and some dont", address=web) != ""
    assert "some streets" not in mentor_heard(talking)


async def test_a_mentor_who_passes_gives_the_floor_away(talking: Talk) -> None:
    await talking.text("how long did it take you")
    passes = next(c.value for o in reversed(talking.to("okafor")) for c in options(o.reply) if c.label == "Not for me")
    await talking.someone("okafor", kind="choice", value=passes)
    await look(talking)
    assert await talking.text("why some streets have trees and some dont") != ""
