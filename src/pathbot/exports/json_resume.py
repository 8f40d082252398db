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
        "projects": [_project(part, portfolio.school) for part in portfolio.projects],
        "skills": [{"name": name, "keywords": list(frames)} for name, frames in portfolio.skills().items()],
        "meta": {"version": "v1.2.1", "lastModified": f"{portfolio.made_on.isoformat()}T00:00:00"},
    }
    if portfolio.roles:
        resume["interests"] = [{"name": role.title, "keywords": [role.soc]} for role in portfolio.roles]
    return json.dumps(resume, ensure_ascii=False, indent=2)


def _project(part: ProjectPart, school: str) -> dict[str, Any]:
    keywords = dict.fromkeys(tag.name for s in part.statements for tag in s.draft.skills)
    return {
        "name": part.title,
        "description": part.question,
        "highlights": [s.draft.statement for s in part.statements],
        "keywords": list(keywords),
        "startDate": part.began.isoformat(),
        "endDate": part.ended.isoformat(),
        "entity": school,
        "type": "class project",
    }
