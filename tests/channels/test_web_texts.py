"""The words of the pages: complete in every language, plain, and understood by Pathbot where they are said to it."""

import inspect
import re
from pathlib import Path
from typing import get_args

import pytest
from tests.channels.web_app import page_texts

from pathbot.app.cards_page import CardsPage
from pathbot.app.content import default_folder, read
from pathbot.app.desk import FILES
from pathbot.app.office_acts import Acts
from pathbot.app.projects_page import ProjectsPage
from pathbot.app.school_acts import SchoolActs
from pathbot.app.school_page import SchoolPage
from pathbot.app.understanding import load_understanding
from pathbot.care import AgeBand, ParentRule
from pathbot.channels.web.desk import Mark
from pathbot.channels.web.view import HERE
from pathbot.language.commands import Commands
from pathbot.language.reading import reading_grade
from pathbot.mentoring import QuestionStatus
from pathbot.people import Duty, ProjectState
from pathbot.reflection.judgement import Context
from pathbot.reflection.understand import understand
from pathbot.store import audit
from pathbot.wording import places

PAGES_THAT_ACT = (Acts, SchoolActs, SchoolPage, CardsPage, ProjectsPage)
LANGUAGES = sorted(page_texts())


def sentences(language: str) -> dict[str, str]:
    """Every sentence by its full name."""
    sections = page_texts()[language].root.items()
    return {f"{section}.{key}": text for section, texts in sections for key, text in texts.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_with_the_same_places(language: str) -> None:
    english, here = sentences("en"), sentences(language)
    assert here.keys() == english.keys()
    assert {name: places(text) for name, text in here.items()} == {n: places(t) for n, t in english.items()}


def test_every_sentence_is_used_and_every_used_one_is_there() -> None:
    pages = "".join(file.read_text("utf-8") for file in (HERE / "templates").iterdir())
    words_in_code = re.findall(r'"(\w+)"', "".join(file.read_text("utf-8") for file in HERE.glob("*.py")))
    used = {f"{section}.{key}" for section, key in re.findall(r"\bt\.(\w+)\.(?!get\()(\w+)", pages)}
    by_value = {f"duty.{duty}" for duty in get_args(Duty)} | {f"steps.{mark}" for mark in get_args(Mark)}
    by_value |= {f"{section}.{word}" for section in ("page", "problem", "guard") for word in words_in_code}
    for section in ("chat", "class", "inbox"):
        by_value |= {f"{section}.{key}" for key in re.findall(r"\bt\[own\]\.(\w+)", pages)}
    by_value |= {f"portfolio.as_{format_}" for format_ in FILES}
    by_value |= {f"state.{state}" for state in get_args(ProjectState)}
    by_value |= {f"qstate.{status}" for status in get_args(QuestionStatus)}
    by_value |= {f"questions.by_{sender}" for sender in ("learner", "mentor", "teacher")}
    acts = "".join(Path(inspect.getfile(kind)).read_text("utf-8") for kind in PAGES_THAT_ACT)
    by_value |= {f"todo.{word}" for word in re.findall(r'"(\w+)":', acts)}
    by_value |= {f"parents.{rule}" for rule in get_args(ParentRule)} | {f"days.d{day}" for day in range(1, 8)}
    by_value |= {f"ages.{age or 'unknown'}" for age in get_args(AgeBand)}
    by_value |= {f"done.{word}" for word in re.findall(r'"(\w+)"', acts)}
    by_value |= {f"acts.{act}" for act in get_args(audit.Act)} | {f"months.m{month}" for month in range(1, 13)}
    by_value |= {"page.day", "page.moment", "page.clock"}  # channels/web/days.py
    by_value |= {f"{section}.{key}" for section in ("missed", "channels") for key in page_texts()["en"].root[section]}
    there = set(sentences("en"))
    assert used <= there
    assert there <= used | by_value


def test_the_english_pages_read_at_grade_8_or_lower() -> None:
    for name, text in sentences("en").items():
        assert reading_grade(re.sub(r"{\w+}", "Maya", text)) <= 8, f"{name}: {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_buttons_say_is_understood(language: str) -> None:
    says, knowledge = page_texts()[language], default_folder("knowledge")
    commands = read(knowledge / "language" / "en" / "commands.yaml", Commands)
    assert commands.means(says.say("chat.person_says"), "talk_to_person")
    context = Context(question="What did you do?", slot="action", language=language)
    judged = understand(says.say("chat.sees_says"), context, load_understanding(knowledge))
    assert judged.intent == "who_sees"
