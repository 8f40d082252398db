"""Whatever was typed or pasted gives a judgement, in time that grows with its length."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from pathbot.app.cli import app
from pathbot.app.errors import BadInput
from pathbot.app.understanding import load_understanding
from pathbot.reflection.judgement import Context
from pathbot.reflection.understand import understand

KIT = load_understanding()
PIECES = [
    "i",
    "we",
    " ",
    "stop",
    "?",
    "but it didnt fit",
    "\u200b",
    "ñ",
    "e\u0301",
    "👍",
    "\x00",
    "14",
    ".",
    ",",
    "\n",
    "*",
]
anything = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(text=anything, slot=st.sampled_from(["", "action"]), options=st.sampled_from([(), ("yes", "not yet")]))
def test_any_text_gives_a_judgement_whose_spans_lie_inside_it(text: str, slot: str, options: tuple[str, ...]) -> None:
    judged = understand(text, Context(question="Did it work?", slot=slot, options=options), KIT)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in judged.slots)
    assert judged.option is None or 0 <= judged.option < len(options)


@pytest.mark.parametrize(
    "unit",
    ["a", "i made it and ", "? ", "not ", "the the ", "((", "é", "wait ", "lol ", "14 ", "can i ", "i was ", "\n"],
)
def test_a_long_paste_is_read_quickly(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    understand(text[:50], Context(), KIT)
    began = time.perf_counter()
    understand(text, Context(options=("one", "two")), KIT)
    assert time.perf_counter() - began < 1.0


def test_words_broken_by_invisible_signs_are_still_read() -> None:
    assert understand("sk\u200bip", Context(), KIT).intent == "skip"
    text = "i u\u0301sed a dr\u200bill"
    tools = [text[hit.start : hit.end] for hit in understand(text, Context(), KIT).slots if hit.slot == "tool"]
    assert tools == ["a dr\u200bill"]


def rows_of(tmp_path: Path, *rows: str) -> list[str]:
    batch = tmp_path / "rows.jsonl"
    batch.write_text("\n".join(rows), encoding="utf-8")
    return (
        CliRunner()
        .invoke(app, ["intents", "--batch", str(batch), "--json"], catch_exceptions=False)
        .stdout.splitlines()
    )


def test_the_command_answers_each_row_with_its_own_id(tmp_path: Path) -> None:
    asked = "What would you want to find out?"
    lines = rows_of(
        tmp_path,
        '{"id": 7, "text": "idk"}',
        json.dumps({"id": "b", "text": "why are there no trees there?", "context": asked}),
        json.dumps({"id": "c", "text": "2", "context": {"question": asked, "slot": "wonder", "options": ["x", "y"]}}),
        '{"id": "d", "text": "", "context": null}',
    )
    assert [json.loads(line) for line in lines] == [
        {"id": 7, "intent": "vague"},
        {"id": "b", "intent": "answer"},
        {"id": "c", "intent": "answer"},
        {"id": "d", "intent": "vague"},
    ]


def test_a_context_may_say_more_than_is_used_and_what_is_used_has_to_be_right(tmp_path: Path) -> None:
    more = (
        '{"id": "y", "text": "hi", "context": {"step": 3}}',
        '{"id": "z", "text": "hi", "context": ["Hi Sam.", "Ready?"]}',
    )
    assert [json.loads(line)["intent"] for line in rows_of(tmp_path, *more)] == ["greeting", "greeting"]
    with pytest.raises(BadInput, match=r"Row z: context\.question"):
        rows_of(tmp_path, '{"id": "z", "text": "hi", "context": {"question": 3}}')
