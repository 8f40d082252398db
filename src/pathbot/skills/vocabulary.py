"""The skills that a statement may show, as `knowledge/skills/vocabulary.yaml` holds them."""

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from pathbot.evidence import Framework, ShownSkill, SkillTag
from pathbot.frozen import Frozen
from pathbot.wording import Localized, LocalizedList

_NARROW: Framework = "O*NET"
"""The framework of many narrow skills. Those of the others are wider."""


class Skill(Frozen):
    """One skill of a published framework, described in our own words.

    `crosswalk` names the ids of near skills in the other frameworks, the nearest first. `cues` say how a learner shows
    it, in the small pattern language of `skills.cues`. `name` is the publisher's own and what is stored; `spanish` is
    our translation, for showing. `mends` is true for a skill that is shown by dealing with what went wrong.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    spanish: str = Field(min_length=1)
    framework: Framework
    description: Localized
    crosswalk: tuple[str, ...] = ()
    aliases: LocalizedList = LocalizedList(en=())
    cues: LocalizedList = LocalizedList(en=())
    mends: bool = False

    def name_in(self, language: str) -> str:
        """The name to show: our Spanish one in Spanish, else the publisher's own."""
        return self.spanish if language == "es" else self.name


class Vocabulary(Frozen):
    """Every skill, with the rule that ids are unique and every crosswalk leads somewhere."""

    provenance: str
    skills: tuple[Skill, ...]

    @model_validator(mode="after")
    def _is_consistent(self) -> "Vocabulary":
        ids = [skill.id for skill in self.skills]
        if len(ids) != len(set(ids)):
            raise ValueError("two skills have the same id")
        for skill in self.skills:
            if unknown := set(skill.crosswalk) - set(ids):
                raise ValueError(f"{skill.id} has a crosswalk to an unknown skill: {', '.join(sorted(unknown))}")
        return self

    @cached_property
    def by_id(self) -> dict[str, Skill]:
        """Every skill by its id."""
        return {skill.id: skill for skill in self.skills}

    def named(self, tags: Iterable[SkillTag], shows: Framework | Literal[""], language: str) -> tuple[ShownSkill, ...]:
        """Tags as people read them, each name once: of the framework a class `shows`, "" for each in its own.

        A tag of another framework is carried over the crosswalk to the nearest skill, and only to a wider or equally
        wide one: who writes shows Communication, but who communicates need not have written. Others are left out.
        """
        found: dict[str, ShownSkill] = {}
        for tag in tags:
            if shows and tag.framework != shows:
                skill = self._carried(tag, shows)
                if skill is None:
                    continue
                tag = SkillTag(name=skill.name, framework=skill.framework)
            name = self.name_of(tag.name, language)
            found.setdefault(name, ShownSkill(name=name, framework=tag.framework))
        return tuple(found.values())

    def name_of(self, name: str, language: str) -> str:
        """A skill's own name in a language; as it is where the skill is unknown."""
        skill = self._by_name.get(name)
        return skill.name_in(language) if skill else name

    def _carried(self, tag: SkillTag, framework: Framework) -> Skill | None:
        skill = self._by_tag.get((tag.name, tag.framework))
        if skill is None or framework == _NARROW:
            return None
        near = (self.by_id[other] for other in skill.crosswalk)
        return next((other for other in near if other.framework == framework), None)

    @cached_property
    def _by_name(self) -> dict[str, Skill]:
        return {skill.name: skill for skill in self.skills}

    @cached_property
    def _by_tag(self) -> dict[tuple[str, Framework], Skill]:
        return {(skill.name, skill.framework): skill for skill in self.skills}
