"""Who may begin: a school with an adult who hears, an age the school allows, a parent's yes where it is asked for."""

import dataclasses
from datetime import UTC, date, datetime

import pytest
from tests.app.school import CRISIS, Talk
from tests.conversations.player import SCHOOL

from pathbot.care import CareRules, LearnerCare, MinAge, next_on_duty
from pathbot.people import Membership
from pathbot.store import care, people

NOW = datetime(2026, 9, 1, tzinfo=UTC)
SATURDAY = datetime(2026, 9, 19, 17, tzinfo=UTC)


def _rules(talk: Talk, **rules: object) -> None:
    care.put_rules(talk.engine, SCHOOL.id, CareRules(**rules), "diaz", NOW)  # type: ignore[arg-type]


def _learner(talk: Talk, **facts: object) -> None:
    record = LearnerCare(person="maya", school=SCHOOL.id, recorded_by="ortiz", recorded_at=NOW, **facts)  # type: ignore[arg-type]
    care.put_learner(talk.engine, record)


def _at_least(talk: Talk, age: MinAge) -> None:
    """The channel of these talks is a platform with this least age."""
    talk.room._kit = dataclasses.replace(talk.kit, min_ages={"collecting": age})


def _begun(talk: Talk) -> bool:
    return bool(talk.rows("journeys"))


def _leaves(talk: Talk, contact: str, gone: bool = True) -> None:
    held = Membership(person=contact, school=SCHOOL.id, duty="safety_contact", active=not gone)
    people.add_membership(talk.engine, held)


def _nothing_kept(talk: Talk) -> bool:
    return talk.rows("transcript") == talk.rows("consents") == talk.rows("journeys") == []


async def test_a_school_without_a_safety_contact_cannot_start_and_says_why(talk: Talk) -> None:
    for contact in ("lee", "kim"):
        _leaves(talk, contact)
    assert "has to name an adult who hears" in await talk.text(kind="open")
    await talk.says("ok")
    assert _nothing_kept(talk)


async def test_a_contact_without_a_backup_is_not_enough_and_the_learner_hears_so(talk: Talk) -> None:
    _leaves(talk, "kim")
    assert "one is missing" in await talk.text(kind="open")
    await talk.says("ok")
    assert _nothing_kept(talk)
    assert "988" in await talk.text(CRISIS)
    assert len(talk.to("lee")) == 1, "the one contact there is still hears"


