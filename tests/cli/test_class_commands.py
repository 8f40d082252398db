"""Setting up a school from the command line, as an administrator does it on a Monday."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pathbot.app.cli import app
from pathbot.app.errors import BadInput


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PATHBOT_HOME", str(tmp_path))

    def call(*words: str) -> str:
        result = CliRunner().invoke(app, list(words))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout

    call("init")
    call("school", "add", "river", "Riverside High")
    call("class", "add", "p3", "Period 3", "--school", "river", "--project", "shade-for-our-school")
    return call


def test_a_school_a_class_and_a_learner_with_a_code(run) -> None:  # type: ignore[no-untyped-def]
    run("people", "add", "maya", "Maya", "--school", "river", "--as", "learner", "--class", "p3", "--email", "M@x.edu")
    row = json.loads(run("people", "list", "--class", "Period 3", "--json"))
    assert row["email"] == "m@x.edu"
    assert row["duties"] == [{"duty": "learner", "class": "p3"}]
    made = json.loads(run("people", "code", "maya", "--json"))
    assert made["person"] == "maya"
    assert len(made["code"]) == 9


def test_a_group_project_has_teams(run) -> None:  # type: ignore[no-untyped-def]
    for name in ("maya", "leo"):
        run("people", "add", name, name.title(), "--school", "river", "--as", "learner", "--class", "p3")
    assert "team Tree team" in run("class", "team", "p3", "Tree team", "maya", "Leo")
    assert json.loads(run("class", "teams", "p3", "--json")) == {"team": "Tree team", "learners": ["leo", "maya"]}
    run("class", "team", "p3", "-", "leo", "maya")
    assert run("class", "teams", "p3", "--json") == ""


def test_a_project_starts_pauses_and_ends(run) -> None:  # type: ignore[no-untyped-def]
    for name in ("lee", "park"):
        run("people", "add", name, name.title(), "--school", "river", "--as", "safety_contact")
    due = ("--due", "reflection-point=2026-10-05")
    assert "running" in run("class", "start", "p3", "homes-for-birds", "--starts", "2026-09-14", *due)
    assert "paused" in run("class", "pause", "p3")
    assert "ended" in run("class", "end", "p3")
    assert json.loads(run("class", "list", "--json"))["state"] == "ended"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("class", "add", "x", "X", "--school", "nowhere", "--project", "homes-for-birds"), "There is no school"),
        (("class", "add", "x", "X", "--school", "river", "--project", "nothing"), "There is no project"),
        (("class", "set", "p3", "--zone", "Mars/North"), "no time zone"),
        (("class", "set", "p3", "--quiet-from", "late"), "no time of day"),
        (("class", "start", "p3", "homes-for-birds", "--due", "lunch=2026-10-05"), "lunch is no step"),
        (("class", "code", "nowhere"), "There is no class"),
        (("people", "join", "nobody", "--as", "learner"), "There is nobody"),
        (("people", "add", "a", "A", "--school", "river", "--as", "boss"), "no duty"),
        (("people", "add", "a b", "A", "--school", "river"), "cannot be an id"),
        (("people", "add", "a", "A", "--school", "river", "--as", "learner"), "belongs to a class"),
    ],
)
def test_what_cannot_be_is_one_sentence(run, words: tuple[str, ...], says: str) -> None:  # type: ignore[no-untyped-def]
    for name in ("lee", "park") if "start" in words else ():
        run("people", "add", name, name.title(), "--school", "river", "--as", "safety_contact")
    with pytest.raises(BadInput, match=says):
        run(*words)
