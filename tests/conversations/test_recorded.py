"""Twelve very different learners, recorded. `pytest tests/conversations --update` rewrites; review the diff."""

import asyncio
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conversations.player import dump, play

from pathbot.app.kit import Kit
from pathbot.evidence import Said

RECORDINGS = sorted(Path(__file__).parent.glob("*.yaml"))
MOST_TURNS = 6
KEEP_NOTHING = {"silent", "stopping"}


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_there_are_at_least_twelve_learners() -> None:
    assert len(RECORDINGS) >= 12


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_recorded_and_every_line_stands_on_the_learners_words(
    path: Path, kit: Kit, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    recording = _read(path)
    played = asyncio.run(play(recording, tmp_path, kit))
    if request.config.getoption("--update"):
        path.write_text(dump(played.recording), encoding="utf-8")
    else:
        assert dump(played.recording) == dump(recording)
    for statement in played.statements:
        assert statement.draft.evidence
        for quote in statement.draft.evidence:
            assert quote.found_in(played.said.get(quote.message_id, Said(id="?", text="")))


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_whoever_walks_to_the_end_keeps_at_least_two_lines(path: Path) -> None:
    assert _read(path)["saved"] >= (0 if path.stem in KEEP_NOTHING else 2)


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_no_question_is_asked_twice_and_no_step_takes_more_than_six_turns(path: Path) -> None:
    replies = [reply for turn in _read(path)["talk"] for reply in turn["replies"]]
    steps = Counter(match[1] for reply in replies if (match := re.match(r"\[(\d)\] ", reply)))
    assert all(count <= MOST_TURNS for count in steps.values()), steps
    questions = Counter(question for reply in replies for question in _questions(reply))
    assert [question for question, count in questions.items() if count > 1] == []


def _questions(reply: str) -> list[str]:
    """Questions Pathbot puts: not options, not quoted words, not the essential question."""
    lines = [line for line in reply.splitlines() if not re.match(r"\s+\d+\. ", line)]
    text = re.sub(r"“[^”]*”|«[^»]*»|\"[^\"]*\"", "", re.sub(r"^\[\d\] ", "", " ".join(lines)))
    return [s.strip() for s in re.findall(r"[^.!?]*\?", text) if len(s.split()) > 2]
