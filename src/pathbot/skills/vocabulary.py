"""The skills that a statement may show, as `knowledge/skills/vocabulary.yaml` holds them."""

from functools import cached_property

from pydantic import Field, model_validator

from pathbot.evidence import Framework, SkillTag
from pathbot.frozen import Frozen
from pathbot.wording import Localized, LocalizedList


class Skill(Frozen):
    """One skill of a published framework, described in our own words.

    `crosswalk` names the ids of near skills in the other frameworks. `cues` say how a learner shows it, in the
    small pattern language of `skills.cues`. `name` is the publisher's own and what is stored; `spanish` is our
    translation, for showing. `mends` is true for a skill that is shown by dealing with what went wrong.
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

    def shown(self, tag: SkillTag, language: str) -> str:
        """The name to show for `tag`; what the tag says where the skill is unknown."""
        skill = self._by_tag.get((tag.name, tag.framework))
        return skill.name_in(language) if skill else tag.name

    @cached_property
    def _by_tag(self) -> dict[tuple[str, Framework], Skill]:
        return {(skill.name, skill.framework): skill for skill in self.skills}
