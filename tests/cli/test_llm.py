"""`pathbot llm`: what an administrator sees of a model, against a real server on loopback."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.llm.fake_openai import Act, Asked, FakeOpenAI, say, status

LINES = "my abuela sits in the car with the ac\nwhy no trees there\nskip\nasphalt was 148 degrees\ni measured it\n"


@pytest.fixture(autouse=True)
def _no_model_of_this_computers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATHBOT_LLM", "")


def helpful(asked: Asked) -> Act:
    """A good answer to every task."""
    if asked.task == "judge":
        return say({"intent": "answer", "heard": [], "signals": []})
    if asked.task == "ask":
        return say({"said_back": "", "question": asked.data["question"]})
    return say({"lines": []} if asked.task == "draft" else {"line": asked.data["plain"]})


def configure(monkeypatch: pytest.MonkeyPatch, server: FakeOpenAI) -> None:
    monkeypatch.setenv("PATHBOT_LLM", "openai:small")
    monkeypatch.setenv("PATHBOT_LLM_BASE_URL", server.url)
    monkeypatch.setenv("PATHBOT_LLM_PRICES", "small=0.5/2")


def test_bad_input_is_one_sentence_that_says_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init")
    for arguments, said in (
        (("llm", "try"), "set PATHBOT_LLM"),
        (("llm", "on", "nowhere"), "There is no school nowhere"),
        (("llm", "report", "--month", "November"), "Write it like 2026-11"),
    ):
        code, out, error = run(*arguments)
        assert (code, out) == (2, "")
        assert said in error
    for name, value, said in (
        ("PATHBOT_LLM", "gpt-something", "openai:model"),
        ("PATHBOT_LLM", "openai:x", "PATHBOT_LLM_KEY"),
        ("PATHBOT_LLM", "azure_openai:x", "PATHBOT_LLM_API_VERSION"),
    ):
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        monkeypatch.setenv(name, value)
        code, _, error = run("llm", "try")
        assert code == 2
        assert said in error
        assert error.count("\n") == 1


def test_a_walk_with_a_model_is_on_the_report_without_a_word_that_was_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "lines.txt"
    script.write_text(LINES, encoding="utf-8")
    run("init")
    with FakeOpenAI(helpful) as server:
        configure(monkeypatch, server)
        code, out, _ = run("llm", "try")
        assert code == 0
        assert "small: ok" in out
        before = len(server.asked)
        assert run("chat", "--script", str(script))[0] == 0
        assert len(server.asked) > before, "in a terminal, configuring a model is enough"
    code, out, _ = run("llm", "report", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {row["task"] for row in rows} >= {"judge"}
    assert all(row["model"] == "small" and row["dollars"] > 0 and row["outcomes"] for row in rows)
    assert "abuela" not in out
    assert sum(row["calls"] for row in rows) == len(server.asked) - before
    assert "openai:small: may help at local" in run("doctor")[1]
    monkeypatch.setenv("PATHBOT_LLM_CLASS_TOKENS", "10")
    assert "has used up its budget: it goes on without a model until" in run("llm", "report")[1]
    assert "no model is asked" in run("llm", "off", "local")[1]


def test_a_model_that_does_not_answer_is_told_apart_from_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeOpenAI(lambda asked: status(401)) as server:
        configure(monkeypatch, server)
        code, out, error = run("llm", "try")
    assert code == 1
    assert "no_entry" in out
    assert "docs/model.md" in error
