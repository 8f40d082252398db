from datetime import UTC, date, datetime

import pytest

from pathbot.app.content import read
from pathbot.app.portfolios import words_in
from pathbot.app.settings import load_settings
from pathbot.evidence import Draft, Quote, SavedRole, ShownSkill, SkillStatement, SkillTag
from pathbot.portfolio import Portfolio, PortfolioLine, ProjectPart
from pathbot.wording import Texts

SHOWN = (ShownSkill(name="Critical Thinking", framework="NACE"), ShownSkill(name="Writing", framework="O*NET"))
WHEN = datetime(2026, 11, 9, 10, tzinfo=UTC)


def line(
    number: int, text: str, said: str, verification: str = "evidence attached", **changed: object
) -> SkillStatement:
    values = {
        "id": f"line{number}",
        "learner": "learner1",
        "project": "bins",
        "draft": Draft(
            statement=text,
            skills=(SkillTag(name="Critical Thinking", framework="NACE"), SkillTag(name="Writing", framework="O*NET")),
            evidence=(Quote(message_id="m1", start=0, end=len(said), text=said),),
            own_words=0.8,
        ),
        "status": "approved",
        "verification": verification,
        "created_at": WHEN,
        "decided_at": WHEN,
    }
    return SkillStatement.model_validate(values | changed)


@pytest.fixture
def confirmed() -> SkillStatement:
    return line(1, "Made a survey about the bins that got 42 answers.", "i made the survey", "teacher-confirmed")


@pytest.fixture
def portfolio(confirmed: SkillStatement) -> Portfolio:
    tricky = line(2, "Asked about bins.", '=HYPERLINK("http://x") *wow* #1 _x_ $ <b>')
    part = ProjectPart(
        title="Bins That Work",
        question="Why do we throw away what could be used again?",
        lines=tuple(
            PortfolioLine(number=n, statement=one, skills=SHOWN) for n, one in enumerate((confirmed, tricky), 1)
        ),
        began=date(2026, 11, 2),
        ended=date(2026, 11, 9),
    )
    role = SavedRole(learner="learner1", soc="15-2051.00", title="Data Scientist", saved_at=WHEN)
    return Portfolio(
        name="Dani R.",
        school="Lincoln High",
        words=words_in(read(load_settings().prompts / "exports.yaml", Texts), "en"),
        projects=(part,),
        roles=(role,),
        made_on=date(2026, 11, 25),
        day="November 25, 2026",
    )


@pytest.fixture
def spanish(portfolio: Portfolio) -> Portfolio:
    words = words_in(read(load_settings().prompts / "exports.yaml", Texts), "es")
    named = (ShownSkill(name="Pensamiento crítico", framework="NACE"),)
    parts = tuple(
        part.model_copy(update={"lines": tuple(one.model_copy(update={"skills": named}) for one in part.lines)})
        for part in portfolio.projects
    )
    return portfolio.model_copy(
        update={"language": "es", "words": words, "projects": parts, "day": "25 de noviembre de 2026"}
    )
