"""The command line as people use it: real commands in one home, one sentence per error."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "data" / "schemas" / "jsonresume" / "schema.json"
HEAVY = ("chromadb", "sqlalchemy", "fastapi", "onnxruntime", "numpy", "langchain", "openai", "slack_bolt")
SCRIPT = ROOT / "tests" / "cli" / "walk.txt"


def test_help_loads_nothing_heavy() -> None:
    program = f"import sys, pathbot.app.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_init_makes_a_key_only_its_owner_can_read_and_running_it_again_changes_nothing(run: Run) -> None:
    code, out, _ = run("init")
    assert code == 0
    assert out.startswith("Made")
    key = Path(os.environ["PATHBOT_HOME"]) / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text(encoding="ascii")
    assert run("init")[1].startswith("Found")
    assert key.read_text(encoding="ascii") == before


def test_a_database_without_its_key_is_not_given_a_new_one(run: Run) -> None:
    run("init")
    (Path(os.environ["PATHBOT_HOME"]) / "key").unlink()
    code, _, err = run("init")
    assert code == 1
    assert "Put the key back" in err


def test_doctor_says_what_to_do_about_a_missing_key(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 1
    assert "run `pathbot init`" in out
    run("init")
    assert run("doctor")[0] == 0


def test_what_is_shipped_has_no_problems(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PATHBOT_KNOWLEDGE")
    assert run("check") == (0, "", "")


def test_a_scripted_learner_walks_all_eight_steps_and_keeps_at_least_two_lines(run: Run, tmp_path: Path) -> None:
    transcript = tmp_path / "transcript.jsonl"
    code, out, err = run(
        "chat", "--project", "shade-for-our-school", "--script", str(SCRIPT), "--transcript", str(transcript)
    )
    assert (code, err) == (0, "")
    rows = [json.loads(line) for line in transcript.read_text(encoding="utf-8").splitlines()]
    assert all(set(row) == {"from", "text", "step", "at"} for row in rows)
    assert {row["from"] for row in rows} == {"bot", "learner"}
    assert {row["step"] for row in rows if row["from"] == "bot"} >= set(range(1, 9))
    who = out.split("pathbot portfolio export ")[1].split()[0]
    resume = json.loads(run("portfolio", "export", who, "--format", "json-resume")[1])
    assert len(resume["projects"][0]["highlights"]) >= 2
    assert resume["skills"]
    markdown = run("portfolio", "export", who, "--format", "md")[1]
    assert resume["projects"][0]["highlights"][0] in markdown
    assert "<h1>" in run("portfolio", "export", who, "--format", "html")[1]
    if SCHEMA.exists():
        jsonschema.validate(resume, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_talk_ends_in_the_language_it_was_held_in(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "corto.txt"
    script.write_text("sí\n", encoding="utf-8")
    assert "Tu lugar queda guardado" in run("chat", "--language", "es", "--script", str(script))[1]


def test_a_learner_can_be_exported_and_erased(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "short.txt"
    script.write_text("ok\nthe canarybird sits in the sun\nstop\n", encoding="utf-8")
    run("chat", "--script", str(script))
    everything = json.loads(run("learner", "export", _someone(run))[1])
    assert "canarybird" in json.dumps(everything)
    who = everything["people"][0]["id"]
    code, out, _ = run("learner", "erase", who, "--yes")
    assert code == 0
    assert json.loads(out)
    assert run("learner", "export", who)[0] == 2


def _someone(run: Run) -> str:
    from pathbot.app.home import open_store
    from pathbot.app.settings import load_settings
    from pathbot.store import people

    engine = open_store(load_settings())
    room = people.classes_of(engine, "local")[0]
    return people.members(engine, room.id, "learner")[0].id


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("chat", "--project", "nope"), 2, "There is no project nope."),
        (("chat", "--script", "/nowhere/script.txt"), 2, "cannot be read"),
        (("portfolio", "export", "nobody"), 2, "There is nobody called nobody."),
        (("roles", "search", "--batch", "/nowhere.jsonl"), 2, ""),
        (("skills", "draft", "/nowhere.jsonl"), 2, "There is no file"),
        (("skills", "verify", "--batch", "/nowhere.jsonl"), 2, "There is no file"),
        (("safety", "screen", "--batch", "/nowhere.jsonl"), 2, "There is no file"),
        (("intents", "--batch", "/nowhere.jsonl"), 2, "There is no file"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_two(
    run: Run, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    run("init")
    got, out, err = run(*arguments)
    assert (got, out) == (code, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_messages_set_aside_are_listed_without_their_words_and_opened_again(run: Run) -> None:
    from sqlalchemy import text
    from tests.store.store_samples import file_all, inbound, set_up

    from pathbot.app.home import open_store
    from pathbot.app.settings import load_settings

    assert run("init")[0] == 0
    assert run("set-aside") == (0, "Nothing was set aside.\n", "")
    engine = open_store(load_settings())
    set_up(engine)
    file_all(engine, inbound(1, "the otters are sick"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE inbox SET state = 'dead', error_code = 'ValueError'"))
    listed = json.loads(run("set-aside", "--json")[1])
    assert set(listed) == {"school", "channel", "received_at", "error_code"}
    assert listed["error_code"] == "ValueError"
    assert run("set-aside", "--again")[0] == 2
    assert run("set-aside", "--school", "nowhere")[0] == 2
    assert run("set-aside", "--school", "cedar", "--again")[1].startswith("Opened 1 again")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT state FROM inbox")).scalar_one() == "new"
    engine.dispose()
