"""A portfolio as it leaves Pathbot: only what the learner approved, grouped by project."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from pathbot.evidence import SavedRole, ShownSkill, SkillStatement
from pathbot.frozen import Frozen
from pathbot.wording import fill


class PortfolioLine(Frozen):
    """An approved line. `number` counts through the whole portfolio, from 1; `skills` are named for who reads it."""

    number: int
    statement: SkillStatement
    skills: tuple[ShownSkill, ...] = ()

    @property
    def text(self) -> str:
        """The line itself."""
        return one_line(self.statement.draft.statement)

    @property
    def quotes(self) -> tuple[str, ...]:
        """The learner's own words it stands on, each in one line."""
        return tuple(one_line(quote.text) for quote in self.statement.draft.evidence)

    @property
    def status(self) -> str:
        """The name of its status among a portfolio's words."""
        return self.statement.verification.replace(" ", "_").replace("-", "_")


class ProjectPart(Frozen):
    """The approved lines of one project."""

    title: str
    question: str
    lines: tuple[PortfolioLine, ...]
    began: date
    ended: date


class SkillEntry(Frozen):
    """A skill of the index: the frameworks it comes from, and the numbers of the lines that show it."""

    name: str
    frameworks: tuple[str, ...]
    lines: tuple[int, ...]


class Portfolio(Frozen):
    """A learner's approved lines and saved roles. `name` is what Pathbot calls them.

    `words` are those of `prompts/exports.yaml` in `language`, by ``section.key``; `day` is `made_on` as people say it.
    """

    name: str
    school: str
    language: str = "en"
    words: Mapping[str, str]
    projects: tuple[ProjectPart, ...] = ()
    roles: tuple[SavedRole, ...] = ()
    made_on: date
    day: str

    @property
    def title(self) -> str:
        """What a document of it is called."""
        return self.say("title", name=self.name)

    def say(self, name: str, /, **values: str) -> str:
        """One of its words, filled in. Raises KeyError for one that is not there."""
        return fill(self.words[name if "." in name else f"portfolio.{name}"], **values)

    def status(self, line: PortfolioLine) -> str:
        """The status of a line, in words."""
        return self.say(line.status)

    def skills(self) -> tuple[SkillEntry, ...]:
        """The index of skills: the ones with the most lines first, then in order of first use."""
        found: dict[str, tuple[dict[str, None], list[int]]] = {}
        for line in (line for part in self.projects for line in part.lines):
            for skill in line.skills:
                frameworks, numbers = found.setdefault(skill.name, ({}, []))
                frameworks[skill.framework] = None
                numbers.append(line.number)
        entries = [SkillEntry(name=n, frameworks=tuple(f), lines=tuple(at)) for n, (f, at) in found.items()]
        return tuple(sorted(entries, key=lambda entry: -len(entry.lines)))

    def where(self, entry: SkillEntry) -> str:
        """ "lines 1, 3"."""
        name = "one_line" if len(entry.lines) == 1 else "some_lines"
        return self.say(name, numbers=", ".join(map(str, entry.lines)))


def one_line(text: str) -> str:
    """A text in one line, without what no document may hold: control characters and halves of characters."""
    kept = (" " if unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff" else c for c in text)
    return " ".join("".join(kept).split())


def approved(statements: tuple[SkillStatement, ...]) -> tuple[SkillStatement, ...]:
    """What may be exported: the lines the learner said yes to, oldest first."""
    kept = [s for s in statements if s.status == "approved"]
    return tuple(sorted(kept, key=lambda s: (s.created_at, s.id)))
