"""A learner's rights in the chat: who sees what, the portfolio, a copy, and everything deleted."""

import pytest
from tests.app.school import Talk

CANARY = "quokka"


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


async def test_the_portfolio_and_the_export_show_only_approved_lines(agreed: Talk) -> None:
    saved = (await agreed.to_a_line()).draft.statement.rstrip(".")
    assert "Nothing saved yet" in await agreed.text("export")
    await agreed.says(kind="choice", value=agreed.value("Save"))
    for ask in ("portfolio", "export"):
        shown = await agreed.text(ask)
        assert saved in shown
        assert not any(s.draft.statement.rstrip(".") in shown for s in agreed.lines("proposed"))
    assert agreed.lines("proposed")
