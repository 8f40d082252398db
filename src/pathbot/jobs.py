"""Work that is due at a time, and the calendar it comes from. Pure: the clock is handed in.

A job happens once per (name, key). Periodic work takes its key from the period, so that restarts, clocks that jump and
several schedulers all mean the same job: the weekly summary of a class has the key ``bio|2026-W47``, however often it
is asked for.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from pathbot.frozen import Frozen


class Job(Frozen):
    """Something to do at `due_at` (timezone-aware) or soon after. `data` holds ids and counts, never what anyone wrote.

    `key` is unique among all schools: begin it with an id. A job goes with the `person` it is about on erasure.
    """

    name: str
    key: str
    school: str
    due_at: datetime
    person: str | None = None
    data: dict[str, str] = Field(default_factory=dict)


class Period(Frozen):
    """One week (``2026-W47``) or day (``2026-11-23``) of a time zone, and the moment in it at which work is due."""

    key: str
    due_at: datetime


def weeks_due(now: datetime, zone: str, weekday: int, at: time, back: int = 1) -> tuple[Period, ...]:
    """The ISO weeks whose moment has come, the oldest first: the last one and `back` before it.

    `weekday` counts from Monday, 1. `at` is wall time in the IANA `zone`: where a clock change skips it, the work is
    due right after the gap; where it comes twice, at the first.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.isoweekday() - 1)
    weeks = (monday - timedelta(weeks=n) for n in range(back + 2))
    periods = (Period(key=_week(day), due_at=_moment(day + timedelta(days=weekday - 1), at, zone)) for day in weeks)
    return _come(periods, now, back)


def days_due(now: datetime, zone: str, at: time, back: int = 1) -> tuple[Period, ...]:
    """The days whose moment has come, the oldest first: the last one and `back` before it. See `weeks_due`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = (today - timedelta(days=n) for n in range(back + 2))
    return _come((Period(key=day.isoformat(), due_at=_moment(day, at, zone)) for day in days), now, back)


def _come(newest_first: Iterator[Period], now: datetime, back: int) -> tuple[Period, ...]:
    come = [period for period in newest_first if period.due_at <= now]
    return tuple(reversed(come[: back + 1]))


def _week(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def _moment(day: date, at: time, zone: str) -> datetime:
    # fold=0: of a repeated hour the first, of a skipped one the moment after it. Either way exactly one instant.
    return datetime.combine(day, at, ZoneInfo(zone)).replace(fold=0).astimezone(UTC)
