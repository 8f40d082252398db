"""A tagged PDF (PDF/UA-1), so that a screen reader reads it in order. Typeset by Typst, with nothing to install."""

import json
from datetime import UTC, datetime, time
from pathlib import Path

from pathbot.portfolio import Portfolio

_TEMPLATE = Path(__file__).with_name("portfolio.typ")


def render(portfolio: Portfolio) -> bytes:
    """The document. Learners' words go in as data and cannot become markup."""
    import typst  # a compiled library: a tenth of a second to load

    return bytes(
        typst.compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            pdf_standards="ua-1",
            timestamp=datetime.combine(portfolio.made_on, time(), UTC),
            sys_inputs={"portfolio": json.dumps(_data(portfolio), ensure_ascii=False)},
        )
    )


def _data(portfolio: Portfolio) -> dict[str, object]:
    return {
        "name": portfolio.name,
        "school": portfolio.school,
        "made_on": portfolio.made_on.strftime("%B %-d, %Y"),
        "year": portfolio.made_on.year,
        "month": portfolio.made_on.month,
        "day": portfolio.made_on.day,
        "projects": [
            {
                "title": part.title,
                "question": part.question,
                "lines": [
                    {
                        "statement": line.draft.statement,
                        "quotes": [" ".join(quote.text.split()) for quote in line.draft.evidence],
                        "skills": [tag.name for tag in line.draft.skills],
                        "status": line.verification,
                    }
                    for line in part.statements
                ],
            }
            for part in portfolio.projects
        ],
        "skills": [{"name": name, "frames": ", ".join(frames)} for name, frames in portfolio.skills().items()],
        "roles": [role.title for role in portfolio.roles],
    }
