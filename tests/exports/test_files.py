import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from pathbot.evidence import Quote
from pathbot.exports import KINDS, Format, leaving_school, render
from pathbot.exports.csv_file import _safe
from pathbot.portfolio import Portfolio

SCHEMAS = Path(__file__).parents[3] / "shared" / "data" / "schemas"


def schema_text(name: str) -> str:
    """A published schema; they are kept beside the repository."""
    if not (SCHEMAS / name).exists():
        pytest.skip(f"../shared/data/schemas/{name} is not here")
    return (SCHEMAS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", get_args(Format))
def test_every_format_makes_a_file_of_the_same_portfolio(portfolio: Portfolio, format_: Format) -> None:
    assert len(render(portfolio, format_)) > 200
    assert render(portfolio.model_copy(update={"projects": (), "roles": ()}), format_)


def test_a_json_resume_has_projects_and_skills(portfolio: Portfolio) -> None:
    resume = json.loads(render(portfolio, "json-resume"))
    assert resume["projects"][0]["highlights"] == [line.text for line in portfolio.projects[0].lines]
    assert [skill["name"] for skill in resume["skills"]] == ["Critical Thinking", "Writing"]


def test_a_json_resume_is_valid(portfolio: Portfolio) -> None:
    schema = json.loads(schema_text("jsonresume/schema.json"))
    assert not list(Draft7Validator(schema).iter_errors(json.loads(render(portfolio, "json-resume"))))


@pytest.mark.parametrize(
    "wild", ["so proud 👩\u200d🔬✨", "中文", "العربية", "a\x0b\x00b\ufffe", "x" * 200, "]] } #{ `$"]
)
@pytest.mark.parametrize("format_", get_args(Format))
def test_whatever_a_learner_typed_every_file_is_made(portfolio: Portfolio, format_: Format, wild: str) -> None:
    (part,) = portfolio.projects
    one = part.lines[0]
    quote = Quote(message_id="m1", start=0, end=len(wild), text=wild)
    draft = one.statement.draft.model_copy(update={"statement": f"Made {wild} here.", "evidence": (quote,)})
    line = one.model_copy(update={"statement": one.statement.model_copy(update={"draft": draft})})
    made = portfolio.model_copy(update={"projects": (part.model_copy(update={"lines": (line,)}),)})
    assert render(made, format_)


def test_an_emoji_takes_no_tags_from_a_pdf(portfolio: Portfolio) -> None:
    made = portfolio.model_copy(update={"name": "Dani 👩\u200d🔬"})
    content = render(made, "pdf")
    assert b"pdfuaid:part" in content
    root = PdfReader(io.BytesIO(content)).trailer["/Root"].get_object()
    assert next(_headings(root["/StructTreeRoot"]["/K"])) == ("/H1", "Dani")


def test_a_pdf_is_tagged_and_knows_its_title(portfolio: Portfolio) -> None:
    content = render(portfolio, "pdf")
    assert content.startswith(b"%PDF-")
    assert b"pdfuaid:part" in content
    assert b"/StructTreeRoot" in content
    assert b"Dani R.: portfolio" in content


def test_a_word_document_is_read_in_order_by_its_headings(portfolio: Portfolio) -> None:
    document = docx.Document(io.BytesIO(render(portfolio, "docx")))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith(("H", "T"))]
    assert headings == [
        ("Title", "Dani R."),
        ("Heading 1", "Bins That Work"),
        ("Heading 2", "1. Made a survey about the bins that got 42 answers."),
        ("Heading 2", "2. Asked about bins."),
        ("Heading 1", "Skills, and where they show"),
        ("Heading 1", "Roles I kept"),
    ]


def test_a_table_has_a_row_for_every_line_and_no_formula(portfolio: Portfolio) -> None:
    rows = list(csv.reader(io.StringIO(render(portfolio, "csv").decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == [line.text for line in portfolio.projects[0].lines]
    assert rows[2][-1].startswith("'=HYPERLINK")


@settings(max_examples=200)
@given(st.text(max_size=20), st.sampled_from("=+-@\t\r"))
def test_no_cell_starts_a_formula(text: str, start: str) -> None:
    assert _safe(start + text).startswith("'")
    assert _safe(f"  {start}{text}").startswith("'")


def test_leaving_school_is_one_file_with_everything_in_it(portfolio: Portfolio) -> None:
    content = leaving_school(portfolio, {"one": "token"})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert {kind.name for name, kind in KINDS.items() if name != "zip"} < set(names)
        assert archive.read("badges/one.jwt") == b"token"
        assert "approved" in archive.read("READ ME.txt").decode()


def test_an_unfinished_line_never_leaves(portfolio: Portfolio) -> None:
    from pathbot.portfolio import approved

    open_line = portfolio.projects[0].lines[1].statement.model_copy(update={"status": "proposed"})
    assert approved((open_line,)) == ()


@pytest.mark.parametrize("format_", get_args(Format))
def test_a_portfolio_in_spanish_says_nothing_in_english(spanish: Portfolio, format_: Format) -> None:
    content = render(spanish, format_)
    if format_ == "docx":
        content = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs).encode()
    if format_ == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read("READ ME.txt")
    said = content.decode("utf-8", "ignore")
    for english in ("Shows", "In my words", "Confirmed", "Skills", "Roles I kept", "portfolio\n", "class project"):
        assert english not in said
    assert {"pdf": "portafolio", "csv": "frase", "json-resume": "proyecto de clase"}.get(format_, "frase") in said


def test_a_word_document_says_which_language_it_is_in(spanish: Portfolio) -> None:
    document = docx.Document(io.BytesIO(render(spanish, "docx")))
    assert document.core_properties.language == "es-US"
    assert document.styles.element.xpath("string(w:docDefaults//w:lang/@w:val)") == "es-US"


def test_the_index_of_skills_leads_to_lines_that_are_there(portfolio: Portfolio) -> None:
    page = render(portfolio, "html").decode()
    targets = re.findall(r'href="#(line-\d+)"', page)
    assert targets == ["line-1", "line-2", "line-1", "line-2"]
    assert all(f'id="{target}"' in page for target in targets)
    assert "**Critical Thinking** (NACE): lines 1, 2" in render(portfolio, "md").decode()


def _headings(node: Any) -> Iterator[tuple[str, str]]:
    """Level and words of each heading of a PDF's structure tree, in the order a screen reader meets them."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for one in node:
            yield from _headings(one)
    elif isinstance(node, DictionaryObject):
        if re.fullmatch(r"/H\d", str(node.get("/S"))):
            yield node["/S"], node["/T"]
        if "/K" in node:
            yield from _headings(node["/K"])


def test_a_screen_reader_meets_the_headings_of_a_pdf_in_order(spanish: Portfolio) -> None:
    root = PdfReader(io.BytesIO(render(spanish, "pdf"))).trailer["/Root"].get_object()
    assert list(_headings(root["/StructTreeRoot"]["/K"])) == [
        ("/H1", "Dani R."),
        ("/H2", "Bins That Work"),
        ("/H3", "1. Made a survey about the bins that got 42 answers."),
        ("/H3", "2. Asked about bins."),
        ("/H2", "Habilidades, y dónde se ven"),
        ("/H2", "Trabajos que guardé"),
    ]
    assert root["/Lang"] == "es"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
