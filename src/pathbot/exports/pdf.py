"""A tagged PDF (PDF/UA-1), so that a screen reader reads it in order. Typeset by Typst, with nothing to install."""

import json
import re
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Literal

from pathbot.portfolio import Portfolio, PortfolioLine

_PICTURES = re.compile(r" ?[\u200d\ufe0e\ufe0f\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f]+")
"""Emojis, with what joins and colours them."""
_TEMPLATE = Path(__file__).with_name("portfolio.typ")


def render(portfolio: Portfolio) -> bytes:
    """The document. Learners' words go in as data and cannot become markup.

    A character that no font here has breaks the promise to screen readers: then emojis are left out, and where that is
    not enough (a script without a font) the file is tagged and shows boxes, rather than not being there.
    """
    import typst  # a compiled library: a tenth of a second to load

    data = json.dumps(_data(portfolio), ensure_ascii=False)
    bare = _PICTURES.sub("", data)
    for tried in (data, bare):
        try:
            return _compiled(tried, portfolio)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    return _compiled(bare, portfolio, standard=None)


def _compiled(data: str, portfolio: Portfolio, standard: Literal["ua-1"] | None = "ua-1") -> bytes:
    import typst

    return bytes(
        typst.compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            pdf_standards=standard,
            timestamp=datetime.combine(portfolio.made_on, time(), UTC),
            sys_inputs={"portfolio": data},
        )
    )


def _data(portfolio: Portfolio) -> dict[str, object]:
    return {
        "name": portfolio.name,
        "title": portfolio.title,
        "school": portfolio.school,
        "language": portfolio.language,
        "date": portfolio.day,
        "year": portfolio.made_on.year,
        "month": portfolio.made_on.month,
        "day": portfolio.made_on.day,
        "words": {name: portfolio.say(name) for name in ("about", "skills", "roles", "nothing", "page_of")},
        "projects": [
            {
                "title": part.title,
                "question": part.question,
                "lines": [_line(portfolio, line) for line in part.lines],
            }
            for part in portfolio.projects
        ],
        "skills": [
            {
                "name": entry.name,
                "frames": ", ".join(entry.frameworks),
                "lines": [{"n": n, "text": portfolio.say("one_line", numbers=str(n))} for n in entry.lines],
            }
            for entry in portfolio.skills()
        ],
        "roles": [role.title for role in portfolio.roles],
    }


def _line(portfolio: Portfolio, line: PortfolioLine) -> dict[str, object]:
    names = ", ".join(skill.name for skill in line.skills)
    return {
        "number": line.number,
        "statement": line.text,
        "quotes": line.quotes,
        "shows": portfolio.say("shows", skills=names) if names else "",
        "status": portfolio.status(line),
        "confirmed": line.status == "teacher_confirmed",
    }
