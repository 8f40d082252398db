"""Skills are named in the learner's language, and in the framework their class shows, wherever they are named."""

import pytest
from sqlalchemy import update
from tests.app.school import Talk, said

from pathbot.app.content import read
from pathbot.app.kit import Kit
from pathbot.app.own_portfolio import own_portfolio
from pathbot.app.portfolios import Content, assemble
from pathbot.app.settings import load_settings
from pathbot.app.slack_home import home_parts
from pathbot.app.summary_words import SummaryWords
from pathbot.app.weekly import Weekly
from pathbot.evidence import SkillTag
from pathbot.exports import render
from pathbot.messages import Card, fallback
from pathbot.people import Class, Shows
from pathbot.skills.vocabulary import Vocabulary
from pathbot.store import people
from pathbot.store.tables_people import classes
from pathbot.summaries import Growth, Summary, week_of
from pathbot.wording import Texts

NACE = SkillTag(name="Communication", framework="NACE")
SPEAKING = SkillTag(name="Speaking", framework="O*NET")
MONITORING = SkillTag(name="Monitoring", framework="O*NET")
ESF_NAMES = {
    "Applied Academic Skills",
    "Critical Thinking Skills",
    "Interpersonal Skills",
    "Personal Qualities",
    "Resource Management",
    "Information Use",
    "Communication",
    "Systems Thinking",
    "Technology Use",
}


@pytest.mark.parametrize(
    ("text", "language", "shows", "named"),
    [
        ("repartimos el trabajo entre todos", "es", "", "Trabajo en equipo"),
        ("repartimos el trabajo entre todos", "es", "ESF", "Habilidades interpersonales"),
        ("we split up the jobs", "en", "", "Teamwork"),
        ("we split up the jobs", "en", "ESF", "Interpersonal Skills"),
        ("we split up the jobs", "en", "O*NET", "Coordination"),
    ],
)
def test_what_an_answer_is_good_for_is_named_as_the_class_reads_it(
    kit: Kit, text: str, language: str, shows: Shows, named: str
) -> None:
    assert named in kit.skills_of(text, language, shows)


def test_a_skill_is_carried_to_a_wider_one_and_never_to_a_narrower_one(kit: Kit) -> None:
    assert [s.name for s in kit.named((NACE, SPEAKING), "ESF", "en")] == ["Communication"]
    assert [s.name for s in kit.named((SPEAKING, MONITORING), "NACE", "en")] == ["Communication", "Critical Thinking"]
    assert kit.named((NACE,), "O*NET", "en") == ()
    assert kit.named((MONITORING,), "ESF", "en") == ()
    assert [s.framework for s in kit.named((NACE, SPEAKING), "", "en")] == ["NACE", "O*NET"]


def test_every_skill_of_the_nace_competencies_has_a_place_in_the_other_wide_framework(kit: Kit) -> None:
    known = vocabulary(kit)
    tags = [SkillTag(name=s.name, framework="NACE") for s in known.skills if s.framework == "NACE"]
    assert all(known.named([tag], "ESF", "en") for tag in tags)


async def test_a_class_that_shows_esf_reads_esf_names_everywhere(agreed: Talk) -> None:
    with agreed.engine.begin() as connection:
        connection.execute(update(classes).values(shows="ESF"))
    await agreed.to_step_8()
    await agreed.text(next(label for label in agreed.labels() if label.startswith("Changed one green")))
    card = next(o.reply for o in reversed(agreed.channel.sent) if isinstance(o.reply, Card))
    line = next(s for s in agreed.lines() if s.draft.statement == card.title)
    names = [s.name for s in agreed.kit.named(line.draft.skills, "ESF", "en")]
    assert names
    assert set(names) <= ESF_NAMES
    assert ", ".join(names) in card.footer
    await agreed.says("Save")
    maya = people.get_person(agreed.engine, "maya")
    assert maya
    own = own_portfolio(agreed.engine, agreed.kit, maya)
    assert [s.name for s in own.skills(own.lines[0])] == names
    chat = said(await agreed.says("show my portfolio"))
    assert f"{names[0]} (1)" in chat
    content = Content(dict(agreed.kit.projects), vocabulary(agreed.kit), agreed.kit.texts, agreed.kit.export_texts)
    files = assemble(agreed.engine, maya, content, agreed.now)
    assert {skill.name for skill in files.skills()} == set(names)
    assert f"Shows: {', '.join(names)}" in render(files, "md").decode()
    texts = read(load_settings().prompts / "slack.yaml", Texts)
    home = home_parts(agreed.engine, agreed.kit, texts, maya, "en", agreed.now, lambda what, who: None)
    assert any(f"{names[0]} (1)" in fallback(part.card) for part in home)
    teacher = people.get_person(agreed.engine, "ortiz")
    room = people.get_class(agreed.engine, "p3")
    assert teacher
    assert room
    weekly = Weekly(agreed.engine, agreed.kit)
    facts = weekly.facts(people.viewer(agreed.engine, teacher), room, weekly.week(room, None, agreed.now))
    assert {skill for f in facts for approved in f.lines for skill in approved.skills} == set(names)


@pytest.mark.parametrize(("language", "named"), [("en", "Teamwork"), ("es", "Trabajo en equipo")])
def test_a_weekly_summary_names_skills_in_its_readers_language(kit: Kit, language: str, named: str) -> None:
    words = SummaryWords(kit.summary_texts, kit.framework, kit.projects, "", kit.skill_name)
    grown = Growth(skill="Teamwork", before=0, after=6)
    week = week_of("2026-W47", "UTC")
    summary = Summary(week=week, learners=9, wrote=6, by_step=(0,) * 10, most=4, growing=(grown,), theme=grown)
    room = Class(id="c", school="s", name="P3", project="shade-for-our-school")
    said = fallback(words.card(summary, room, language))
    assert said.count(named) == 2
    assert language == "en" or "Teamwork" not in said


def vocabulary(kit: Kit) -> Vocabulary:
    return kit.drafting.kit("en").vocabulary
