"""Days and times as people write them, in the language of the page and the time zone of the school."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pathbot.channels.web.texts import PageTexts


def day(at: date, zone: str, texts: PageTexts) -> str:
    """``Nov 25, 2026``: of a date, or of a time (timezone-aware) as people in the IANA `zone` count days."""
    return texts.say("page.day", **_parts(at, zone, texts))


def moment(at: datetime, zone: str, texts: PageTexts) -> str:
    """``Nov 25, 9:00 AM``: a time (timezone-aware) on the clocks of `zone`, written as the language does."""
    clock = at.astimezone(ZoneInfo(zone)).strftime(texts.say("page.clock"))
    return texts.say("page.moment", clock=clock.removeprefix("0"), **_parts(at, zone, texts))


def _parts(at: date, zone: str, texts: PageTexts) -> dict[str, str]:
    if isinstance(at, datetime):
        at = at.astimezone(ZoneInfo(zone))
    month = texts.root["months"][f"m{at.month}"]
    return {
        "day": str(at.day),
        "month": month,
        "year": str(at.year),
    }
