"""What a summary says follows from counts, and points at nobody when a group is small."""

from datetime import UTC, datetime, timedelta

import pytest

from pathbot.app.content import default_folder, read
from pathbot.app.summary_words import SummaryWords
from pathbot.chart import Bar, BarChart, boxes
from pathbot.people import Class
from pathbot.pictures.png import png
from pathbot.reflection.framework import Framework
from pathbot.summaries import ApprovedLine, LearnerFacts, about, summarise, week_at, week_of
from pathbot.wording import Texts

FRAMEWORK = read(default_folder("prompts") / "frameworks" / "pblp.yaml", Framework)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
WEEK = week_of("2026-W47", "America/Los_Angeles")
IN_WEEK = WEEK.starts_at + timedelta(days=2)


def learner(name: str, **parts: object) -> LearnerFacts:
    return LearnerFacts(person=name.lower(), name=name, **parts)  # type: ignore[arg-type]


def line(name: str, at: datetime, *skills: str) -> ApprovedLine:
    return ApprovedLine(id=name, text=f"Line {name}.", skills=skills, approved_at=at)


def on(name: str, step: int, days: int, **parts: object) -> LearnerFacts:
    return learner(name, started=True, step=step, since=NOW - timedelta(days=days), **parts)


def test_a_week_is_what_people_of_the_zone_call_it() -> None:
    late_sunday = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert week_at(late_sunday, "America/Los_Angeles").key == "2026-W47"
    assert week_at(late_sunday, "Europe/Madrid").key == "2026-W48"
    assert week_of("2026-W44", "America/Los_Angeles").ends_at - week_of(
        "2026-W44", "America/Los_Angeles"
    ).starts_at == timedelta(days=7, hours=1), "the clock went back on Sunday"


@pytest.mark.parametrize("key", ["", "2026", "2026-W54", "2026-W00", "47", "2026W47", "x-W47", "20266-W01"])
def test_what_is_no_week_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        week_of(key, "UTC")


def test_three_to_talk_to_one_for_every_reason_first() -> None:
    facts = [
        on("Leo", 4, 22),
        on("Mia", 3, 40),
        on("Ana", 5, 2, asked_at=(NOW - timedelta(days=4),)),
        learner("Kim"),
        on("Bo", 6, 1),
    ]
    made = summarise(facts, 8, WEEK, NOW)
    assert [(t.name, t.why) for t in made.talk_to] == [("Mia", "stuck"), ("Ana", "asking"), ("Kim", "not_started")]
    assert made.by_step == (1, 0, 0, 1, 1, 1, 1, 0, 0, 0)
    assert made.most == 3


def test_a_question_of_today_is_no_reason_to_worry() -> None:
    made = summarise([on("Ana", 5, 2, asked_at=(NOW - timedelta(hours=5),))], 8, WEEK, NOW)
    assert made.talk_to == ()
    assert made.questions == 1


def test_what_one_or_two_learners_show_is_never_a_theme_or_growth() -> None:
    two = [on(n, 4, 1, lines=(line(n, IN_WEEK, "Troubleshooting"),)) for n in ("Ana", "Bo")]
    made = summarise(two, 8, WEEK, NOW)
    assert (made.growing, made.theme) == ((), None)
    three = [*two, on("Cy", 4, 1, lines=(line("Cy", IN_WEEK, "Troubleshooting"),))]
    made = summarise(three, 8, WEEK, NOW)
    assert [(g.skill, g.before, g.after) for g in made.growing] == [("Troubleshooting", 0, 3)]
    assert made.theme is not None
    assert made.theme.after == 3


def test_quotes_are_of_the_week_and_of_different_learners() -> None:
    old = line("old", WEEK.starts_at - timedelta(seconds=1), "A")
    ana = on("Ana", 4, 1, lines=(line("a1", IN_WEEK), line("a2", IN_WEEK + timedelta(hours=1))))
    made = summarise([ana, on("Bo", 4, 1, lines=(old,)), on("Cy", 4, 1, lines=(line("c", IN_WEEK),))], 8, WEEK, NOW)
    assert made.quotes == ("Line a2.", "Line c.")
    assert made.waiting == 4


def test_the_order_learners_come_in_changes_nothing() -> None:
    facts = [on(n, s, d) for n, s, d in (("Leo", 4, 22), ("Mia", 3, 22), ("Al", 2, 22), ("Zoe", 2, 22))]
    assert summarise(facts, 8, WEEK, NOW) == summarise(facts[::-1], 8, WEEK, NOW)


def test_a_learner_can_read_exactly_what_is_said_about_them() -> None:
    stuck = on("Leo", 4, 22)
    assert about(stuck, NOW) == summarise([stuck], 8, WEEK, NOW).stuck
    assert about(on("Bo", 4, 1), NOW) == ()


CHART = BarChart(title="t", alt='3 < 4 & "more"', bars=(Bar(label="1", value=3), Bar(label="2", value=0)))


def test_a_bar_is_as_high_as_its_value_and_never_gone() -> None:
    first, second = boxes(CHART)
    assert first.height > second.height > 0
    assert first.x + first.width < second.x


def test_the_picture_is_a_small_png_without_colour() -> None:
    from base64 import b64decode
    from io import BytesIO

    from PIL import Image

    raw = b64decode(png(CHART))
    image = Image.open(BytesIO(raw))
    assert image.format == "PNG"
    assert image.mode == "L"
    assert len(raw) < 40_000


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_picture_has_a_letter_for_every_letter_of_its_labels(language: str) -> None:
    from PIL import ImageFont

    texts = read(default_folder("prompts") / "summary.yaml", Texts)
    font = ImageFont.load_default(28)
    box = bytes(font.getmask("\uffff"))
    labels = texts.say("week.bar_start", language) + texts.say("week.bar_done", language)
    assert [letter for letter in labels if bytes(font.getmask(letter)) == box] == []


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({4: 3, 2: 1}, "Most are on step 4, Project."),
        ({4: 2, 2: 1, 0: 1}, "The biggest group, 2, is on step 4, Project."),
        ({4: 1, 0: 3}, "3 have not started yet."),
        ({}, "0 of 0 wrote this week."),
    ],
)
def test_most_is_more_than_half(where: dict[int, int], said: str) -> None:
    facts = [
        on(f"N{step}{n}", step, 3) if step else learner(f"N{n}") for step, many in where.items() for n in range(many)
    ]
    words = SummaryWords(
        read(default_folder("prompts") / "summary.yaml", Texts), FRAMEWORK, {}, "", lambda skill, _: skill
    )
    room = Class(id="c", school="s", name="C", project="p")
    assert words.card(summarise(facts, 8, WEEK, NOW), room, "en").text.endswith(said)
