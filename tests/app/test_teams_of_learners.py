"""A group project: who is in which team, whose part it was, and nobody's words becoming another's line."""

import json

import pytest
from tests.app.school import Talk
from tests.conversations.player import SCHOOL

from pathbot.app import roster
from pathbot.app.errors import BadInput
from pathbot.people import Membership, Person
from pathbot.store import people


@pytest.fixture
async def team(agreed: Talk) -> Talk:
    """Maya and Leo work together, Zoe alone."""
    for name in ("leo", "zoe"):
        person = Person(id=name, school=SCHOOL.id, name=name.title())
        people.add_person(agreed.engine, person)
        people.add_membership(agreed.engine, Membership(person=name, school=SCHOOL.id, duty="learner", class_id="p3"))
        people.link_identity(agreed.engine, SCHOOL.id, "web", name, name)
    room = roster.find_class(agreed.engine, "p3")
    roster.set_team(
        agreed.engine, room, "  Tree  team ", [roster.find_person(agreed.engine, n) for n in ("maya", "leo")]
    )
    return agreed


async def to_the_project(talk: Talk) -> None:
    for _ in range(3):
        await talk.text("skip")


@pytest.mark.parametrize("said", ["we put up three sails over the court", "leo cut the cloth and leo tied the knots"])
async def test_who_works_in_a_team_is_asked_which_part_was_theirs(team: Talk, said: str) -> None:
    await to_the_project(team)
    assert "You work with Leo. Which part was yours?" in await team.text(said)
    assert "Which part was yours" not in await team.text("i measured the posts and marked where they go")


async def test_who_tells_their_own_part_is_not_asked_again(team: Talk) -> None:
    await to_the_project(team)
    assert "Which part was yours" not in await team.text("leo and i cut the cloth, i held the ladder")


async def test_blame_gets_its_own_kinder_question(team: Talk) -> None:
    await to_the_project(team)
    assert "What was in your hands?" in await team.text("leo did nothing the whole week")


async def test_a_learner_alone_is_asked_without_a_team(team: Talk) -> None:
    roster.set_team(team.engine, roster.find_class(team.engine, "p3"), "", [roster.find_person(team.engine, "leo")])
    await to_the_project(team)
    assert "You work with" not in await team.text("we put up three sails over the court")


async def test_a_teammates_words_never_become_anothers_line(team: Talk) -> None:
    await team.someone("leo", kind="open")
    for words in (
        "ok",
        "there is a heat map of our street",
        "i soldered twelve sensors",
        "i soldered sensors for the map",
    ):
        await team.someone("leo", words)
    await team.to_step_8()
    lines = team.lines()
    assert lines
    mine = {row["line_id"] for row in team.rows("transcript") if row["person"] == "maya"}
    assert {quote.message_id for line in lines for quote in line.draft.evidence} <= mine
    assert "solder" not in json.dumps([line.model_dump(mode="json") for line in lines])


def test_a_team_is_made_of_learners_of_the_class(team: Talk) -> None:
    room = roster.find_class(team.engine, "p3")
    assert {name: [p.id for p in who] for name, who in roster.teams_of(team.engine, room).items()} == {
        "Tree team": ["leo", "maya"]
    }
    with pytest.raises(BadInput, match="no learner"):
        roster.set_team(team.engine, room, "Staff", [roster.find_person(team.engine, "ortiz")])
    with pytest.raises(BadInput, match="at most"):
        roster.set_team(team.engine, room, "x" * 50, [])
