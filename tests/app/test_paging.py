"""While nobody answers a concern, Pathbot calls again: the first contact, the next one, all of them, the admin."""

from datetime import timedelta

import pytest
from tests.app.school import CRISIS, Talk
from tests.conversations.player import SCHOOL

from pathbot.app.routines import every_routine
from pathbot.app.schedule import Schedule
from pathbot.messages import fallback, options
from pathbot.people import Membership, Person
from pathbot.safety.paging import due, rung
from pathbot.store import care, people

IMMINENT = "i want to kill myself tonight, i have the pills"


def _name(talk: Talk, person: str, name: str, duty: str, class_id: str | None = None) -> None:
    people.add_person(talk.engine, Person(id=person, school=SCHOOL.id, name=name))
    held = Membership(person=person, school=SCHOOL.id, duty=duty, class_id=class_id)  # type: ignore[arg-type]
    people.add_membership(talk.engine, held)
    people.link_identity(talk.engine, SCHOOL.id, "web", person, person)


async def _after(talk: Talk, **time: float) -> None:
    talk.now += timedelta(**time)
    Schedule(talk.engine, every_routine(talk.engine, talk.kit), lambda: talk.now).run_due()
    await talk.room.pump()


def _pages(talk: Talk, person: str) -> int:
    return sum(o.priority == "alert" for o in talk.to(person))


@pytest.fixture
async def staffed(agreed: Talk) -> Talk:
    """A school with an admin."""
    _name(agreed, "diaz", "Ms. Diaz", "admin")
    return agreed


async def test_the_first_contact_is_called_at_five_ten_and_fifteen_minutes_then_the_next_then_the_admin(
    staffed: Talk,
) -> None:
    await staffed.says(CRISIS)
    counted = [(_pages(staffed, "lee"), _pages(staffed, "kim"), _pages(staffed, "diaz"))]
    for _ in range(6):
        await _after(staffed, minutes=5)
        counted.append((_pages(staffed, "lee"), _pages(staffed, "kim"), _pages(staffed, "diaz")))
    assert counted == [(1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 1, 0), (5, 2, 0), (6, 3, 1), (6, 3, 1)]


async def test_imminent_calls_two_at_once_and_the_admin_after_ten_minutes(staffed: Talk) -> None:
    await staffed.says(IMMINENT)
    assert (_pages(staffed, "lee"), _pages(staffed, "kim"), _pages(staffed, "diaz")) == (1, 1, 0)
    await _after(staffed, minutes=5)
    await _after(staffed, minutes=5)
    assert (_pages(staffed, "lee"), _pages(staffed, "kim"), _pages(staffed, "diaz")) == (3, 3, 1)


async def test_a_contact_of_the_class_is_called_before_those_of_the_school(agreed: Talk) -> None:
    _name(agreed, "park", "Mr. Park", "safety_contact", "p3")
    assert "Mr. Park" in await agreed.text(CRISIS)
    assert (_pages(agreed, "park"), _pages(agreed, "lee")) == (1, 0)


@pytest.mark.parametrize("button", ["I have this", "False alarm"])
async def test_an_answer_ends_the_calling_and_is_kept(staffed: Talk, button: str) -> None:
    await staffed.says(CRISIS)
    await _after(staffed, minutes=6)
    value = next(c.value for c in options(staffed.to("lee")[-1].reply) if c.label == button)
    said = await staffed.someone("lee", kind="choice", value=value)
    assert "nobody else will be paged" in said
    for _ in range(5):
        await _after(staffed, minutes=20)
    assert (_pages(staffed, "lee"), _pages(staffed, "kim"), _pages(staffed, "diaz")) == (2, 0, 0)
    concern = staffed.rows("concerns")[0]
    assert concern["outcome"] == ("taken" if button == "I have this" else "false_alarm")
    assert concern["acknowledged_by"] == "lee"


async def test_an_admin_is_told_whom_it_is_about_but_not_what_was_written(staffed: Talk) -> None:
    await staffed.says(CRISIS)
    for _ in range(5):
        await _after(staffed, minutes=5)
    told = fallback(staffed.to("diaz")[-1].reply)
    assert "Maya" in told
    assert "Ms. Lee, Mr. Kim" in told
    assert "kill" not in told


async def test_after_an_outage_one_call_goes_out_and_says_how_long_it_waited(staffed: Talk) -> None:
    await staffed.says(CRISIS)
    await _after(staffed, hours=3)
    assert _pages(staffed, "lee") == 2
    assert "180 minutes" in fallback(staffed.to("lee")[-1].reply)
    await _after(staffed, minutes=1)
    assert _pages(staffed, "lee") == 2


async def test_two_schedules_and_a_repeated_look_call_once(staffed: Talk) -> None:
    await staffed.says(CRISIS)
    for _ in range(3):
        await _after(staffed, minutes=2)
    assert _pages(staffed, "lee") == 2


async def test_calling_goes_on_for_a_week_and_then_stops(staffed: Talk) -> None:
    assert rung("B", 6).minutes == 55
    number = 0
    while due(staffed.now, "B", number) is not None:
        number += 1
    last = rung("B", number - 1).minutes
    assert timedelta(days=6) < timedelta(minutes=last) <= timedelta(days=7)
    assert [rung("B", n).minutes for n in range(number)] == sorted({rung("B", n).minutes for n in range(number)})


async def test_once_a_month_every_contact_gets_a_drill_and_answers_it(staffed: Talk) -> None:
    staffed.now = staffed.now.replace(month=11, day=2, hour=19)  # the first weekday of November, eleven in Los Angeles
    for _ in range(3):
        await _after(staffed, hours=1)
    assert [len(staffed.to(who)) for who in ("lee", "kim", "diaz")] == [1, 1, 0]
    assert "drill" in fallback(staffed.to("lee")[0].reply)
    value = options(staffed.to("lee")[0].reply)[0].value
    assert "Alerts reach you" in await staffed.someone("lee", kind="choice", value=value)
    (drill,) = care.drills_of(staffed.engine, SCHOOL.id)
    assert (drill.month, drill.answered_by) == ("2026-11", "lee")


async def test_erasing_waits_until_an_adult_has_heard(staffed: Talk) -> None:
    await staffed.says(CRISIS)
    await staffed.says("delete my data")
    assert "has to read my message" in await staffed.text("Delete everything")
    await _after(staffed, minutes=11)
    assert staffed.rows("concerns")
    assert _pages(staffed, "lee") >= 2
    await staffed.someone("lee", kind="choice", value=f"!ack:{staffed.rows('concerns')[0]['id']}")
    await _after(staffed, minutes=11)
    assert staffed.rows("concerns") == []
    assert "Maya" not in {row["name"] for row in staffed.rows("people")}
    assert staffed.holds("kill myself") == []
