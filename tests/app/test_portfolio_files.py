"""A portfolio as its files tell it: projects in time, lines numbered through."""

from datetime import timedelta

from tests.app.school import Talk
from tests.app.test_collecting_next import NOW, line, walk

from pathbot.app.portfolios import Content, assemble
from pathbot.portfolio import Portfolio
from pathbot.store import people, portfolio


def of_maya(talk: Talk) -> Portfolio:
    maya = people.get_person(talk.engine, "maya")
    assert maya
    content = Content(
        dict(talk.kit.projects), talk.kit.drafting.kit("en").vocabulary, talk.kit.texts, talk.kit.export_texts
    )
    return assemble(talk.engine, maya, content, NOW)


async def test_the_newest_project_comes_first_and_began_with_its_journey(talk: Talk) -> None:
    maya = people.get_person(talk.engine, "maya")
    assert maya
    older = line(2).model_copy(update={"project": "bins-that-work", "created_at": NOW - timedelta(days=90)})
    begun = walk().model_copy(update={"school": maya.school, "class_id": "p3", "started_at": NOW - timedelta(days=30)})
    portfolio.store(talk.engine, maya, journeys=(begun,), statements=(line(1), line(3), older))
    made = of_maya(talk)
    assert [part.title for part in made.projects] == ["Shade for Our School", "Bins That Work"]
    assert [one.number for part in made.projects for one in part.lines] == [1, 2, 3]
    shade, bins = made.projects
    assert (shade.began, shade.ended) == ((NOW - timedelta(days=30)).date(), NOW.date())
    assert bins.began == bins.ended == (NOW - timedelta(days=90)).date()
    assert made.day == "November 25, 2026"


async def test_a_line_that_is_not_approved_is_in_no_file(talk: Talk) -> None:
    maya = people.get_person(talk.engine, "maya")
    assert maya
    portfolio.store(talk.engine, maya, statements=(line(1).model_copy(update={"status": "proposed"}),))
    assert of_maya(talk).projects == ()
