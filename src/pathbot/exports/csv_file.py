"""A table of the approved lines. No cell can start a formula, whatever a learner wrote."""

import csv
import io

from pathbot.portfolio import Portfolio

_COLUMNS = ("project", "from", "to", "statement", "status", "skills", "said")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide forms count too


def render(portfolio: Portfolio) -> str:
    """One row a line, after a row of names. UTF-8 with a mark, so that Excel reads the accents."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([portfolio.say(f"table.{name}") for name in _COLUMNS])
    for part in portfolio.projects:
        for line in part.lines:
            skills = "; ".join(f"{skill.name} ({skill.framework})" for skill in line.skills)
            quotes = " / ".join(line.quotes)
            cells = (part.title, part.began, part.ended, line.text, portfolio.status(line), skills, quotes)
            rows.writerow([_safe(str(cell)) for cell in cells])
    return "\ufeff" + out.getvalue().rstrip("\r\n")


def _safe(cell: str) -> str:
    """A leading apostrophe makes spreadsheets read a cell as text (OWASP: CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_FORMULA) else cell
