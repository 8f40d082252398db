"""The evaluations run from end to end against a loopback model, and a judge that lets everything pass is found out."""

import csv
import sys
from pathlib import Path

import pytest
from bench.evals.__main__ import main
from bench.evals.judging import read_cases
from tests.cli.test_llm import configure, helpful
from tests.llm.fake_openai import Act, Asked, FakeOpenAI, say


def actor(strict: bool) -> object:
    """A model that plays, judges and helps; `strict` refuses the bad samples, else it likes everything."""
    bad = {sample.text for sample in read_cases().bad}

    def behave(asked: Asked) -> Act:
        if "criterion" in asked.data:
            return say({"reason": "so it is", "met": not strict or asked.data["text"] not in bad})
        if "facts" in asked.data:
            return say({"text": asked.data["facts"][len(asked.data["said"]) % len(asked.data["facts"])]})
        return helpful(asked)

    return behave


@pytest.mark.parametrize(("strict", "code"), [pytest.param(True, 0, marks=pytest.mark.faults), (False, 1)])
def test_verdicts_come_out_by_label_and_a_judge_that_never_refuses_fails(
    strict: bool,
    code: int,
    tmp_path: Path,
    knowledge: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATHBOT_KNOWLEDGE", str(knowledge))
    out = tmp_path / "evals.csv"
    learners = "1" if strict else "0"
    monkeypatch.setattr(sys, "argv", ["evals", "--out", str(out), "--learners", learners])
    with FakeOpenAI(actor(strict)) as server:  # type: ignore[arg-type]
        configure(monkeypatch, server)
        assert main() == code
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["label"] for row in rows} == ({"bad", "terse"} if strict else {"bad"})
    assert {row["right"] for row in rows if row["label"] == "bad"} == {str(strict)}
    assert "bad samples" in capsys.readouterr().out


def test_without_a_model_it_says_so_and_asks_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATHBOT_LLM", "")
    monkeypatch.setattr(sys, "argv", ["evals"])
    assert main() == 1
    assert "PATHBOT_LLM" in capsys.readouterr().err
