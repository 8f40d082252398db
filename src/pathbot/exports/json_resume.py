"""JSON Resume v1.2.1 (jsonresume.org): class projects under `projects`, skills under `skills`."""

import json
from typing import Any

from pathbot.portfolio import Portfolio, ProjectPart

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.2.1/schema.json"


def render(portfolio: Portfolio) -> str:
    """Only what was approved. No e-mail, no photo, and no role a learner did not name."""
    resume = {
        "$schema": SCHEMA,
        "basics": {"name": portfolio.name},
        "projects": [_project(part, portfolio) for part in portfolio.projects],
        "skills": [{"name": entry.name, "keywords": list(entry.frameworks)} for entry in portfolio.skills()],
        "meta": {"version": "v1.2.1", "lastModified": f"{portfolio.made_on.isoformat()}T00:00:00"},
    }
    if portfolio.roles:
        resume["interests"] = [{"name": role.title, "keywords": [role.soc]} for role in portfolio.roles]
    return json.dumps(resume, ensure_ascii=False, indent=2)


def _project(part: ProjectPart, portfolio: Portfolio) -> dict[str, Any]:
    keywords = dict.fromkeys(skill.name for line in part.lines for skill in line.skills)
    return {
        "name": part.title,
        "description": part.question,
        "highlights": [line.text for line in part.lines],
        "keywords": list(keywords),
        "startDate": part.began.isoformat(),
        "endDate": part.ended.isoformat(),
        "entity": portfolio.school,
        "type": portfolio.say("class_project"),
    }
