import json
from pathlib import Path
from typing import Any

import pytest

from pathbot.app.cli.skills import draft, verify
from pathbot.app.errors import BadInput


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_draft_prints_a_line_for_each_statement_with_ids_as_they_were_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": 1, "from": "bot", "text": "I made the rocket. What did you make?"},
        {
            "id": "two",
            "from": "learner",
            "text": "i made 3 posters about shade and hung them in the cafeteria",
            "step": 4,
        },
        {"id": 3, "text": "i presented the posters to my class with a friend"},
    ]
    draft(write(tmp_path / "t.jsonl", rows), as_json=True)
    found = lines(capsys.readouterr().out)
    texts = {row["id"]: str(row["text"]) for row in rows}
    assert found
    for line in found:
        assert set(line) == {"statement", "skills", "evidence", "own_words"}
        assert "rocket" not in line["statement"]
        assert all(set(skill) == {"name", "framework"} for skill in line["skills"])
        for quote in line["evidence"]:
            assert texts[quote["message_id"]][quote["start"] : quote["end"]] == quote["quote"]
            assert quote["message_id"] != 1


def test_a_problem_is_told_in_the_language_of_the_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"id": 1, "evidence": ["hice la mesa con mi tio"], "statement": "Hice tres mesas con mi tio."}
    verify(write(tmp_path / "v.jsonl", [row]), as_json=True)
    assert lines(capsys.readouterr().out)[0]["problems"][0]["text"].startswith("No dijiste")


def test_verify_answers_in_order_for_every_shape_of_evidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": 7, "evidence": ["i made the google form"], "statement": "Led a team survey of 42 classmates."},
        {
            "id": "b",
            "evidence": [{"text": "i made the google form", "project": "a"}],
            "statement": "Made a Google Form.",
        },
        {"id": "c", "evidence": [{"quote": "i made a poster", "message_id": 4}], "statement": "Created a poster."},
        {"id": "d", "evidence": [], "statement": ""},
    ]
    verify(write(tmp_path / "v.jsonl", rows), as_json=True)
    found = lines(capsys.readouterr().out)
    assert [(line["id"], line["supported"]) for line in found] == [(7, False), ("b", True), ("c", True), ("d", False)]
    assert {"number", "role_inflation"} <= {problem["kind"] for problem in found[0]["problems"]}
    assert all(problem["text"] for line in found for problem in line["problems"])


def test_a_broken_row_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 1"):
        verify(write(tmp_path / "v.jsonl", [{"id": 1, "statement": "x"}]), as_json=True)
