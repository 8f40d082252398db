"""Nudges are few and kind: two at most, on school days, never in quiet hours, never after a stop."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.app.school import Talk

from pathbot.app import roster
from pathbot.app.nudges import Nudges, is_quiet
from pathbot.app.schedule import Schedule
from pathbot.messages import fallback
from pathbot.people import Class
from pathbot.store import people

ROOM = Class(id="p3", school="school", name="P3", project="x")


async def days(talk: Talk, count: int) -> list[str]:
    """What Pathbot says by itself while days pass."""
    before = len(talk.channel.sent)
    schedule = Schedule(talk.engine, [Nudges(talk.engine, talk.kit).routine()], lambda: talk.now)
    for _ in range(count * 12):
        talk.now += timedelta(hours=2)
        schedule.run_due()
    await talk.room.pump()
    return [fallback(o.reply) for o in talk.channel.sent[before:]]


async def test_a_learner_who_stays_away_hears_twice_and_then_never_again(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    said = await days(agreed, 30)
    assert len(said) == 2
    assert all("step 1" in text for text in said)


async def test_writing_again_starts_afresh_and_stop_means_stop(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    assert len(await days(agreed, 9)) == 1
    await agreed.says("why some streets have trees and some dont")
    assert await days(agreed, 3) == []
    await agreed.says("stop")
    assert await days(agreed, 20) == []


async def test_a_paused_class_and_quiet_hours_are_left_alone(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    room = people.get_class(agreed.engine, "p3")
    assert room is not None
    people.add_class(agreed.engine, room.model_copy(update={"quiet_from": "14:00", "quiet_until": "08:00"}))
    assert await days(agreed, 20) == []
    people.add_class(agreed.engine, room)
    await agreed.says("it is hot there")
    roster.set_state(agreed.engine, room, "paused", agreed.now.date())
    assert await days(agreed, 20) == []


@pytest.mark.parametrize(("hour", "quiet"), [(3, False), (4, True), (14, True), (15, False), (23, False)])
def test_quiet_hours_are_those_of_the_class(hour: int, quiet: bool) -> None:
    """20:00 to 07:00 in Los Angeles, in winter: 04:00 to 15:00 UTC."""
    assert is_quiet(ROOM, datetime(2026, 11, 25, hour, 0, tzinfo=UTC)) == quiet


def test_the_same_time_twice_means_no_quiet_hours() -> None:
    room = ROOM.model_copy(update={"quiet_from": "08:00", "quiet_until": "08:00"})
    assert not any(is_quiet(room, datetime(2026, 11, 25, hour, tzinfo=UTC)) for hour in range(24))