async def test_when_the_backup_leaves_in_the_middle_nothing_more_is_kept_until_there_is_one(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    kept = agreed.rows("transcript")
    _leaves(agreed, "kim")
    assert "one is missing" in await agreed.text("we measured the shade at the gate")
    assert agreed.rows("transcript") == kept
    _leaves(agreed, "kim", gone=False)
    assert "one is missing" not in await agreed.text("we measured the shade at the gate")
    assert len(agreed.rows("transcript")) > len(kept)


async def test_under_thirteen_is_off_until_a_school_turns_it_on(talk: Talk) -> None:
    _learner(talk, age="under_13")
    assert "13 or older" in await talk.text("hi")
    await talk.says("ok")
    assert _nothing_kept(talk)
    _rules(talk, under_13=True)
    assert "I'm Pathbot" in await talk.text("hi")


@pytest.mark.parametrize(
    ("age", "least", "begins"),
    [("13_15", 16, False), ("16_17", 16, True), ("16_17", 18, False), ("13_15", 13, True), ("13_15", 0, True)],
)
async def test_who_is_too_young_for_a_platform_is_sent_to_the_web_page_and_nothing_is_kept(
    talk: Talk, age: str, least: MinAge, begins: bool
) -> None:
    _at_least(talk, least)
    _learner(talk, age=age)
    said = await talk.text("hi")
    await talk.says("ok")
    assert ("my web page" not in said) == _begun(talk) == begins
    assert begins or (f"{least} or older" in said and _nothing_kept(talk))


@pytest.mark.parametrize(("least", "told"), [(16, True), (13, False), (0, False)])
async def test_whose_age_nobody_recorded_reads_the_platforms_before_they_agree(
    talk: Talk, least: MinAge, told: bool
) -> None:
    _at_least(talk, least)
    assert ("only for people who are 16 or older" in await talk.text("hi")) == told
    await talk.says("ok")
    assert _begun(talk)


async def test_who_agreed_is_not_kept_from_their_own_words_when_a_platform_becomes_too_old_for_them(
    agreed: Talk,
) -> None:
    await agreed.says("there is one tree on my street")
    _at_least(agreed, 16)
    _learner(agreed, age="13_15")
    kept = agreed.rows("transcript")
    assert "16 or older" in await agreed.text("we measured the shade")
    assert agreed.rows("transcript") == kept
    assert "16 or older" not in await agreed.text("delete my data")


async def test_a_child_who_may_not_begin_is_still_heard_in_danger(talk: Talk) -> None:
    _learner(talk, age="under_13")
    assert "988" in await talk.text(CRISIS)
    assert len(talk.to("lee")) == 1


@pytest.mark.parametrize(
    ("parents", "age", "begins"),
    [
        ("none", "", True),
        ("under_16", "", False),
        ("under_16", "13_15", False),
        ("under_16", "16_17", True),
        ("under_18", "16_17", False),
        ("under_18", "18_plus", True),
        ("all", "18_plus", False),
    ],
)
async def test_a_parents_yes_is_asked_for_where_the_school_requires_it(
    talk: Talk, parents: str, age: str, begins: bool
) -> None:
    _rules(talk, parents=parents)
    _learner(talk, age=age)
    assert ("I'm Pathbot" in await talk.text("hi")) == begins
    _learner(talk, age=age, parent_ok_on=date(2026, 9, 1))
    assert "yes from your parent" not in await talk.text("hi")
    _learner(talk, age=age, parent_ok_on=date(2026, 9, 1), parent_ended_on=date(2026, 9, 2))
    assert ("yes from your parent" in await talk.text("hi")) == (not begins)


async def test_a_learner_takes_the_yes_back_and_nothing_more_is_kept(agreed: Talk) -> None:
    await agreed.says("there is one tree on my street")
    assert "From now on I keep nothing" in await agreed.text("I take back my OK")
    kept = len(agreed.rows("transcript"))
    await agreed.says("we planted lavender")
    assert len(agreed.rows("transcript")) == kept
    assert agreed.holds("lavender") == []
    await agreed.says("hi")
    await agreed.says("ok")
    await agreed.says("we planted rosemary")
    assert "transcript" in agreed.holds("rosemary")


async def test_out_of_hours_the_learner_reads_when_it_will_be_seen_and_still_the_lines(agreed: Talk) -> None:
    _rules(agreed, days=(1, 2, 3, 4, 5), from_="08:00", until="16:00", zone="America/Phoenix")
    agreed.now = SATURDAY
    said = await agreed.text(CRISIS)
    assert "Ms. Lee will see this on Monday at 8:00" in said
    assert "988" in said


async def test_a_school_gives_its_own_lines(agreed: Talk) -> None:
    _rules(agreed, lines={"en": "Call the school line, 555-0100, at any time."})
    assert "555-0100" in await agreed.text(CRISIS)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 9, 21, 15, tzinfo=UTC), None),
        (datetime(2026, 9, 21, 23, tzinfo=UTC), "2026-09-22 08:00"),
        (datetime(2026, 9, 25, 23, 30, tzinfo=UTC), "2026-09-28 08:00"),
    ],
)
def test_the_next_time_somebody_reads_alerts(now: datetime, opens: str | None) -> None:
    rules = CareRules(days=(1, 2, 3, 4, 5), zone="America/Phoenix")
    found = next_on_duty(rules, now)
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == opens
