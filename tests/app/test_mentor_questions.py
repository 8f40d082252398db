"""A question to a mentor and back: exactly what was shown is sent, without a name, and only on a clear yes."""

import pytest
from tests.app.school import CRISIS, Talk
from tests.conversations.player import SCHOOL

from pathbot.messages import Card, fallback
from pathbot.people import Membership
from pathbot.store import people

QUESTION = "do you need college to decide where the posts go"


def _sent_to_mentor(talk: Talk) -> list[str]:
    return [fallback(o.reply) for o in talk.to("okafor")]


async def _previewed(talk: Talk) -> str:
    await talk.says("one tree on my street")
    await talk.says("ask a mentor")
    card = (await talk.says(QUESTION))[-1].reply
    assert isinstance(card, Card)
    return card.rows[0].text


@pytest.mark.parametrize("yes", ["Send", "1", "yes", "send it", "ok"])
async def test_what_was_shown_is_exactly_what_is_sent_and_has_no_name(agreed: Talk, yes: str) -> None:
    shown = await _previewed(agreed)
    assert QUESTION in shown
    assert "Maya" not in shown
    assert _sent_to_mentor(agreed) == []
    assert "Sent." in await agreed.text(yes)
    (sent,) = _sent_to_mentor(agreed)
    assert shown in sent
    assert "Maya" not in sent


@pytest.mark.parametrize("no", ["Don't send", "3", "no", "dont send", "send nothing", "send?"])
async def test_not_sending_sends_nothing(agreed: Talk, no: str) -> None:
    await _previewed(agreed)
    assert await agreed.text(no) == "OK, not sent."
    assert _sent_to_mentor(agreed) == []


async def test_it_can_be_changed_before_it_is_sent(agreed: Talk) -> None:
    await _previewed(agreed)
    assert "What would you like to ask" in await agreed.text("Change it")
    assert "who picks the trees" in await agreed.text("who picks the trees for a school yard")
    await agreed.says("send")
    (sent,) = _sent_to_mentor(agreed)
    assert "who picks the trees" in sent
    assert QUESTION not in sent


async def test_a_yes_to_something_else_sends_nothing(agreed: Talk) -> None:
    await _previewed(agreed)
    await agreed.says("what do people who design parks do")
    await agreed.says("yes")
    assert _sent_to_mentor(agreed) == []


async def test_the_old_card_still_sends_and_only_once(agreed: Talk) -> None:
    await _previewed(agreed)
    send, dont = agreed.value("Send"), agreed.value("Don't send")
    await agreed.says("who sees this")
    assert "Sent." in await agreed.text(kind="choice", value=send)
    assert await agreed.text(kind="choice", value=send) == "That one is already sent."
    assert len(_sent_to_mentor(agreed)) == 1
    assert "took that question back" in await agreed.text(kind="choice", value=dont)
    assert "closed" in await agreed.text(kind="choice", value=send)
    assert (
        await agreed.someone("okafor", "no you dont")
        == "There is no open question for you right now. I'll write when there is."
    )


@pytest.mark.parametrize("command", ["who sees this", "help", "delete my data", "talk to a person"])
async def test_a_command_is_not_taken_for_the_question(agreed: Talk, command: str) -> None:
    await agreed.says("ask a mentor")
    assert command not in await agreed.text(command)
    assert agreed.rows("mentor_questions") == []


@pytest.mark.parametrize("nothing", ["idk", "never mind", "skip", "no"])
async def test_having_no_question_after_all_is_fine(agreed: Talk, nothing: str) -> None:
    await agreed.says("ask a mentor")
    assert await agreed.text(nothing) == "OK, not sent."
    assert agreed.rows("mentor_questions") == []


@pytest.mark.parametrize("contact", ["mail me at maya@x.com ok?", "my number is 555 123 4567", "im @maya_22 on insta"])
async def test_contact_details_are_held_back_both_ways(agreed: Talk, contact: str) -> None:
    await agreed.says("ask a mentor")
    assert "can't pass on" in await agreed.text(contact)
    assert agreed.rows("mentor_questions") == []
    await agreed.says(QUESTION)
    await agreed.says("send")
    before = len(agreed.channel.sent)
    assert "can't pass on" in await agreed.someone("okafor", contact)
    assert len(agreed.channel.sent) == before


@pytest.mark.parametrize(
    "named", ["im maya and do you need college", "do you need college Maya", "my name is Maya, is it hard"]
)
async def test_a_question_with_the_learners_name_is_held_back(agreed: Talk, named: str) -> None:
    await agreed.says("ask a mentor")
    assert await agreed.text(named) == "Mentors don't get your name. Please write it again without it."
    assert agreed.rows("mentor_questions") == []


async def test_the_answer_reaches_the_learner_without_the_mentors_name(agreed: Talk) -> None:
    await _previewed(agreed)
    await agreed.says("send")
    before = len(agreed.channel.sent)
    assert await agreed.someone("okafor", "No, many learn it on site.") == "Passed on. Thank you, that helps."
    (passed,) = agreed.channel.sent[before:]
    told = fallback(passed.reply)
    assert "many learn it on site" in told
    assert QUESTION in told
    assert "Okafor" not in told
    assert "no open question" in await agreed.someone("okafor", "one more thing")
    assert len(agreed.channel.sent) == before + 1


async def test_something_serious_from_a_mentor_is_not_passed_on(agreed: Talk) -> None:
    await _previewed(agreed)
    await agreed.says("send")
    before = len(agreed.channel.sent)
    assert "should read it first" in await agreed.someone("okafor", CRISIS)
    assert len(agreed.channel.sent) == before


async def test_without_a_mentor_the_teacher_sees_that_it_is_open(agreed: Talk) -> None:
    gone = Membership(person="okafor", school=SCHOOL.id, duty="mentor", class_id="p3", active=False)
    people.add_membership(agreed.engine, gone)
    await _previewed(agreed)
    assert "Mr. Ortiz can see that it's open" in await agreed.text("send")
    assert [row["status"] for row in agreed.rows("mentor_questions")] == ["open"]
