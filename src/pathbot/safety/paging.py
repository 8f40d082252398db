"""Who is called again while nobody has answered a concern, and when. Pure: times are handed in."""

from datetime import datetime, timedelta
from typing import Literal

from pathbot.frozen import Frozen

Reach = Literal["first", "next", "contacts", "admins"]
LONGEST = timedelta(days=7)


class Rung(Frozen):
    """`minutes` after a concern was raised these are paged: the first contact, the next one too, all, or admins too."""

    minutes: int
    reach: Reach


_LADDERS: dict[str, tuple[Rung, ...]] = {
    "B": (
        Rung(minutes=0, reach="first"),
        Rung(minutes=5, reach="first"),
        Rung(minutes=10, reach="first"),
        Rung(minutes=15, reach="next"),
        Rung(minutes=20, reach="contacts"),
        Rung(minutes=25, reach="admins"),
    ),
    "C": (
        Rung(minutes=0, reach="next"),
        Rung(minutes=5, reach="contacts"),
        Rung(minutes=10, reach="admins"),
        Rung(minutes=15, reach="admins"),
    ),
}
_AFTERWARDS = 30  # minutes from then on, for a day
_LATER = 240


def rung(tier: str, number: int) -> Rung:
    """The page with this number, 0 the first. After the ladder everyone is called every half hour, then every four."""
    ladder = _LADDERS[tier]
    if number < len(ladder):
        return ladder[number]
    beyond = number - len(ladder) + 1
    half_hours = min(beyond, 48)
    minutes = ladder[-1].minutes + half_hours * _AFTERWARDS + (beyond - half_hours) * _LATER
    return Rung(minutes=minutes, reach="admins")


def due(raised_at: datetime, tier: str, number: int) -> datetime | None:
    """When this page goes out; None after a week: by then a machine's calling helps nobody."""
    after = timedelta(minutes=rung(tier, number).minutes)
    return raised_at + after if after <= LONGEST else None


def called(reach: Reach, contacts: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the contacts (ids, the first to be called first) a rung reaches."""
    many = {"first": 1, "next": 2}.get(reach, len(contacts))
    return contacts[:many]
