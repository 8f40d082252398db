"""The calendar of due work: one moment per week and zone, whatever daylight saving does."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pathbot.jobs import days_due, weeks_due

ZONES = ("America/Los_Angeles", "America/Sao_Paulo", "Europe/Madrid", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
FRIDAY, AFTERNOON = 5, time(15, 30)


def test_a_week_is_due_at_its_moment_and_not_a_second_earlier() -> None:
    moment = datetime(2026, 11, 27, 15, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    before, after = (
        weeks_due(when, "America/Los_Angeles", FRIDAY, AFTERNOON, back=0)[-1].key
        for when in (moment - timedelta(seconds=1), moment)
    )
    assert (before, after) == ("2026-W47", "2026-W48")


def test_the_turn_of_the_year_belongs_to_the_week_not_to_the_year() -> None:
    new_year = datetime(2027, 1, 1, 23, 0, tzinfo=UTC)
    assert [p.key for p in weeks_due(new_year, "UTC", FRIDAY, AFTERNOON)] == ["2026-W52", "2026-W53"]


def test_a_skipped_hour_is_due_right_after_the_gap_and_a_repeated_one_once() -> None:
    skipped = weeks_due(datetime(2026, 3, 9, tzinfo=UTC), "America/Los_Angeles", 7, time(2, 30), back=0)[-1]
    assert skipped.due_at == datetime(2026, 3, 8, 10, 30, tzinfo=UTC)  # 02:30 does not exist; this is 03:30 by then
    repeated = weeks_due(datetime(2026, 11, 2, tzinfo=UTC), "America/Los_Angeles", 7, time(1, 30), back=0)[-1]
    assert repeated.due_at == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1)),
    st.sampled_from(ZONES),
    st.integers(1, 7),
    st.times(),
    st.integers(0, 3),
)
def test_what_is_due_is_past_in_order_and_complete(
    naive: datetime, zone: str, weekday: int, at: time, back: int
) -> None:
    now = naive.replace(tzinfo=UTC)
    for periods, length in ((weeks_due(now, zone, weekday, at, back), 7), (days_due(now, zone, at, back), 1)):
        assert len(periods) == back + 1
        assert all(p.due_at <= now for p in periods)
        assert [p.due_at for p in periods] == sorted({p.due_at for p in periods})
        assert now - periods[-1].due_at <= timedelta(days=length + 1)  # a zone may skip a day, as Samoa did


def test_a_day_is_named_by_its_own_date() -> None:
    (day,) = days_due(datetime(2026, 11, 23, 4, 0, tzinfo=UTC), "America/Los_Angeles", time(19), back=0)
    assert day.key == date(2026, 11, 22).isoformat()
