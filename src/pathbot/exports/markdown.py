"""Markdown: what a learner can paste anywhere. Learners' words cannot become markup."""

import re

from pathbot.evidence import SkillStatement
from pathbot.portfolio import Portfolio

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~])")


def render(portfolio: Portfolio) -> str:
    """Lines by project, each beside the learner's own words, then skills and saved roles."""
    parts = [f"# {_plain(portfolio.name)}: portfolio", f"{_plain(portfolio.school)} · {portfolio.made_on.isoformat()}"]
    for project in portfolio.projects:
        parts += [f"## {_plain(project.title)}", f"> {_plain(project.question)}"]
        parts += [_statement(s) for s in project.statements]
    if skills := portfolio.skills():
        parts += ["## Skills", "\n".join(f"- {name} ({', '.join(frames)})" for name, frames in skills.items())]
    if portfolio.roles:
        parts += ["## Roles I kept", "\n".join(f"- {_plain(role.title)} ({role.soc})" for role in portfolio.roles)]
    if not portfolio.projects:
        parts.append("No line was approved yet.")
    return "\n\n".join(parts)


def _statement(statement: SkillStatement) -> str:
    quotes = "\n".join(f"  - In my words: “{_plain(q.text)}”" for q in statement.draft.evidence)
    skills = ", ".join(tag.name for tag in statement.draft.skills)
    shows = f"\n  - Shows: {skills}" if skills else ""
    return f"- **{_plain(statement.draft.statement)}**\n{quotes}{shows}\n  - Status: {statement.verification}"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
