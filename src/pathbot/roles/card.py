"""Reads role cards from Markdown. Every refusal names the file, the line and the problem in one sentence."""

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pathbot.roles.model import FrontMatter, RoleCard, Sections

__all__ = ["CardError", "RoleCard", "card_files", "load_cards", "parse_card"]

HEADINGS = {
    "Summary": "summary",
    "Tuesday": "tuesday",
    "Why it matters": "why_it_matters",
    "Try this week": "try_this_week",
    "Ways in": "ways_in",
}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ITEM = re.compile(r"^[-*]\s+")


class CardError(ValueError):
    """A card that cannot be read."""

    def __init__(self, path: Path | str, line: int, problem: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}.")
        self.line = line
        self.problem = problem


def load_cards(folder: Path) -> tuple[RoleCard, ...]:
    """Every card below `folder`, in the order of their paths. Raises CardError for the first bad one."""
    return tuple(parse_card(path.read_text(encoding="utf-8"), path) for path in card_files(folder))


def card_files(folder: Path) -> list[Path]:
    """The card files below `folder`."""
    return sorted(path for path in folder.rglob("*.md") if path.name != "README.md")


def parse_card(text: str, path: Path | str) -> RoleCard:
    """One card from its text; the file name gives the slug. Raises CardError."""
    lines = text.splitlines()
    end = _end_of_front_matter(lines, path)
    front = _front_matter("\n".join(lines[1:end]), path)
    sections = _sections(lines, end + 1, path)
    return RoleCard(slug=Path(path).stem, sections=sections, **dict(front))


def _end_of_front_matter(lines: list[str], path: Path | str) -> int:
    if not lines or lines[0].strip() != "---":
        raise CardError(path, 1, "a card starts with a line of ---")
    for index, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return index
    raise CardError(path, len(lines), "the front matter is not closed by a line of ---")


def _front_matter(text: str, path: Path | str) -> FrontMatter:
    try:
        root = yaml.compose(text, Loader=_LOADER)
        return FrontMatter.model_validate(yaml.load(text, Loader=_LOADER))  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise CardError(path, mark.line + 2 if mark else 2, f"this is not valid YAML ({error.problem})") from None
    except ValidationError as error:
        # A misspelled key is also a missing one; the misspelling is what the writer can see.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in first["loc"]) or "front matter"
        known = "this key is not known" if first["type"] == "extra_forbidden" else first["msg"]
        raise CardError(path, _line_of(root, first["loc"]), f"{where}: {known}") from None


def _line_of(node: Any, place: tuple[int | str, ...]) -> int:
    """The file line of a place in the front matter, as near as it exists. Line 1 of the file is `---`."""
    line = 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 2, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 2
    return line


def _sections(lines: list[str], start: int, path: Path | str) -> Sections:
    """The `## ` sections from 0-based line `start` on."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("## "):
            current = found.setdefault(_section_name(line[3:].strip(), found, number, path), [])
        elif current is not None:
            current.append(line)
        elif line.strip():
            raise CardError(path, number, "text stands before the first '## ' heading")
    for heading, name in HEADINGS.items():
        if not "".join(found.get(name, [])).strip():
            raise CardError(path, len(lines), f"the section '## {heading}' is missing or empty")
    ways = _items(found.pop("ways_in"))
    if not ways:
        raise CardError(path, len(lines), "'## Ways in' is a list: start each way with '- '")
    return Sections(ways_in=ways, **{name: "\n".join(body).strip() for name, body in found.items()})


def _section_name(heading: str, found: dict[str, list[str]], number: int, path: Path | str) -> str:
    name = HEADINGS.get(heading)
    if name is None:
        raise CardError(path, number, f"'## {heading}' is not a section; use {', '.join(HEADINGS)}")
    if name in found:
        raise CardError(path, number, f"'## {heading}' appears twice")
    return name


def _items(body: list[str]) -> tuple[str, ...]:
    """List items; an indented line continues the item above it."""
    items: list[str] = []
    for line in body:
        if _ITEM.match(line):
            items.append(_ITEM.sub("", line).strip())
        elif items and line.strip():
            items[-1] += " " + line.strip()
    return tuple(items)
