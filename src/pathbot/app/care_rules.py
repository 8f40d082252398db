"""What a school decides about care, as people write it: hours, days, zones. One sentence for what cannot be used."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from pathbot.app.refusals import Refusal
from pathbot.care import FEWEST_DAYS, MOST_DAYS, CareRules


def changed(rules: CareRules, given: Mapping[str, Any], today: date) -> CareRules:
    """The rules with what was given; None leaves one as it is. A reviewer's name is dated `today`."""
    changes = {name: value for name, value in given.items() if value is not None}
    if changes.get("reviewed_by") and changes["reviewed_by"] != rules.reviewed_by:
        changes["reviewed_on"] = today
    try:
        return CareRules(**(rules.model_dump() | changes))
    except ValidationError as error:
        loc = error.errors()[0]["loc"]
        name = str(loc[0]) if loc else ""
        if name in ("keep_days", "concern_days"):
            raise Refusal(name, least=str(FEWEST_DAYS), most=str(MOST_DAYS)) from None
        raise Refusal("rule", rule=name.replace("_", " ").strip()) from None


def days_of(text: str) -> tuple[int, ...]:
    """ "1-5" is Monday to Friday."""
    first, _, last = text.partition("-")
    try:
        days = tuple(range(int(first), int(last or first) + 1))
    except ValueError:
        days = ()
    if not days or not set(days) <= set(range(1, 8)):
        raise Refusal("days", text=text)
    return days


def hours_of(text: str) -> tuple[str, str]:
    """ "08:00-16:00" as its two times."""
    start, _, end = text.partition("-")
    try:
        first, last = time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
    except ValueError:
        raise Refusal("hours", text=text) from None
    if first >= last:
        raise Refusal("hours_order", text=text)
    return start.strip(), end.strip()


def zone_of(name: str) -> str:
    """An IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal("zone", zone=name) from None
    return name
