from datetime import UTC, date, datetime

import pytest

from pathbot.evidence import Draft, Quote, SavedRole, SkillStatement, SkillTag
from pathbot.portfolio import Portfolio, ProjectPart

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
        statements=(confirmed, tricky),
        began=date(2026, 11, 2),
        ended=date(2026, 11, 9),
    )
    role = SavedRole(learner="learner1", soc="15-2051.00", title="Data Scientist", saved_at=WHEN)
    return Portfolio(name="Dani R.", school="Lincoln High", projects=(part,), roles=(role,), made_on=date(2026, 11, 25))
