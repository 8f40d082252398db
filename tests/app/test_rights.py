"""A learner's rights in the chat: who sees what, the portfolio, a copy, and everything deleted."""

import pytest
from tests.app.school import CRISIS, Talk
from tests.conversations.player import SCHOOL

from pathbot.people import Membership, Person
from pathbot.store import people, portfolio

CANARY = "quokka"


@pytest.mark.parametrize(
    "ask", ["are you ai?", "whats ur name", "hey r u a real person", "are you a bot or a person", "what are you"]
)
async def test_who_asks_what_pathbot_is_hears_that_it_is_a_program(agreed: Talk, ask: str) -> None:
    before = portfolio.journeys_of(agreed.engine, "maya")
    assert "a computer program, not a person" in await agreed.text(ask)
    assert portfolio.journeys_of(agreed.engine, "maya") == before, "the question stays open"


@pytest.mark.parametrize("ask", ["who sees this", "who can see my answers"])
async def test_who_sees_this_is_answered_at_any_time(agreed: Talk, ask: str) -> None:
    reply = await agreed.text(ask)
    assert "Mr. Ortiz" in reply
    assert "Ms. Lee" in reply


@pytest.mark.parametrize("clear", ["Delete everything", "1", "yes"])
async def test_deleting_takes_a_clear_yes_and_leaves_no_word(agreed: Talk, clear: str) -> None:
    await agreed.says(f"a {CANARY} sits under the only tree on my street")
    assert agreed.holds(CANARY)
    await agreed.says("delete my data")
    assert "is deleted" in await agreed.text(clear)
    assert agreed.holds(CANARY) == []
    assert "I don't know you yet" in await agreed.text("hi")
    assert agreed.failed() == []


@pytest.mark.parametrize("other", ["Keep it", "2", "no", "hm", "idk", "do not delete everything", "delete everything?"])
async def test_anything_else_keeps_everything(agreed: Talk, other: str) -> None:
    await agreed.says(f"a {CANARY} sits under the only tree on my street")
    await agreed.says("delete my data")
    assert await agreed.text(other) == "OK, nothing was deleted."
    assert agreed.holds(CANARY)
    await agreed.says("yes")
    assert agreed.holds(CANARY)


async def test_a_late_tap_on_delete_everything_asks_again(agreed: Talk) -> None:
    await agreed.says("delete my data")
    delete = agreed.value("Delete everything")
    await agreed.says("Keep it")
    assert "Delete it?" in await agreed.text(kind="choice", value=delete)
    assert agreed.rows("consents")


async def test_the_portfolio_before_any_line_says_what_was_told_so_far(agreed: Talk) -> None:
    assert "Nothing saved yet" in await agreed.text("portfolio")
    await agreed.says("there is one tree on my street")
    assert "one tree on your street" in await agreed.text("portfolio")


async def test_the_portfolio_and_the_export_show_only_approved_lines(walked: Talk) -> None:
    saved = (await walked.to_a_line()).draft.statement.rstrip(".")
    assert "Nothing saved yet" in await walked.text("export")
    await walked.says(kind="choice", value=walked.value("Save"))
    for ask in ("portfolio", "export"):
        shown = await walked.text(ask)
        assert saved in shown
        assert not any(s.draft.statement.rstrip(".") in shown for s in walked.lines("proposed"))
    assert walked.lines("proposed")


TAKEN_BACK = (
    "i take back my ok",
    "withdraw my consent",
    "stop saving what i write",
    "I don't want you to save my stuff anymore",
    "i changed my mind about the ok",
    "retiro mi permiso",
    "ya no quiero que guardes lo mío",
    "por favor no guardes más mis respuestas",
)


@pytest.mark.parametrize("said", TAKEN_BACK)
async def test_the_ok_can_be_taken_back_in_ones_own_words_and_given_again_without_losing_the_place(
    talk: Talk, said: str
) -> None:
    language = "es" if {"permiso", "guardes"} & set(said.split()) else "en"
    people.add_person(talk.engine, Person(id="maya", school=SCHOOL.id, name="Maya", language=language))
    await talk.says(kind="open")
    await talk.says("ok")
    await talk.says("a tree on my street")
    step, answers = talk.step(), len(talk.rows("transcript"))
    assert {"en": "delete my data", "es": "borra mis datos"}[language] in await talk.text(said)
    await talk.text(f"a {CANARY} lives there")
    assert talk.holds(CANARY) == []
    assert len(talk.rows("transcript")) == answers
    await talk.says("ok")
    assert talk.step() == step
    await talk.text("we measured the shade")
    assert len(talk.rows("transcript")) > answers


async def test_after_a_concern_the_ok_can_be_taken_back_at_once(agreed: Talk) -> None:
    await agreed.says(CRISIS)
    assert "I keep nothing you write" in await agreed.text("withdraw my consent")
    assert agreed.rows("consents")[0]["withdrawn_at"] is not None
    assert agreed.rows("concerns"), "an adult still hears of it"


@pytest.mark.parametrize(
    "said",
    [
        "change my last answer",
        "thats wrong i didnt say that",
        "wait go back",
        "thats not true",
        "i want to fix something i said",
    ],
)
async def test_a_wish_to_correct_something_is_never_taken_as_the_correction(agreed: Talk, said: str) -> None:
    await agreed.says("one tree on my street")
    asked = await agreed.text(said)
    assert "You told me: “one tree on my street”" in asked
    assert "“two trees on my street”" in await agreed.text("two trees on my street")


async def test_whoever_changes_their_mind_about_correcting_keeps_what_they_said(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    await agreed.says("change my answer")
    assert "stays as it was" in await agreed.text("never mind")
    assert "one tree on your street" in await agreed.text("portfolio")


async def test_who_is_barred_in_the_middle_can_still_delete_everything(agreed: Talk) -> None:
    await agreed.says(f"a {CANARY} sits under the tree")
    held = Membership(person="kim", school=SCHOOL.id, duty="safety_contact", active=False)
    people.add_membership(agreed.engine, held)
    assert "Delete it?" in await agreed.text("delete my data")
    assert "is deleted" in await agreed.text("Delete everything")
    assert agreed.holds(CANARY) == []
