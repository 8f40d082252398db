"""Roles at any moment, and back to the exact place."""

import pytest
from tests.app.school import Talk

from pathbot.messages import Card

ASK = "what do people who design parks do"


def _question(talk: Talk) -> str:
    return talk.state().question


async def test_a_role_question_is_answered_and_the_open_question_stays_open(agreed: Talk) -> None:
    await agreed.says("there is one tree on my street")
    before = _question(agreed)
    reply = await agreed.text(ASK)
    assert "Landscape Architect" in reply
    assert "design parks" in reply
    assert f"Back to your project: “{before}”" in reply
    for text in ("1", "A day in it", "How do I get there?"):
        await agreed.says(text)
        assert _question(agreed) == before
    await agreed.says("why the other streets have trees")
    answers = agreed.rows("journeys")[0]["snapshot"]
    assert '"slot":"wonder"' in answers.replace(" ", "")


@pytest.mark.parametrize("asked", ["what jobs is this", "what jobs do this"])
async def test_what_jobs_is_this_is_about_what_the_learner_did(agreed: Talk, asked: str) -> None:
    assert "Landscape Architect" in await agreed.text(asked)  # nothing told yet: the project's own roles
    await agreed.says("i drew the map of the park on my street")
    reply = await agreed.text(asked)
    assert reply.startswith("Roles that use what you did:")
    assert "Surveying" in reply or "Landscape" in reply


async def test_a_role_can_be_opened_read_and_saved(agreed: Talk) -> None:
    await agreed.says(ASK)
    title = agreed.labels()[0]
    told = await agreed.text("1")
    assert told.startswith(title)
    assert "a year (" in told
    for label in ("A day in it", "What could I try this week?", "How do I get there?"):
        reply = (await agreed.taps(label))[0].reply
        assert isinstance(reply, Card)
        assert reply.title == title
        assert reply.text or reply.rows
    assert await agreed.text("save this role") == f"Saved next to your lines: {title}."
    assert [row["title"] for row in agreed.rows("saved_roles")] == [title]
    assert title in await agreed.text("portfolio")


async def test_saving_a_role_twice_keeps_it_once(agreed: Talk) -> None:
    await agreed.says(ASK)
    await agreed.says("1")
    save = agreed.value("Save this role")
    await agreed.says(kind="choice", value=save)
    await agreed.says(kind="choice", value=save)
    assert len(agreed.rows("saved_roles")) == 1
    assert agreed.failed() == []


async def test_not_for_me_hides_a_role_and_undo_brings_it_back(agreed: Talk) -> None:
    await agreed.says(ASK)
    title = agreed.labels()[0]
    await agreed.says("1")
    assert "Write “undo”" in await agreed.text("not for me")
    assert title not in await agreed.text(ASK)
    assert (await agreed.text("undo")).startswith(f"{title} can come up again.")
    assert title in await agreed.text(ASK)


async def test_what_is_typed_after_undo_is_about_the_role_and_no_answer(agreed: Talk) -> None:
    await agreed.says(ASK)
    title = agreed.labels()[0]
    for text in ("1", "not for me", "undo"):
        await agreed.says(text)
    assert await agreed.text("save this role") == f"Saved next to your lines: {title}."


async def test_a_role_of_an_old_card_still_opens(agreed: Talk) -> None:
    await agreed.says(ASK)
    title = agreed.labels()[0]
    value = agreed.value(title)
    await agreed.says("there is one tree on my street")
    await agreed.says("why nobody plants more")
    assert title in await agreed.text(kind="choice", value=value)


@pytest.mark.parametrize("yes", ["Ask a mentor", "1", "yes", "ask a mentor"])
async def test_nothing_close_is_said_honestly_and_a_mentor_is_offered(agreed: Talk, yes: str) -> None:
    await agreed.says("there is one tree on my street")
    agreed.set_state(dropped_roles=tuple(card.soc for card in agreed.kit.roles.ready().cards))
    assert "don't have a good match" in await agreed.text(ASK)
    assert agreed.labels() == ["Ask a mentor"]
    assert await agreed.text(yes) == "What would you like to ask? Write one question."


async def test_roles_are_compared_side_by_side_and_can_then_be_opened(agreed: Talk) -> None:
    await agreed.says(ASK)
    titles = agreed.labels()[:-1]
    assert agreed.labels()[-1] == "Compare them"
    for ask in ("compare them", "which one pays more"):
        await agreed.says(ASK)
        reply = (await agreed.says(ask))[0].reply
        assert isinstance(reply, Card)
        assert [row.label for row in reply.rows] == titles
        assert all("BLS" in row.text for row in reply.rows)
        assert agreed.labels() == titles
    assert (await agreed.text(titles[1])).startswith(titles[1])


async def test_what_is_missing_puts_the_roles_skills_beside_the_learners_own_lines(agreed: Talk) -> None:
    await agreed.says(ASK)
    await agreed.says("1")
    reply = (await agreed.says("what am i missing"))[0].reply
    assert isinstance(reply, Card)
    assert "no saved lines yet" in reply.text
    assert len(reply.rows) >= 3
    assert all(row.text.startswith("Not in your lines yet.") for row in reply.rows)


@pytest.mark.parametrize(
    "ask", ["how do i become one", "a day in it", "what could i try", "tell me more", "not for me"]
)
async def test_said_of_several_roles_it_asks_which_and_then_answers(agreed: Talk, ask: str) -> None:
    await agreed.says(ASK)
    titles = agreed.labels()[:-1]
    assert "Which role do you mean?" in await agreed.text(ask)
    assert agreed.labels() == titles
    assert titles[1] in await agreed.text("2")


@pytest.mark.parametrize("ask", ["how do i become one", "what do they do all day", "what can i try", "tell me more"])
async def test_said_of_the_open_role_it_is_about_that_one(agreed: Talk, ask: str) -> None:
    await agreed.says(ASK)
    title = agreed.labels()[0]
    await agreed.says("1")
    assert (await agreed.text(ask)).startswith(title)


async def test_from_a_role_a_mentor_can_be_asked(agreed: Talk) -> None:
    await agreed.says(ASK)
    await agreed.says("1")
    assert "Ask a mentor" in agreed.labels()
    assert "question" in await agreed.text("ask a mentor")
