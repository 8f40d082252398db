"""How a school cares for its learners: when its adults are there, who may take part, and how long words are kept."""

from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from pathbot.frozen import Frozen

CONTACTS_NEEDED = 2
"""A safety contact and a backup: with fewer, an absent adult would mean that nobody hears."""
FEWEST_DAYS, MOST_DAYS = 30, 3650
"""How long words may be kept, at least and at most."""
AgeBand = Literal["", "under_13", "13_15", "16_17", "18_plus"]
MinAge = Literal[0, 13, 16, 18]
"""A platform's least age, where an age band begins: no date of birth is ever asked for. 0: none of its own."""
_YOUNGER_THAN: dict[AgeBand, int] = {"under_13": 13, "13_15": 16, "16_17": 18}
ParentRule = Literal["none", "under_16", "under_18", "all"]
_NEEDS_PARENT: dict[ParentRule, tuple[AgeBand, ...]] = {
    "none": (),
    "under_16": ("", "under_13", "13_15"),
    "under_18": ("", "under_13", "13_15", "16_17"),
    "all": ("", "under_13", "13_15", "16_17", "18_plus"),
}


class CareRules(Frozen):
    """What a school decided before it went live. Every default is the careful one.

    Somebody reads alerts on `days` (1 is Monday) from `from_` until `until`, wall time in the IANA `zone`; with no
    days, alerts are promised for no time at all. `lines` replaces the country's crisis lines, by language.
    `under_13` lets learners under 13 take part; `parents` says of whom a parent's consent has to be on record; a
    learner of unknown age counts as young. Transcripts are kept `keep_days`, concerns `concern_days`.
    `reviewed_by` names who approved the fixed texts and the numbers, `reviewed_on` when.
    """

    zone: str = "America/Los_Angeles"
    days: tuple[int, ...] = ()
    from_: str = "08:00"
    until: str = "16:00"
    lines: dict[str, str] = Field(default_factory=dict)
    under_13: bool = False
    parents: ParentRule = "none"
    keep_days: int = Field(default=365, ge=FEWEST_DAYS, le=MOST_DAYS)
    concern_days: int = Field(default=730, ge=FEWEST_DAYS, le=MOST_DAYS)
    reviewed_by: str = ""
    reviewed_on: date | None = None


class LearnerCare(Frozen):
    """What the school recorded about a learner's age and their parent. `recorded_by` is who wrote it down, and when.

    `parent_ok_on` is the day a parent agreed, `parent_ended_on` the day they took it back.
    """

    person: str
    school: str
    age: AgeBand = ""
    parent_ok_on: date | None = None
    parent_ended_on: date | None = None
    recorded_by: str = ""
    recorded_at: datetime


Barrier = Literal["", "too_young", "platform", "parent"]


def barrier(rules: CareRules, learner: LearnerCare | None, min_age: MinAge = 0) -> Barrier:
    """Why a learner may not begin on a platform with this least age; "" when they may. Nobody's age is guessed."""
    age: AgeBand = learner.age if learner else ""
    if age == "under_13" and not rules.under_13:
        return "too_young"
    if min_age and _YOUNGER_THAN.get(age, 99) <= min_age:
        return "platform"
    agreed = learner is not None and learner.parent_ok_on is not None and learner.parent_ended_on is None
    if age in _NEEDS_PARENT[rules.parents] and not agreed:
        return "parent"
    return ""


def next_on_duty(rules: CareRules, now: datetime) -> datetime | None:
    """When somebody reads alerts again, in the school's zone; None when somebody does now, or no hours were given."""
    here = now.astimezone(ZoneInfo(rules.zone))
    start, end = time.fromisoformat(rules.from_), time.fromisoformat(rules.until)
    for ahead in range(8):
        day = here.date() + timedelta(days=ahead)
        if day.isoweekday() not in rules.days:
            continue
        opens, closes = (datetime.combine(day, at, here.tzinfo) for at in (start, end))
        if opens <= here < closes:
            return None
        if here < opens:
            return opens
    return None
