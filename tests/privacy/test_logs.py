"""Whatever happens, what a learner wrote stands in no log line."""

import logging
from pathlib import Path

import pytest
from tests.app.school import Talk
from tests.conversations.player import HERE

from pathbot.app import workers
from pathbot.app.kit import Kit
from pathbot.app.sender import send_next
from pathbot.messages import Outgoing, Text
from pathbot.store import outbox, turns

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


async def test_a_channel_and_a_store_that_fail_leave_no_words_either(
    kit: Kit, tmp_path: Path, everything: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sending breaks with the message in the error, and so does storing a turn: what is logged is the kind of error."""

    async def send(outgoing: Outgoing) -> str:
        raise ConnectionError(f"cannot post {outgoing.reply}")

    def commit(*_: object) -> bool:
        raise RuntimeError(f"cannot store {CANARY}")

    async with Talk(tmp_path, kit) as talk:
        await talk.says(kind="open")
        await talk.says("ok")
        outbox.post(talk.engine, "school", [_word(talk)], talk.now)
        monkeypatch.setattr(talk.channel, "send", send)
        await send_next(talk.engine, {"collecting": talk.channel}, lambda: talk.now)
        monkeypatch.setattr(turns, "commit", commit)
        await talk.says(f"there is a {CANARY}")
    assert "ConnectionError" in _said(everything)
    assert "RuntimeError" in _said(everything)
    assert CANARY not in _said(everything)


def _word(talk: Talk) -> Outgoing:
    return Outgoing(key="word", address=HERE, reply=Text(text=f"You said {CANARY}"))
