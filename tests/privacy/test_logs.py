"""Whatever happens, what a learner wrote stands in no log line."""

import logging
from pathlib import Path

import pytest
from tests.app.school import Talk

from pathbot.app import workers
from pathbot.app.kit import Kit

CANARY = "zanzibar otter"
CRISIS = f"i want to kill myself, {CANARY}"


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def _said(log: pytest.LogCaptureFixture) -> str:
    shown = logging.Formatter("%(name)s %(levelname)s %(message)s")
    return "\n".join(shown.format(record) for record in log.records)  # with tracebacks, as a file would have them


async def test_a_walk_with_a_concern_an_edit_and_an_export_leaves_no_words(
    kit: Kit, tmp_path: Path, everything: pytest.LogCaptureFixture
) -> None:
    async with Talk(tmp_path, kit) as talk:
        await talk.says(kind="open")
        await talk.says("ok")
        for text in (f"there is a {CANARY} on my street", CRISIS, "go on", f"what do {CANARY} people do", "export"):
            await talk.says(text)
        await talk.says(f"{CANARY} again", kind="edit", message="m3")
    assert CANARY not in _said(everything)


async def test_a_turn_that_fails_says_what_kind_of_error_it_was_and_nothing_else(
    kit: Kit, tmp_path: Path, everything: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(f"cannot read {CANARY}")

    async with Talk(tmp_path, kit) as talk:
        monkeypatch.setattr(workers, "handle", broken)
        await talk.says(CRISIS)
    assert "ValueError" in _said(everything)
    assert CANARY not in _said(everything)
