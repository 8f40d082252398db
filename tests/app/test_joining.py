"""Nobody gets in without a teacher's code, and a code lets in exactly who it was made for."""

from datetime import timedelta

import pytest
from tests.app.school import Talk
from tests.conversations.player import SCHOOL

from pathbot.app import roster
from pathbot.app.errors import BadInput
from pathbot.joining import MOST_TRIES, code_from, find_code, name_beside
from pathbot.messages import Address
from pathbot.people import Class, Person
from pathbot.store import people


def _room(talk: Talk) -> Class:
    room = people.get_class(talk.engine, "p3")
    assert room is not None
    return room


def _who(talk: Talk, external: str, channel: str = "web") -> Person | None:
    return people.person_behind(talk.engine, SCHOOL.id, channel, external)


async def test_a_class_code_with_a_first_name_makes_a_learner_who_can_start(talk: Talk) -> None:
    code = roster.class_code(talk.engine, _room(talk), talk.now)
    assert f"{code} Sam" in await talk.someone("U7", code.lower())
    assert _who(talk, "U7") is None
    assert "You're in Period 3 now." in await talk.someone("U7", f"hi im Nia {code}")
    nia = _who(talk, "U7")
    assert nia is not None
    assert nia.name == "Nia"
    assert nia.id in [p.id for p in people.members(talk.engine, "p3", "learner")]
    assert "Hi Nia. I'm Pathbot" in await talk.someone("U7", "Start", kind="choice", value="Start")
    assert talk.rows("transcript") == []


async def test_a_personal_code_links_one_account_and_no_second_one(talk: Talk) -> None:
    people.add_person(talk.engine, Person(id="omar", school=SCHOOL.id, name="Omar"))
    roster.give_duty(talk.engine, roster.find_person(talk.engine, "omar"), "learner", _room(talk))
    code = roster.person_code(talk.engine, roster.find_person(talk.engine, "omar"), talk.now)
    assert "Hi Omar. You're in." in await talk.someone("U1", code)
    assert "does not work" in await talk.someone("U2", code)
    assert _who(talk, "U2") is None
    other = Address(channel="collecting", conversation="dm-omar")
    assert "Hi Omar" in await talk.someone("U9", code, address=other)


async def test_a_new_code_ends_the_old_one_and_time_ends_both(talk: Talk) -> None:
    old = roster.class_code(talk.engine, _room(talk), talk.now)
    new = roster.class_code(talk.engine, _room(talk), talk.now)
    assert "does not work" in await talk.someone("U1", f"{old} Sam")
    talk.now += roster.CLASS_CODE_LASTS + timedelta(hours=1)
    assert "does not work" in await talk.someone("U1", f"{new} Sam")


async def test_nobody_guesses_their_way_in(talk: Talk) -> None:
    code = roster.class_code(talk.engine, _room(talk), talk.now)
    for number in range(MOST_TRIES):
        assert "does not work" in await talk.someone("U1", f"{code_from(number)} Sam")
    assert "does not work" in await talk.someone("U1", f"{code} Sam")
    assert _who(talk, "U1") is None


async def test_a_code_in_the_class_channel_lets_nobody_in(talk: Talk) -> None:
    code = roster.class_code(talk.engine, _room(talk), talk.now)
    everyone = Address(channel="web", conversation="class-p3", shared=True)
    await talk.someone("U1", f"{code} Sam", address=everyone)
    assert _who(talk, "U1") is None


async def test_a_code_of_another_school_is_no_code_here(talk: Talk) -> None:
    people.add_school(talk.engine, SCHOOL.model_copy(update={"id": "north"}))
    people.add_class(talk.engine, Class(id="n1", school="north", name="North 1", project="shade-for-our-school"))
    code = roster.class_code(talk.engine, roster.find_class(talk.engine, "n1"), talk.now)
    assert "does not work" in await talk.someone("U1", f"{code} Sam")


async def test_a_paused_class_is_asked_nothing_and_goes_on_where_it_was(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    step, today = agreed.step(), agreed.now.date()
    roster.set_state(agreed.engine, _room(agreed), "paused", today)
    for text in ("we measured the shade", "hi"):
        assert await agreed.text(text) == agreed.kit.texts.say("room.paused", "en")
    assert await agreed.text(kind="open") == agreed.kit.texts.say("room.paused", "en")
    assert "Who sees what" in await agreed.text("who sees this")
    assert agreed.step() == step
    backup = roster.find_person(agreed.engine, "kim")
    roster.give_duty(agreed.engine, backup, "safety_contact", None, active=False)
    with pytest.raises(BadInput, match="needs a safety contact and a backup"):
        roster.set_state(agreed.engine, _room(agreed), "running", today)
    roster.give_duty(agreed.engine, backup, "safety_contact", None)
    roster.set_state(agreed.engine, _room(agreed), "running", today)
    assert "paused" not in await agreed.text("we measured the shade at the gate")


async def test_starting_another_project_ends_the_one_before(talk: Talk) -> None:
    today = talk.now.date()
    backup = roster.find_person(talk.engine, "kim")
    roster.give_duty(talk.engine, backup, "safety_contact", None, active=False)
    with pytest.raises(BadInput, match="needs a safety contact and a backup"):
        roster.start_project(talk.engine, _room(talk), "homes-for-birds", talk.kit.projects, today)
    roster.give_duty(talk.engine, backup, "safety_contact", None)
    roster.start_project(talk.engine, _room(talk), "homes-for-birds", talk.kit.projects, today)
    assert _room(talk).project == "homes-for-birds"
    with pytest.raises(BadInput, match="There is no project"):
        roster.start_project(talk.engine, _room(talk), "nothing", talk.kit.projects, today)


@pytest.mark.parametrize("text", ["research", "2234 5678 spots", "ABCD-234", "A2345678B"])
def test_plain_talk_holds_no_code(text: str) -> None:
    assert find_code(text) is None


@pytest.mark.parametrize("number", [0, 1, 31**8, 2**64 - 1])
def test_every_code_is_found_again_however_it_is_typed(number: int) -> None:
    code = code_from(number)
    for typed in (code, code.lower(), code.replace("-", ""), f"my code: {code}.", f"{code} Sam"):
        assert find_code(typed) == code


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ABCD-2345 Maya", "Maya"),
        ("hi im Maya ABCD2345", "Maya"),
        ("ABCD-2345 soy José Ángel", "José Ángel"),
        ("ABCD-2345", ""),
        ("ABCD-2345 <script>", ""),
        ("ABCD-2345 please let me in right now", ""),
    ],
)
def test_the_name_is_what_stands_beside_the_code(text: str, name: str) -> None:
    assert name_beside(text) == name
