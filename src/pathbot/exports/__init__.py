"""A portfolio as a file people and programs can open."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from pathbot.exports import bundle, csv_file, docx, html, json_resume, markdown, pdf
from pathbot.portfolio import Portfolio

Format = Literal["md", "html", "pdf", "docx", "csv", "json-resume", "zip"]


class FileKind(NamedTuple):
    """How one format is made, and what its file is called."""

    made: Callable[[Portfolio], bytes]
    name: str
    media_type: str


def _text(made: Callable[[Portfolio], str]) -> Callable[[Portfolio], bytes]:
    return lambda portfolio: (made(portfolio) + "\n").encode()


KINDS: Mapping[Format, FileKind] = {
    "pdf": FileKind(pdf.render, "portfolio.pdf", "application/pdf"),
    "docx": FileKind(docx.render, "portfolio.docx", docx.MEDIA_TYPE),
    "html": FileKind(_text(html.render), "portfolio.html", "text/html; charset=utf-8"),
    "md": FileKind(_text(markdown.render), "portfolio.md", "text/markdown; charset=utf-8"),
    "json-resume": FileKind(_text(json_resume.render), "resume.json", "application/json"),
    "csv": FileKind(_text(csv_file.render), "portfolio.csv", "text/csv; charset=utf-8"),
    "zip": FileKind(lambda portfolio: leaving_school(portfolio), "leaving-school.zip", "application/zip"),
}
"""Every format of the portfolio itself, in the order they are offered. Badges are signed by `exports.open_badge`."""


def render(portfolio: Portfolio, format_: Format) -> bytes:
    """The portfolio as the bytes of a file. Only approved lines are in it."""
    return KINDS[format_].made(portfolio)


def leaving_school(portfolio: Portfolio, badges: Mapping[str, str] | None = None) -> bytes:
    """One file to take along: every other format, and the signed `badges` (name to token)."""
    files = {kind.name: kind.made(portfolio) for name, kind in KINDS.items() if name != "zip"}
    signed = {f"badges/{name}.jwt": token.encode() for name, token in (badges or {}).items()}
    return bundle.pack(portfolio, {**files, **signed})
