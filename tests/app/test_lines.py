"""Step 8: nothing is approved without a yes, nothing untrue is approved at all."""

from collections import Counter

import pytest
from tests.app.school import Talk


async def test_a_moment_is_picked_by_its_number_its_label_or_anything(walked: Talk) -> None:
    label = walked.labels()[1]
    second = sorted(walked.lines(), key=lambda s: s.id)[1]
    assert second.draft.statement in await walked.text(label)


@pytest.mark.parametrize("anything", ["1", "first one", "idk", "whatever you think", "ok"])
async def test_picking_is_never_a_dead_end(walked: Talk, anything: str) -> None:
    reply = await walked.text(anything)
    assert sorted(walked.lines(), key=lambda s: s.id)[0].draft.statement in reply
    assert walked.lines("approved") == ()


@pytest.mark.parametrize("yes", ["Save", "1", "save it", "yes", "looks good"])
async def test_a_line_is_saved_on_a_yes(walked: Talk, yes: str) -> None:
    line = await walked.to_a_line()
    assert "Saved." in await walked.text(yes)
    assert [s.id for s in walked.lines("approved")] == [line.id]


@pytest.mark.parametrize("no", ["Not me", "4", "no", "skip", "dont save", "dont save it"])
async def test_a_line_is_dropped_on_a_no(walked: Talk, no: str) -> None:
    line = await walked.to_a_line()
    await walked.says(no)
    assert [s.id for s in walked.lines("declined")] == [line.id]
    assert walked.lines("approved") == ()


@pytest.mark.parametrize(
    "unclear", ["hm", "i measured it with my cousin", "who sees this", "save?", "do not save", "never save"]
)
async def test_anything_else_approves_nothing(walked: Talk, unclear: str) -> None:
    await walked.to_a_line()
    await walked.says(unclear)
    assert walked.lines("approved") == ()


async def test_a_yes_to_something_else_approves_nothing(walked: Talk) -> None:
    await walked.to_a_line()
    await walked.says("what jobs use maps")
    await walked.says("yes")
    assert walked.lines("approved") == ()
    assert "Save" in walked.labels()


@pytest.mark.parametrize("shorter", ["Shorter", "2", "make it shorter", "can u make it shorter"])
async def test_a_shorter_line_is_shown_and_not_yet_saved(walked: Talk, shorter: str) -> None:
    line = await walked.to_a_line()
    await walked.says(shorter)
    now = next(s for s in walked.lines() if s.id == line.id)
    assert len(now.draft.statement) <= len(line.draft.statement)
    assert now.status == "proposed"


@pytest.mark.parametrize("plainer", ["plainer", "make it simpler"])
async def test_a_plainer_line_is_asked_for_in_words_and_saves_nothing(walked: Talk, plainer: str) -> None:
    line = await walked.to_a_line()
    assert "plain" in await walked.text(plainer)
    now = next(s for s in walked.lines() if s.id == line.id)
    assert now.status == "proposed"


async def test_shortening_a_saved_line_asks_for_another_yes(walked: Talk) -> None:
    line = await walked.to_a_line()
    shorter = walked.value("Shorter")
    await walked.says("save")
    await walked.says(kind="choice", value=shorter)
    now = next(s for s in walked.lines() if s.id == line.id)
    assert now.status == "proposed" or now.draft == line.draft


@pytest.mark.parametrize(
    ("false", "problem"),
    [("Drew 99 shade maps on graph paper", '"99"'), ("Led drawing the shade map on graph paper", '"Led"')],
)
async def test_an_edit_that_was_never_said_is_refused_and_the_first_one_can_be_kept(
    walked: Talk, false: str, problem: str
) -> None:
    line = await walked.to_a_line()
    await walked.says("edit")
    refused = await walked.text(false)
    assert problem in refused
    assert line.draft.statement in refused
    assert walked.lines("approved") == ()
    await walked.says("keep it")
    (kept,) = walked.lines("approved")
    assert kept.draft.statement == line.draft.statement


@pytest.mark.parametrize("by_form", [True, False])
async def test_an_honest_edit_is_saved_as_written(walked: Talk, by_form: bool) -> None:
    line = await walked.to_a_line()
    mine = "Drew the shade map on graph paper"
    await walked.says("3")
    if by_form:
        await walked.says(kind="form", form=f"!line:{line.id}", line=mine)
    else:
        await walked.says(mine)
    (kept,) = walked.lines("approved")
    assert kept.draft.statement == mine


@pytest.mark.parametrize("about", ["idk", "never mind", "ok", "save", "skip", "shorter", "not me", "no", "what"])
async def test_a_word_about_the_line_is_not_taken_for_the_new_line(walked: Talk, about: str) -> None:
    line = await walked.to_a_line()
    await walked.says("edit")
    await walked.says(about)
    now = next(s for s in walked.lines() if s.id == line.id)
    assert now.draft.statement == line.draft.statement
    assert now.status == "proposed"


@pytest.mark.parametrize("empty", ["", "   ", "\u200b", "3", "graph paper " * 40])
async def test_a_form_with_nothing_or_far_too_much_approves_nothing(walked: Talk, empty: str) -> None:
    line = await walked.to_a_line()
    await walked.says("edit")
    await walked.says(kind="form", form=f"!line:{line.id}", line=empty)
    assert walked.lines("approved") == ()
    assert walked.failed() == []


async def test_a_button_tapped_twice_does_its_work_once(walked: Talk) -> None:
    first = await walked.to_a_line()
    save = walked.value("Save")
    await walked.says(kind="choice", value=save)
    assert await walked.text(kind="choice", value=save) == "That one is already saved."
    assert [s.id for s in walked.lines("approved")] == [first.id]


async def test_a_late_tap_on_an_old_card_settles_that_line(walked: Talk) -> None:
    first = await walked.to_a_line()
    not_me = walked.value("Not me")
    await walked.says("save")
    second = walked.state().subject
    await walked.says(kind="choice", value=not_me)
    assert [s.id for s in walked.lines("declined")] == [first.id]
    assert next(s for s in walked.lines() if s.id == second).status == "proposed"
    assert walked.lines("approved") == ()


@pytest.mark.parametrize("kind", ["edit", "delete"])
async def test_taking_words_back_withdraws_the_lines_that_quoted_them(walked: Talk, kind: str) -> None:
    line = await walked.to_a_line()
    save = walked.value("Save")
    await walked.says("save")
    message = line.draft.evidence[0].message_id
    told = await walked.text("we just looked at it" if kind == "edit" else "", kind=kind, message=message)
    assert "out of your portfolio" in told
    assert walked.lines("approved") == ()
    assert "took back words" in await walked.text(kind="choice", value=save)
    assert walked.lines("approved") == ()


@pytest.mark.parametrize("always", ["hm", "edit", "shorter", "1", "who sees this", "Led a team of 50", "skip", "hi"])
async def test_step_8_never_takes_more_than_six_turns(walked: Talk, always: str) -> None:
    for _ in range(9):
        await walked.says(always)
    turns = Counter(o.step for o in walked.channel.sent)
    assert turns[8] <= 6
    assert walked.failed() == []


async def test_a_view_that_sounds_like_a_deed_becomes_no_line(agreed: Talk) -> None:
    for words in ("its hot", "why no trees", "the kids at the bus stop", "put houses far from benches"):
        await agreed.says(words)
    for _ in range(12):
        await agreed.says("skip")
    assert agreed.lines() == ()
