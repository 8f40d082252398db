"""A portfolio as it leaves Pathbot: only what the learner approved, grouped by project."""

from datetime import date

from pathbot.evidence import SavedRole, SkillStatement
from pathbot.frozen import Frozen


class ProjectPart(Frozen):
    """The approved lines of one project."""

    title: str
    question: str
    statements: tuple[SkillStatement, ...]
    began: date
    ended: date


class Portfolio(Frozen):
    """A learner's approved lines and saved roles. `name` is what Pathbot calls them."""

    name: str
    school: str
    projects: tuple[ProjectPart, ...] = ()
    roles: tuple[SavedRole, ...] = ()
    made_on: date

    def skills(self) -> dict[str, tuple[str, ...]]:
        """Skill names with the frameworks they come from, in order of first use."""
        found: dict[str, dict[str, None]] = {}
        for part in self.projects:
            for statement in part.statements:
                for tag in statement.draft.skills:
                    found.setdefault(tag.name, {})[tag.framework] = None
        return {name: tuple(frameworks) for name, frameworks in found.items()}


def approved(statements: tuple[SkillStatement, ...]) -> tuple[SkillStatement, ...]:
    """What may be exported: the lines the learner said yes to, oldest first."""
    kept = [s for s in statements if s.status == "approved"]
    return tuple(sorted(kept, key=lambda s: (s.created_at, s.id)))
