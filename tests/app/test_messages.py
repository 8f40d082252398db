"""Messages as they come: typed options, twice, late, and in any characters at all."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.app.school import Talk
from tests.conversations.player import HERE, SCHOOL

from pathbot.conversation import ConversationState
from pathbot.messages import Choice, Inbound
from pathbot.store import portfolio

EXPECTING = ("answer", "change", "consent", "pick", "approval", "edit", "mentor_question", "mentor_preview", "erase")
WILD = [
    "",
    " \n\t ",
    "😀" * 300,
    "שלום עולם, בניתי צל",
    "\u202eabc\u202c \u200b\u200d\ufeff",
    "a\x00b\x07\x1b[31mc",
    "{name} {} {0.__class__} %s",
    "!delete:x",
    "1" * 400,
    "-99",
    "٣",
    "²",
    "é" * 2_000 + "\u0301" * 500,
    "we cut the wood, " * 300,
    "x" * 50_000,  # last: the screen reads each message together with the three before it
]


@pytest.mark.parametrize("typed", ["2", "What does shade cost?", "what does shade cost", "the second one"])
async def test_a_typed_number_or_label_means_the_option(agreed: Talk, typed: str) -> None:
    await agreed.says("one tree on my street")
    assert "what does shade cost" in (await agreed.text(typed)).lower()


@pytest.mark.parametrize("typed", ["4", "Something else", "something else"])
async def test_something_else_asks_for_their_own_words(agreed: Talk, typed: str) -> None:
    await agreed.says("one tree on my street")
    assert await agreed.text(typed) == "Sure. Say it in your own words."
    assert "who has to water it" in await agreed.text("who has to water it")


async def test_the_same_delivery_twice_changes_nothing(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    before = {name: agreed.rows(name) for name in ("transcript", "journeys", "outbox", "inbox")}
    agreed.count -= 1
    assert await agreed.says("one tree on my street") == ()
    assert {name: agreed.rows(name) for name in before} == before


async def test_a_message_that_comes_late_is_still_taken_in(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    late = Inbound(
        channel="collecting",
        delivery_id="late",
        address=HERE,
        person="maya",
        text="it is an oak",
        sent_at=agreed.now - timedelta(hours=1),
    )
    await agreed.room.take(SCHOOL.id, late)
    assert agreed.failed() == []
    assert any(s.text == "it is an oak" for s in portfolio.said_by(agreed.engine, "maya"))


def _put(talk: Talk, expecting: str) -> None:
    line = min(talk.lines(), key=lambda s: s.id)
    offered = (Choice(label="Save", value=f"!save:{line.id}"), Choice(label="Something else", value="Something else"))
    state = ConversationState(expecting=expecting, subject=line.id, offered=offered)  # type: ignore[arg-type]
    talk.set_state(**dict(state))


@pytest.mark.parametrize("expecting", EXPECTING)
async def test_wild_messages_never_fail_a_turn(walked: Talk, expecting: str) -> None:
    for text in WILD:
        _put(walked, expecting)
        await walked.says(text)
        assert walked.failed() == [], text[:40]
    assert walked.lines("approved") == ()


@pytest.mark.parametrize("kind", ["choice", "form", "edit", "delete", "open"])
async def test_wild_taps_forms_and_edits_never_fail_a_turn(walked: Talk, kind: str) -> None:
    line = await walked.to_a_line()
    for text in WILD:
        data = {"value": text, "form": text, "line": text, "message": text}
        await walked.says(text, kind, **data)
    for verb in ("pick", "save", "line", "role", "question-send", "ack", "erase", "care-tell", "undo-role", "mentor"):
        await walked.says(kind=kind, value=f"!{verb}:nothing", form=f"!{verb}:nothing", line="nothing")
    assert walked.failed() == []
    assert line.id not in {s.id for s in walked.lines("approved")}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), expecting=st.sampled_from(EXPECTING))
async def test_any_text_in_any_state_gets_a_turn(walked: Talk, text: str, expecting: str) -> None:
    _put(walked, expecting)
    await walked.says(text)
    assert walked.failed() == []
