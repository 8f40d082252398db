"""Markdown: what a learner can paste anywhere. Learners' words cannot become markup."""

import re

from pathbot.portfolio import Portfolio, PortfolioLine

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~])")


def render(portfolio: Portfolio) -> str:
    """Lines by project, each beside the learner's own words, then an index of skills, and saved roles."""
    parts = [f"# {_plain(portfolio.title)}", " · ".join(_plain(t) for t in (portfolio.school, portfolio.day) if t)]
    parts.append(portfolio.say("about") if portfolio.projects else portfolio.say("nothing"))
    for project in portfolio.projects:
        parts.append(f"## {_plain(project.title)}")
        parts += [f"*{_plain(project.question)}*"] if project.question else []
        parts.append("\n".join(_line(portfolio, line) for line in project.lines))
    if skills := portfolio.skills():
        index = (f"- **{e.name}** ({', '.join(e.frameworks)}): {portfolio.where(e)}" for e in skills)
        parts += [f"## {portfolio.say('skills')}", "\n".join(index)]
    if portfolio.roles:
        roles = "\n".join(f"- {_plain(role.title)} ({role.soc})" for role in portfolio.roles)
        parts += [f"## {portfolio.say('roles')}", roles]
    return "\n\n".join(parts)


def _line(portfolio: Portfolio, line: PortfolioLine) -> str:
    below = [f"{portfolio.say('said')} “{_plain(quote)}”" for quote in line.quotes]
    if line.skills:
        below.append(portfolio.say("shows", skills=", ".join(skill.name for skill in line.skills)))
    below.append(portfolio.status(line))
    mark = f"{line.number}. "
    return "\n".join([f"{mark}**{_plain(line.text)}**", *(f"{' ' * len(mark)}- {text}" for text in below)])


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
