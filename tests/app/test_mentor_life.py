"""A question from ask to thanks, and what becomes of it when nobody answers: the learner always hears."""

from datetime import timedelta

import pytest
from tests.app.school import Talk
from tests.conversations.player import SCHOOL

from pathbot.app.mentor_watch import MentorWatch
from pathbot.app.schedule import Schedule
from pathbot.mentoring import MentorOffer, choose, due, holds_contact_details
from pathbot.messages import Address, fallback, options
from pathbot.people import Membership, Person
from pathbot.store import people, questions

QUESTION = "do you need college to decide where the posts go"


@pytest.fixture
async def asked(agreed: Talk) -> Talk:
    """Maya's question is with the mentor; three actions so far."""
    await agreed.says("one tree on my street")
    await agreed.says("ask a mentor")
    await agreed.says(QUESTION)
    await agreed.says("send")
    return agreed


def add_mentor(talk: Talk, name: str, *clusters: str, most: int = 3) -> None:
    person = Person(id=name, school=SCHOOL.id, name=name.title())
    people.add_person(talk.engine, person)
    people.add_membership(talk.engine, Membership(person=name, school=SCHOOL.id, duty="mentor", class_id="p3"))
    people.link_identity(talk.engine, SCHOOL.id, "web", name, name)
    people.set_address(talk.engine, person, Address(channel="web", conversation=f"person-{name}"))
    questions.set_offer(talk.engine, SCHOOL.id, MentorOffer(person=name, clusters=clusters, most_open=most))


async def look(talk: Talk) -> None:
    """What the schedule does now, and everything that waits is sent."""
    Schedule(talk.engine, [MentorWatch(talk.engine, talk.kit).routine()], lambda: talk.now).run_due()
    await talk.room.pump()


def status(talk: Talk) -> str:
    return str(talk.rows("mentor_questions")[0]["status"])


def tap(talk: Talk, person: str, label: str) -> str:
    return next(c.value for o in reversed(talk.to(person)) for c in options(o.reply) if c.label == label)


async def test_from_ask_to_thanks_in_under_ten_actions(asked: Talk) -> None:
    before_asking = asked.count - 3
    claim = tap(asked, "okafor", "I'll answer this")
    assert "Write your answer here" in await asked.someone("okafor", kind="choice", value=claim)
    assert "Passed on" in await asked.someone("okafor", "No. I started with a tape measure at 17.")
    assert "thanks on" in fallback((await asked.taps("Say thanks"))[0].reply)
    assert "says thanks" in fallback(asked.to("okafor")[-1].reply)
    assert asked.count - before_asking == 6, "three of the learner, two of the mentor, and the thanks"
    (row,) = asked.rows("mentor_questions")
    assert row["thanked_at"] is not None
    assert "Maya" not in "".join(fallback(o.reply) for o in asked.to("okafor"))


async def test_asking_back_goes_to_the_same_mentor_with_what_was_said(asked: Talk) -> None:
    await asked.someone("okafor", "No. I started with a tape measure at 17.")
    await asked.taps("Ask back")
    assert "can't pass on" in await asked.text("can i text you at 555 123 4567")
    assert await asked.text("how long did it take you to learn it") == "", "the mentor has the floor"
    card = fallback(asked.to("okafor")[-1].reply)
    assert QUESTION in card
    assert "how long did it take" in card
    await asked.someone("okafor", "About two summers.")
    assert "About two summers." in fallback(asked.channel.sent[-1].reply)
    assert status(asked) == "answered"


async def test_a_mentor_who_passes_hands_it_to_the_next_one(asked: Talk) -> None:
    add_mentor(asked, "quinn")
    await asked.someone("okafor", kind="choice", value=tap(asked, "okafor", "Not for me"))
    await look(asked)
    assert QUESTION in fallback(asked.to("quinn")[-1].reply)
    assert "no open question" in await asked.someone("okafor", "hm")
    await asked.someone("quinn", "A short course is enough.")
    assert "short course" in fallback(asked.channel.sent[-1].reply)


async def test_an_absent_mentor_ends_with_a_word_to_the_learner(asked: Talk) -> None:
    add_mentor(asked, "quinn")
    asked.waits("3d")
    await look(asked)
    assert "I've asked a second one" in fallback(asked.channel.sent[-1].reply)
    asked.waits("4d")
    await look(asked)
    assert "I've reminded the mentor" in fallback(asked.channel.sent[-1].reply)
    asked.waits("10d")
    await look(asked)
    assert "nobody answered" in fallback(asked.channel.sent[-1].reply)
    assert "Mr. Ortiz can see that" in fallback(asked.channel.sent[-1].reply)
    assert status(asked) == "expired"
    assert "no open question" in await asked.someone("quinn", "sorry, here is my answer")
    before = len(asked.channel.sent)
    asked.waits("20d")
    await look(asked)
    assert len(asked.channel.sent) == before


async def test_a_question_taken_back_is_over_for_everyone(asked: Talk) -> None:
    await asked.says("take it back")
    assert "closed now" in fallback(asked.to("okafor")[-1].reply)
    asked.waits("20d")
    await look(asked)
    assert status(asked) == "cancelled"


async def test_an_answered_question_is_left_alone_by_the_schedule(asked: Talk) -> None:
    await asked.someone("okafor", "No, many learn it on site.")
    before = len(asked.channel.sent)
    asked.waits("20d")
    await look(asked)
    assert len(asked.channel.sent) == before


def test_the_one_who_fits_and_has_room_is_chosen() -> None:
    offers = (
        MentorOffer(person="busy", clusters=("Construction",), open_now=3),
        MentorOffer(person="other", clusters=("Healthcare",)),
        MentorOffer(person="fits", clusters=("Construction",), open_now=2),
        MentorOffer(person="habla", clusters=("Construction",), language="es", open_now=2),
    )
    assert choose(offers, ("Construction",), "en") == "fits"
    assert choose(offers, ("Construction",), "es") == "habla"
    assert choose(offers, ("Construction",), "en", ("fits", "habla")) == "other"
    assert choose(offers, (), "en", ("fits", "habla", "other")) is None


def test_weekends_do_not_count_as_school_days(asked: Talk) -> None:
    friday = asked.now + timedelta(days=(4 - asked.now.weekday()) % 7)
    assert (due(friday).isoweekday(), (due(friday) - friday).days) == (2, 4)


@pytest.mark.parametrize(
    "text",
    [
        "gmail dot com its sam",
        "five five five one two three four",
        "my insta is shadeking",
        "snap: mia.b",
        "@mia22 add me",
    ],
)
def test_contact_details_in_disguise_are_held_back(text: str) -> None:
    assert holds_contact_details(text)


@pytest.mark.parametrize(
    "text",
    [
        "we measured 14 spots on 3 days",
        "is it one or two years of school",
        "do you use instagram for your job",
        "i got 104 degrees, 98, 95 and 91",
        "is the snap ring the right size",
    ],
)
def test_plain_questions_are_not_held_back(text: str) -> None:
    assert not holds_contact_details(text)
