"""A Word document with real headings, so that it can be read by ear and changed by hand."""

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from pathbot.portfolio import Portfolio, PortfolioLine, ProjectPart

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGES = {"en": "en-US", "es": "es-US"}
_INK, _QUIET, _ACCENT = "1C2430", "4A5666", "0B6B5E"


def render(portfolio: Portfolio) -> bytes:
    """The document: title, projects as headings, each line with the learner's own words, then skills and roles."""
    import docx  # lxml takes a moment to load

    document = docx.Document()
    _set_up(document, portfolio)
    document.add_paragraph(portfolio.name, style="Title")
    _paragraph(document, " · ".join(filter(None, (portfolio.school, portfolio.day))), _QUIET, after=6)
    _paragraph(document, portfolio.say("about" if portfolio.projects else "nothing"), _QUIET, 10, after=6)
    for part in portfolio.projects:
        _project(document, portfolio, part)
    if skills := portfolio.skills():
        document.add_heading(portfolio.say("skills"), level=1)
        for entry in skills:
            _bullet(document, entry.name, f" ({', '.join(entry.frameworks)}): {portfolio.where(entry)}")
    if portfolio.roles:
        document.add_heading(portfolio.say("roles"), level=1)
        for role in portfolio.roles:
            _bullet(document, role.title, "")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: "Document", portfolio: Portfolio) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm

    page = document.sections[0]
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin = page.bottom_margin = Cm(2)
    core, made = document.core_properties, datetime.combine(portfolio.made_on, time(), UTC)
    core.title, core.author, core.comments = portfolio.title, portfolio.name, ""
    core.language = _LANGUAGES[portfolio.language]
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), core.language)  # the language a screen reader speaks
    core.created = core.modified = made
    _style(document, "Normal", 11, _INK)
    _style(document, "Title", 26, _INK, bold=True, after=4)
    _style(document, "Heading 1", 15, _ACCENT, bold=True, before=18, after=2)
    _style(document, "Heading 2", 12, _INK, bold=True, before=10, after=2)
    _style(document, "Quote", 10.5, _QUIET, after=2)
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    for border in document.styles["Title"].element.xpath(".//w:pBdr"):
        border.getparent().remove(border)


def _style(
    document: "Document", name: str, size: float, color: str, bold: bool = False, before: float = 0, after: float = 4
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style: Any = document.styles[name]
    style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(color)
    style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _project(document: "Document", portfolio: Portfolio, part: ProjectPart) -> None:
    document.add_heading(part.title, level=1)
    if part.question:
        _paragraph(document, part.question, _QUIET, after=6).paragraph_format.keep_with_next = True
    for line in part.lines:
        _line(document, portfolio, line)


def _line(document: "Document", portfolio: Portfolio, line: PortfolioLine) -> None:
    document.add_heading(f"{line.number}. {line.text}", level=2)
    for quote in line.quotes:
        paragraph = document.add_paragraph(f"“{quote}”", style="Quote")
        paragraph.paragraph_format.keep_with_next = True
    below = portfolio.say("shows", skills=", ".join(skill.name for skill in line.skills)) + " · " if line.skills else ""
    paragraph = _paragraph(document, below, _QUIET, 10)
    paragraph.paragraph_format.left_indent = document.styles["Quote"].paragraph_format.left_indent
    _run(paragraph, portfolio.status(line), _ACCENT if line.status == "teacher_confirmed" else _QUIET, 10)


def _paragraph(document: "Document", text: str, color: str, size: float = 11, after: float = 4) -> "Paragraph":
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    _run(paragraph, text, color, size)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _run(paragraph: "Paragraph", text: str, color: str, size: float) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.size = RGBColor.from_string(color), Pt(size)


def _bullet(document: "Document", strong: str, rest: str) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(strong).bold = True
    paragraph.add_run(rest)
