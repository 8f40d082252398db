"""Puts a learner's portfolio together from the store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from pathbot.app.badges import BadgeOffice
from pathbot.app.content import read
from pathbot.app.errors import BadInput
from pathbot.app.own_portfolio import own_class
from pathbot.app.settings import Settings, load_settings
from pathbot.app.wiring import load_projects
from pathbot.evidence import SkillStatement
from pathbot.people import Person, Shows
from pathbot.portfolio import Portfolio, PortfolioLine, ProjectPart, approved, one_line
from pathbot.reflection.project import Project
from pathbot.skills.vocabulary import Vocabulary
from pathbot.store import people, portfolio
from pathbot.store.engine import Database
from pathbot.wording import Texts


@dataclass(frozen=True)
class Content:
    """What a portfolio is worded with: projects by id, names of skills, months, and the words of documents."""

    projects: dict[str, Project]
    vocabulary: Vocabulary
    months: Texts
    words: Texts


def load_content(settings: Settings) -> Content:
    """Reads it without all the rest a turn needs. Raises BadInput when a file is missing or broken."""
    return Content(
        projects=load_projects(settings.prompts / "projects"),
        vocabulary=read(settings.knowledge / "skills" / "vocabulary.yaml", Vocabulary),
        months=read(settings.prompts / "voice.yaml", Texts),
        words=read(settings.prompts / "exports.yaml", Texts),
    )


def portfolio_of(engine: Database, person: Person, now: datetime) -> Portfolio:
    """What this learner approved, by project."""
    return assemble(engine, person, load_content(load_settings()), now)


def signed_badges(portfolio: Portfolio, person: Person, must: bool) -> dict[str, str]:
    """The learner's signed badges. Without the extra `badges` none, or BadInput when there `must` be some."""
    try:
        return BadgeOffice(load_settings(), person.school).sign(portfolio)
    except BadInput:
        if must:
            raise
        return {}


def assemble(engine: Database, person: Person, content: Content, now: datetime) -> Portfolio:
    """The same, with what it is worded with at hand."""
    school, room = people.get_school(engine, person.school), own_class(engine, person)
    lines = approved(portfolio.statements_of(engine, person.id))
    begun = {walk.project: walk.started_at.date() for walk in portfolio.journeys_of(engine, person.id)}
    return Portfolio(
        name=one_line(person.name),
        school=school.name if school else "",
        language=person.language,
        words=words_in(content.words, person.language),
        projects=tuple(_parts(lines, begun, content, person.language, room.shows if room else "")),
        roles=portfolio.roles_of(engine, person.id),
        made_on=now.date(),
        day=_said(now.date(), content, person.language),
    )


def words_in(texts: Texts, language: str) -> dict[str, str]:
    """Every word of a file in one language, by ``section.key``."""
    return {f"{name}.{key}": text.in_(language) for name, texts_ in texts.root.items() for key, text in texts_.items()}


def _parts(
    lines: Sequence[SkillStatement], begun: Mapping[str, date], content: Content, language: str, shows: Shows
) -> Iterator[ProjectPart]:
    """The projects, the newest first as in any résumé. One began with its journey, or with its first line."""
    by_project: dict[str, list[SkillStatement]] = {}
    for line in lines:
        by_project.setdefault(line.project, []).append(line)
    first = {p: min(begun.get(p, date.max), group[0].created_at.date()) for p, group in by_project.items()}
    numbers = count(1)
    for project_id in sorted(by_project, key=lambda p: (first[p], p), reverse=True):
        project = content.projects.get(project_id)
        yield ProjectPart(
            title=project.title.in_(language) if project else project_id,
            question=project.essential_question.in_(language) if project else "",
            lines=tuple(
                PortfolioLine(
                    number=next(numbers),
                    statement=statement,
                    skills=content.vocabulary.named(statement.draft.skills, shows, language),
                )
                for statement in by_project[project_id]
            ),
            began=first[project_id],
            ended=by_project[project_id][-1].created_at.date(),
        )


def _said(day: date, content: Content, language: str) -> str:
    """A day as people say it: "November 25, 2026"."""
    month = content.months.say(f"months.m{day.month}", language)
    return content.words.say("portfolio.date", language, month=month, day=str(day.day), year=str(day.year))
