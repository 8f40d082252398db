"""A portfolio as a file people and programs can open."""

from collections.abc import Callable, Mapping
from typing import Literal

from pathbot.exports import html, json_resume, markdown
from pathbot.portfolio import Portfolio

Format = Literal["md", "html", "json-resume"]
_RENDERERS: Mapping[Format, Callable[[Portfolio], str]] = {
    "md": markdown.render,
    "html": html.render,
    "json-resume": json_resume.render,
}


def render(portfolio: Portfolio, format_: Format) -> str:
    """The portfolio as text in this format, without a line end."""
    return _RENDERERS[format_](portfolio)
