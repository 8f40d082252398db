import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pathbot.app.cli.safety import app
from pathbot.app.content import default_folder
from pathbot.app.errors import BadInput
from pathbot.app.safety import load_safety_kit
from pathbot.safety import Protocol, SafetyKit


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["screen", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_batch_answers_in_order_with_the_ids_as_given(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "text": "i want to kill myself"},
        {"id": "x", "text": "we planted trees"},
        {"id": None, "text": ""},
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    answers = [json.loads(line) for line in run("--batch", str(file), "--json").splitlines()]
    assert answers == [{"id": 7, "tier": "B"}, {"id": "x", "tier": "none"}, {"id": None, "tier": "none"}]


def test_a_person_may_type_the_message_as_words() -> None:
    assert run("i", "want", "to", "kill", "myself").startswith("B (suicide")
    assert json.loads(run("--json", "we planted trees")) == {"tier": "none", "reasons": []}


def test_neither_a_message_nor_a_file_is_refused() -> None:
    with pytest.raises(BadInput, match="--batch"):
        CliRunner().invoke(app, ["screen"], catch_exceptions=False)


def test_a_row_without_text_is_named_by_its_line_and_not_quoted(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": 1, "text": "fine"}\n{"id": 2, "words": "my secret"}\n', encoding="utf-8")
    with pytest.raises(BadInput, match="line 2") as caught:
        CliRunner().invoke(app, ["screen", "--batch", str(file)], catch_exceptions=False)
    assert "my secret" not in str(caught.value)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    shutil.copytree(default_folder("knowledge") / "safety", tmp_path / "safety")
    return tmp_path


@pytest.mark.parametrize("name", ["model.npz", "concepts.yaml", "gloss.es.yaml"])
def test_a_changed_model_or_word_group_is_refused(name: str, knowledge: Path) -> None:
    file = knowledge / "safety" / name
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(BadInput, match=r"train_safety\.py"):
        load_safety_kit(knowledge)


def test_a_pattern_that_is_no_pattern_is_named(knowledge: Path) -> None:
    file = knowledge / "safety" / "lexicon.es.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "  - '(open'\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"lexicon\.es\.yaml.*\(open"):
        load_safety_kit(knowledge)


def test_every_reason_has_words_for_staff(phrases_only: SafetyKit, protocol: Protocol) -> None:
    codes = {signal.reason for lexicon in phrases_only.lexicons for signal in lexicon.signals}
    assert codes <= protocol.words["en"].reasons.keys()


def test_the_model_is_small() -> None:
    assert (default_folder("knowledge") / "safety" / "model.npz").stat().st_size < 1_500_000


def test_there_are_enough_sentences_in_both_languages_and_none_is_held_out() -> None:
    folder = default_folder("knowledge") / "safety"
    texts = {name: _texts(folder / name) for name in ("sentences.en.jsonl", "sentences.es.jsonl", "held_out.jsonl")}
    training = texts["sentences.en.jsonl"] | texts["sentences.es.jsonl"]
    assert len(training) >= 2000
    assert len(texts["sentences.es.jsonl"]) >= 500
    assert len(texts["held_out.jsonl"]) >= 200
    assert not training & texts["held_out.jsonl"]


def _texts(path: Path) -> set[str]:
    return {json.loads(line)["text"].casefold() for line in path.read_text(encoding="utf-8").splitlines()}
