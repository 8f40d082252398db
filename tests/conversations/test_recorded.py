"""Twelve very different learners, recorded. `pytest tests/conversations --update` rewrites; review the diff."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from pathbot.app.kit import Kit
from pathbot.evidence import Said
from pathbot.store import portfolio
from tests.conversations.player import Player, dump, play

FOLDER = Path(__file__).parent
RECORDINGS = sorted(FOLDER.glob("*.yaml"))
MOST_TURNS = 6
SENTENCE_END = re.compile(r"[.!?](?:\s|$)")


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_there_are_at_least_twelve_learners() -> None:
    assert len(RECORDINGS) >= 12


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
async def test_the_conversation_goes_as_recorded(
    path: Path, kit: Kit, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    recording = _read(path)
    played = await play(recording, tmp_path, kit)
    if request.config.getoption("--update"):
        path.write_text(dump(played), encoding="utf-8")
        return
    assert dump(played) == dump(recording)


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_no_question_is_asked_twice_and_no_step_takes_more_than_six_turns(path: Path) -> None:
    replies = [reply for turn in _read(path)["talk"] for reply in turn.get("replies", ())]
    steps = Counter(match[1] for reply in replies if (match := re.match(r"\[(\d)\] ", reply)))
    assert all(count <= MOST_TURNS for count in steps.values()), steps
    questions = Counter(question for reply in replies for question in _questions(reply))
    assert [question for question, count in questions.items() if count > 1] == []


def _questions(reply: str) -> list[str]:
    """Questions Pathbot puts: not options, not quoted words, not the essential question."""
    lines = [line for line in reply.splitlines() if not re.match(r"\s+\d+\. ", line)]
    text = re.sub(r"“[^”]*”|\"[^\"]*\"", "", re.sub(r"^\[\d\] ", "", " ".join(lines)))
    return [s.strip() for s in re.findall(r"[^.!?]*\?", text) if len(s.split()) > 2]


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
async def test_every_statement_stands_on_the_learners_own_words(path: Path, kit: Kit, tmp_path: Path) -> None:
    recording = _read(path)
    async with Player(tmp_path, kit, recording.get("project", "shade-for-our-school")) as player:
        for turn in recording["talk"]:
            if "waits" in turn:
                player.waits(turn["waits"])
            if "taps" in turn:
                await player.taps(turn["taps"])
            else:
                await player.says(turn.get("says", ""), "text" if "says" in turn else "open")
        said = {s.id: s for s in portfolio.said_by(player.engine, "maya")}
        statements = portfolio.statements_of(player.engine, "maya")
    approved = [s for s in statements if s.status == "approved"]
    assert len(approved) == recording["saved"]
    for statement in statements:
        assert statement.draft.evidence
        for quote in statement.draft.evidence:
            assert quote.found_in(said.get(quote.message_id, Said(id="?", text="")))
