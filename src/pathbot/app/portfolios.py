"""Puts a learner's portfolio together from the store."""

from datetime import datetime
from itertools import groupby

from pathbot.app.badges import BadgeOffice
from pathbot.app.errors import BadInput
from pathbot.app.settings import load_settings
from pathbot.app.wiring import load_projects
from pathbot.people import Person
from pathbot.portfolio import Portfolio, ProjectPart, approved
from pathbot.reflection.project import Project
from pathbot.store import people, portfolio
from pathbot.store.engine import Database


def portfolio_of(engine: Database, person: Person, now: datetime) -> Portfolio:
    """What this learner approved, by project."""
    projects = load_projects(load_settings().prompts / "projects")
    return assemble(engine, person, projects, now)


def signed_badges(portfolio: Portfolio, person: Person, must: bool) -> dict[str, str]:
    """The learner's signed badges. Without the extra `badges` none, or BadInput when there `must` be some."""
    try:
        return BadgeOffice(load_settings(), person.school).sign(portfolio)
    except BadInput:
        if must:
            raise
        return {}


def assemble(engine: Database, person: Person, projects: dict[str, Project], now: datetime) -> Portfolio:
    """The same, with the projects at hand."""
    school = people.get_school(engine, person.school)
    lines = sorted(approved(portfolio.statements_of(engine, person.id)), key=lambda s: s.project)
    parts = []
    for project_id, group in groupby(lines, key=lambda s: s.project):
        statements = tuple(group)
        project = projects.get(project_id)
        dates = [s.created_at.date() for s in statements]
        parts.append(
            ProjectPart(
                title=project.title.in_(person.language) if project else project_id,
                question=project.essential_question.in_(person.language) if project else "",
                statements=statements,
                began=min(dates),
                ended=max(dates),
            )
        )
    return Portfolio(
        name=person.name,
        school=school.name if school else "",
        projects=tuple(parts),
        roles=portfolio.roles_of(engine, person.id),
        made_on=now.date(),
    )
