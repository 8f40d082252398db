"""What to collect next: few things, true ones, and only what the learner can do."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from tests.app.school import Talk

from pathbot.app.kit import Kit
from pathbot.app.own_portfolio import OwnPortfolio, own_portfolio
from pathbot.collecting import MOST, collect_next
from pathbot.evidence import Draft, Quote, SkillStatement, SkillTag, Verification
from pathbot.reflection.journey import Answer, Journey, StepState
from pathbot.store import people
from pathbot.store.tables_people import classes

NOW = datetime(2026, 11, 25, tzinfo=UTC)
STEPS = ("round-table", "project", "assessment", "resume-integration")


def line(number: int, verification: Verification = "teacher-confirmed", skill: str = "Teamwork") -> SkillStatement:
    quote = Quote(message_id=f"m{number}", start=0, end=9, text="i made it")
    skills = (SkillTag(name=skill, framework="NACE"),)
    draft = Draft(statement=f"Made part {number}.", skills=skills, evidence=(quote,), own_words=1)
    return SkillStatement.model_validate(
        {
            "id": f"s{number}",
            "learner": "maya",
            "project": "shade-for-our-school",
            "draft": draft,
            "status": "approved",
            "verification": verification,
            "created_at": NOW,
        }
    )


def walk(step: str | None = None, **states: str) -> Journey:
    """A journey with answers m1 in the first step and m2 in the second."""
    answers = tuple(Answer(step=STEPS[n], slot="part", message_id=f"m{n + 1}", start=0, end=9) for n in range(2))
    marks = tuple(StepState.model_validate({"step": s.replace("_", "-"), "status": v}) for s, v in states.items())
    return Journey(
        id="j",
        school="s",
        learner="maya",
        class_id="c",
        project="shade-for-our-school",
        framework="pblp",
        framework_hash="",
        step=step,
        steps=marks,
        answers=answers,
        started_at=NOW,
        updated_at=NOW,
    )


def kinds(*lines: SkillStatement, journey: Journey | None = None) -> list[str]:
    skills = {one.id: [tag.name for tag in one.draft.skills] for one in lines}
    return [one.kind for one in collect_next(lines, skills, journey, STEPS)]


def test_whoever_has_nothing_and_never_began_is_told_nothing() -> None:
    assert kinds() == []


def test_an_open_step_comes_first() -> None:
    assert kinds(line(1, "self-stated"), journey=walk("assessment"))[:2] == ["go_on", "proof"]


def test_a_line_nobody_confirmed_waits_for_the_teacher_and_a_confirmed_one_for_nobody() -> None:
    assert kinds(line(1, "evidence attached")) == ["confirm"]
    assert kinds(line(1), line(2)) == []


def test_a_skill_on_one_line_of_several_is_worth_a_second_moment() -> None:
    found = collect_next(
        (line(1), line(2), line(3, skill="Writing")), {"s1": ["A"], "s2": ["A"], "s3": ["B"]}, None, STEPS
    )
    assert [(one.kind, one.about) for one in found] == [("again", "B")]


def test_a_skipped_step_is_for_the_next_project() -> None:
    done = {"round_table": "done", "project": "done", "assessment": "skipped", "resume_integration": "done"}
    found = collect_next((line(1), line(2)), {}, walk(**done), STEPS)
    assert [(one.kind, one.step) for one in found] == [("step", 3)]


def test_it_is_never_more_than_a_glance() -> None:
    lines = (line(1, "self-stated"), line(2, "evidence attached", skill="Writing"))
    assert len(kinds(*lines, journey=walk("project", round_table="done"))) == MOST


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_is_said_in_a_sentence(kit: Kit, language: str) -> None:
    lines = (line(1, "self-stated"), line(2, "evidence attached", skill="Writing"), line(3, "evidence attached"))
    own = OwnPortfolio(
        kit, language, "", lines, (), walk("project", round_table="done").model_copy(update={"answers": ()})
    )
    first, second, third = own.next()
    assert kit.framework.steps[3].name.in_(language) in first
    assert "Made part 1." in second
    assert third.startswith("2 ")


async def test_the_question_that_waits_is_the_one_the_chat_asked(agreed: Talk) -> None:
    await agreed.says("on my street there is one tree and everyone parks under it")
    maya = people.get_person(agreed.engine, "maya")
    assert maya
    question = agreed.state().question
    assert question
    assert question in own_portfolio(agreed.engine, agreed.kit, maya).next()[0]


async def test_a_class_that_rests_asks_nothing(agreed: Talk) -> None:
    await agreed.says("on my street there is one tree and everyone parks under it")
    with agreed.engine.begin() as connection:
        connection.execute(update(classes).values(state="ended"))
    maya = people.get_person(agreed.engine, "maya")
    assert maya
    assert own_portfolio(agreed.engine, agreed.kit, maya).next() == ()


def test_lines_of_several_projects_say_which(kit: Kit) -> None:
    other = line(2).model_copy(update={"project": "bins-that-work"})
    rows = OwnPortfolio(kit, "es", "", (line(1), other), (), None).rows()
    assert rows[0].text.startswith("Botes que sí funcionan. Tú dijiste: ")
    assert rows[1].text.startswith("Sombra para nuestra escuela. ")
    assert OwnPortfolio(kit, "en", "", (line(1),), (), None).rows()[0].text == "You said: “i made it”"
