"""Facts on a role card. Each one names where it comes from and when; a fact without a source is left out."""

import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from pathbot.frozen import Frozen


def _written(value: object) -> object:
    """YAML reads 2026-11-20 as a date and 2025 as a number; the card means text."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else value


Day = Annotated[str, BeforeValidator(_written), StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A year, month or day: 2024, 2024-05 or 2024-05-31."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Pay(Frozen):
    """Median yearly pay in US dollars."""

    median_usd: int = Field(gt=0)
    date: Day
    source: Text


class Outlook(Frozen):
    """Expected change in the number of jobs, in percent, over a period such as 2024-34."""

    percent: float
    label: Text
    period: str = Field(pattern=r"^\d{4}-\d{2}$")
    source: Text


class EntryEducation(Frozen):
    """How people usually enter the role."""

    text: Text
    source: Text


class Source(Frozen):
    """Where facts of the card come from: name, date and what it was used for."""

    name: Text
    date: Day
    for_: Text = Field(alias="for")
