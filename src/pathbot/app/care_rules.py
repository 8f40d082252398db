"""What a school decides about care, as people write it: hours, days, zones. One sentence for what cannot be used."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from pathbot.app.errors import BadInput
from pathbot.care import CareRules


def changed(rules: CareRules, given: Mapping[str, Any], today: date) -> CareRules:
    """The rules with what was given; None leaves one as it is. A reviewer's name is dated `today`."""
    changes = {name: value for name, value in given.items() if value is not None}
    if changes.get("reviewed_by") and changes["reviewed_by"] != rules.reviewed_by:
        changes["reviewed_on"] = today
    try:
        return CareRules(**(rules.model_dump() | changes))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).replace("_", " ").strip() if first["loc"] else "That"
        raise BadInput(f"{name} cannot be used: {first['msg']}.") from None


def days_of(text: str) -> tuple[int, ...]:
    """ "1-5" is Monday to Friday."""
    first, _, last = text.partition("-")
    try:
        days = tuple(range(int(first), int(last or first) + 1))
    except ValueError:
        days = ()
    if not days or not set(days) <= set(range(1, 8)):
        raise BadInput(f"{text} are no days. Write 1-5 for Monday to Friday, or one day such as 3.")
    return days


def hours_of(text: str) -> tuple[str, str]:
    """ "08:00-16:00" as its two times."""
    start, _, end = text.partition("-")
    try:
        first, last = time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
    except ValueError:
        raise BadInput(f"{text} are no hours. Write them like 08:00-16:00.") from None
    if first >= last:
        raise BadInput(f"{text}: the day has to end after it starts.")
    return start.strip(), end.strip()


def zone_of(name: str) -> str:
    """An IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"{name} is no time zone. Use a name such as America/Phoenix.") from None
    return name
