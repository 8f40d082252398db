"""Role cards: what is read, and how a bad card is refused."""

import datetime
from pathlib import Path

import pytest
from tests.roles.role_samples import NURSE, card

from pathbot.roles.card import CardError, load_cards, parse_card
from pathbot.roles.check import check_cards

TODAY = datetime.date(2026, 11, 23)


def test_a_card_gives_its_facts_with_their_dates() -> None:
    read = card()
    assert read.pay is not None
    assert (read.pay.median_usd, read.pay.date, read.pay.source) == (93600, "2024-05", "BLS OEWS")
    assert read.slug == "registered-nurse"
    assert read.title_in("es") == "Enfermero o enfermera"
    assert len(read.sections.ways_in) == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("job_zone: 3", "job_zone: 9", 9, "job_zone"),
        ("steams:", "steems:", 13, "not known"),
        ("[S, I]", "[S, Q]", 10, "interests"),
        (", source: BLS OEWS}", "}", 15, "pay.source"),
        ("## Tuesday", "## Monday", 31, "Monday"),
        ("## Tuesday", "## Summary", 31, "twice"),
        ("title: R", "title: [R", 3, "YAML"),
    ],
)
def test_a_bad_card_is_refused_with_file_line_and_problem(old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(CardError) as refused:
        parse_card(NURSE.replace(old, new), Path("nurse.md"))
    assert str(refused.value).startswith(f"nurse.md, line {line}: ")
    assert says in str(refused.value)


def test_a_card_without_a_section_is_refused() -> None:
    with pytest.raises(CardError, match="Why it matters"):
        parse_card(NURSE.replace("## Why it matters\nPeople heal faster with good care.\n", ""), "nurse.md")


@pytest.mark.parametrize("text", ["", "---\ntitle: x\n", "no front matter", "---\n---\n"])
def test_broken_files_are_refused_plainly(text: str) -> None:
    with pytest.raises(CardError):
        parse_card(text, "nurse.md")


def test_cards_are_read_from_every_cluster_folder(tmp_path: Path) -> None:
    (tmp_path / "health").mkdir()
    (tmp_path / "health" / "registered-nurse.md").write_text(NURSE, encoding="utf-8")
    (tmp_path / "README.md").write_text("not a card", encoding="utf-8")
    assert [read.slug for read in load_cards(tmp_path)] == ["registered-nurse"]


def test_the_check_finds_duplicates_stale_reviews_and_thin_phrases(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(NURSE, encoding="utf-8")
    (tmp_path / "b.md").write_text(NURSE.replace("2026-11-01", "2023-01-01"), encoding="utf-8")
    (tmp_path / "c.md").write_text("nothing", encoding="utf-8")
    problems = check_cards(tmp_path, TODAY)
    said = {(problem.file, problem.line) for problem in problems}
    assert ("b.md", 4) in said  # the same soc as a.md
    assert ("b.md", 24) in said  # not reviewed since 2023
    assert ("a.md", 19) in said  # too few phrases
    assert ("c.md", 1) in said  # unreadable
    assert ("a.md", 23) not in said


def test_the_check_wants_the_source_of_a_fact_among_the_sources(tmp_path: Path) -> None:
    text = NURSE.replace("source: BLS OEWS}", "source: My uncle}")
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert any(problem.line == 15 and "My uncle" in problem.problem for problem in check_cards(tmp_path, TODAY))
