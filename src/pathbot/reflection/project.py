"""A class project: the lesson plan a journey walks through."""

from typing import Literal

from pydantic import Field

from pathbot.frozen import Frozen
from pathbot.wording import Localized, LocalizedList

Steams = Literal["S", "T", "E", "A", "M", "SS"]


class Term(Frozen):
    """A word of the project, with a plain meaning."""

    word: Localized
    meaning: Localized


class Project(Frozen):
    """One project. `making` fits "What did you do on the … this week?"; `people` fits "… for …?".

    `wonders` are three short questions a learner might want to find out. `role_query` is searched for roles
    that connect to the project; `clusters` are career-cluster names. `asks` replaces a step's opening
    prompt, `follow_ups` what a step asks for one of its slots: by step, then by slot.
    """

    id: str
    title: Localized
    steams: tuple[Steams, ...]
    grades: str
    weeks: str
    about: Localized
    essential_question: Localized
    making: Localized
    people: Localized
    wonders: LocalizedList
    vocabulary: tuple[Term, ...]
    role_query: Localized
    clusters: tuple[str, ...]
    asks: dict[str, Localized] = Field(default_factory=dict)
    follow_ups: dict[str, dict[str, Localized]] = Field(default_factory=dict)
    owner: str
    reviewed_on: str
    provenance: Literal["ours", "school"] = "ours"
