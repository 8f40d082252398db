"""`pathbot roles` as people and programs use it."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from tests.roles.role_samples import SEARCH_WORDS, TEXTS
from typer.testing import CliRunner

from pathbot.app.cli.roles import app
from pathbot.app.errors import BadInput, Failed


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with three cards, and none of ours."""
    roles = tmp_path / "knowledge" / "roles" / "some-cluster"
    roles.mkdir(parents=True)
    for name, text in TEXTS.items():
        (roles / name).write_text(text, encoding="utf-8")
    shutil.copytree(SEARCH_WORDS, tmp_path / "knowledge" / "search")
    return tmp_path


def pathbot_roles(home: Path, *arguments: str) -> Result:
    env = {
        "PATHBOT_HOME": str(home / "no-data-folder"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PATHBOT_KNOWLEDGE": str(home / "knowledge"),
    }
    return CliRunner(env=env).invoke(app, list(arguments))


def test_a_search_answers_with_one_json_object(home: Path) -> None:
    result = pathbot_roles(home, "search", "--json", "-n", "1", "I", "built", "a", "bench")
    row = json.loads(result.stdout)
    assert row["query"] == "I built a bench"
    (found,) = row["results"]
    assert found.keys() == {"soc", "title", "score", "why"}
    assert found["soc"] == "47-2031.00"
    assert 0 < found["score"] <= 1


def test_a_batch_is_answered_in_order_with_its_ids(home: Path) -> None:
    rows = [{"id": "b", "query": "enfermera"}, {"id": 7, "query": "???"}, {"id": "a", "query": "coding", "more": 1}]
    batch = home / "rows.jsonl"
    batch.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    answers = [json.loads(line) for line in pathbot_roles(home, "search", "--batch", str(batch)).stdout.splitlines()]
    assert [(answer["id"], answer["query"]) for answer in answers] == [(row["id"], row["query"]) for row in rows]
    assert [answer["results"][0]["title"] if answer["results"] else None for answer in answers] == [
        "Registered Nurse",
        None,
        "Software Developer",
    ]


def test_people_read_the_reason_the_preparation_and_the_dated_pay(home: Path) -> None:
    said = pathbot_roles(home, "search", "nurse").stdout
    assert "Registered Nurse" in said
    assert "You said “nurse”" in said
    assert "Bachelor's degree (BLS OOH)" in said
    assert "$93,600 a year (median, 2024-05, BLS OEWS)" in said


def test_nothing_close_enough_is_said_plainly(home: Path) -> None:
    assert "No role card is close enough" in pathbot_roles(home, "search", "what time is it").stdout


def test_no_words_and_no_batch_is_bad_input(home: Path) -> None:
    assert isinstance(pathbot_roles(home, "search").exception, BadInput)


def test_a_bad_card_stops_with_its_file_and_line(home: Path) -> None:
    card = home / "knowledge" / "roles" / "some-cluster" / "nurse.md"
    card.write_text(TEXTS["nurse.md"].replace("job_zone: 3", "job_zone: 9"), encoding="utf-8")
    error = pathbot_roles(home, "search", "nurse").exception
    assert isinstance(error, BadInput)
    assert "nurse.md, line 9: job_zone" in str(error)


def test_the_index_can_be_made_anew_after_damage(home: Path) -> None:
    folder = home / "cache" / "pathbot" / "roles"
    folder.mkdir(parents=True)
    (folder / "chroma.sqlite3").write_bytes(b"not a database" * 100)
    error = pathbot_roles(home, "search", "nurse").exception
    assert isinstance(error, Failed)
    assert "pathbot roles index --fresh" in str(error)
    assert "3 role cards are indexed" in pathbot_roles(home, "index", "--fresh").stdout


def test_without_a_folder_to_write_the_index_lives_in_memory(home: Path) -> None:
    (home / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert "Registered Nurse" in pathbot_roles(home, "search", "nurse").stdout


def zoned(home: Path, *arguments: str) -> list[str]:
    """The titles found with other filters, best first."""
    words = "sawing wood, coding games and caring for sick people"
    row = json.loads(pathbot_roles(home, "search", "--json", *arguments, words).stdout)
    return [found["title"] for found in row["results"]]


def test_a_search_can_keep_to_a_cluster_by_part_of_its_name(home: Path) -> None:
    assert zoned(home, "--cluster", "digital") == ["Software Developer"]


def test_a_search_can_keep_to_levels_of_preparation(home: Path) -> None:
    card = home / "knowledge" / "roles" / "some-cluster" / "carpenter.md"
    card.write_text(TEXTS["carpenter.md"].replace("job_zone: 3", "job_zone: 2"), encoding="utf-8")
    everything = zoned(home)
    assert zoned(home, "--preparation", "2") == ["Carpenter"]
    assert zoned(home, "--preparation", "2", "--preparation", "3") == everything
    assert len(everything) > 1


def test_a_search_can_keep_to_a_school_subject(home: Path) -> None:
    card = home / "knowledge" / "roles" / "some-cluster" / "carpenter.md"
    changed = re.sub(r"^subjects: .*$", "subjects: [Geometry]", TEXTS["carpenter.md"], flags=re.MULTILINE)
    card.write_text(changed, encoding="utf-8")
    assert zoned(home, "--subject", "geometry") == ["Carpenter"]


def test_a_cluster_that_does_not_exist_is_bad_input_and_says_which_do(home: Path) -> None:
    error = pathbot_roles(home, "search", "--cluster", "wizardry", "nurse").exception
    assert isinstance(error, BadInput)
    assert "Digital Technology" in str(error)
