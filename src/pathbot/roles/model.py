"""A role card: YAML front matter between `---` lines, then Markdown sections in plain English.

Files live in `knowledge/roles/<cluster>/<slug>.md`; the slug is the file name.
"""

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pathbot.frozen import Frozen
from pathbot.roles.facts import EntryEducation, Outlook, Pay, Source, Text
from pathbot.wording import LocalizedList

Cluster = Literal[
    "Advanced Manufacturing",
    "Agriculture",
    "Arts, Entertainment & Design",
    "Construction",
    "Digital Technology",
    "Education",
    "Energy & Natural Resources",
    "Financial Services",
    "Healthcare & Human Services",
    "Hospitality, Events & Tourism",
    "Management & Entrepreneurship",
    "Marketing & Sales",
    "Public Service & Safety",
    "Supply Chain & Transportation",
]
"""The 14 clusters of the National Career Clusters Framework, 2024."""

Soc = Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{4}(\.\d{2})?$")]
"""A SOC code (29-1141) or O*NET-SOC code (29-1141.00)."""

SkillId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


Interest = Literal["R", "I", "A", "S", "E", "C"]


class Titles(Frozen):
    """The title in languages other than English."""

    es: Text


class InSpanish(Frozen):
    """The two parts of a card that a learner meets first: what people in the role do, and a thing to try."""

    what: Text
    try_this_week: Text


class FrontMatter(Frozen):
    """Exactly the keys a card may carry between its `---` lines."""

    title: Text
    titles: Titles | None = None
    soc: Soc
    cluster: Cluster
    aliases: LocalizedList
    job_zone: int | None = Field(default=None, ge=1, le=5)
    interests: tuple[Interest, ...] = Field(default=(), max_length=3)
    skills: tuple[SkillId, ...]
    subjects: tuple[Text, ...]
    steams: tuple[Literal["S", "T", "E", "A", "M", "SS"], ...]
    tools: tuple[Text, ...]
    pay: Pay | None = None
    outlook: Outlook | None = None
    entry_education: EntryEducation | None = None
    related: tuple[Soc, ...]
    learner_phrases: LocalizedList
    es: InSpanish | None = None
    owner: Text
    reviewed_on: datetime.date
    sources: tuple[Source, ...]


class Sections(Frozen):
    """The body of a card. `ways_in` lists several ways into the role."""

    summary: Text
    tuesday: str = ""
    why_it_matters: str = ""
    try_this_week: str = ""
    ways_in: tuple[str, ...] = ()


class RoleCard(FrontMatter):
    """One role. `source` says whether people wrote the card or an O*NET release supplied it.

    `attribution` is what must stand beside every answer drawn from it; empty for a card of ours.
    """

    slug: str = Field(min_length=1)
    sections: Sections
    source: Literal["card", "onet"] = "card"
    attribution: str = ""

    def title_in(self, language: str) -> str:
        """The title in `language`, or in English where it was not translated."""
        return self.titles.es if language == "es" and self.titles else self.title

    def what_in(self, language: str) -> str:
        """What people in it do, in one sentence; in English where it was not translated."""
        if language == "es" and self.es:
            return self.es.what
        return self.sections.summary.split(". ")[0].rstrip(".") + "."
