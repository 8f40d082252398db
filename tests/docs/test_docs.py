"""What the pages name is there: links, places in them, files, commands with their options, make targets, stages."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from pathbot.app.cli import app
from pathbot.app.turn.handle import STAGES

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
NAMED_PATH = re.compile(r"(?<![\w/.-])((?:src|prompts|tests|knowledge|docs|tools|bench)/[\w./*<>-]*[\w/*>])")
CODE = re.compile(r"`([^`\n]+)`|^ {4}(\S.*)$", re.MULTILINE)
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
MAKE_TARGET = re.compile(r"^([a-z0-9-]+):", re.MULTILINE)
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def _code(page: Path) -> list[str]:
    """The lines of code of a page: between backticks, indented by four, or in a fence. Comments are cut off."""
    text = page.read_text(encoding="utf-8")
    fenced = [line for block in FENCE.findall(text) for line in block.splitlines()]
    shown = [short or indented for short, indented in CODE.findall(FENCE.sub("", text))]
    return [re.split(r"\s#|\s>", line)[0].strip() for line in (*fenced, *shown)]


def _anchors(page: Path) -> set[str]:
    """The places of a page a link can point at, named as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def _after(word: str, line: str) -> list[str] | None:
    """The words after a program's name, where a line runs it; settings in front of it are passed over."""
    words = line.split()
    while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
        words = words[1:]
    return words[1:] if words and words[0].removeprefix(".venv/bin/") == word and len(words) > 1 else None


@every_page
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), f"{link} leads out of the repository"
        assert target.exists(), f"{link} is not there"
        assert not anchor or anchor in _anchors(target), f"{link}: there is no such heading"


@every_page
def test_every_path_named_exists(page: Path) -> None:
    for path in NAMED_PATH.findall(page.read_text(encoding="utf-8")):
        pattern = re.sub(r"<\w+>", "*", path.rstrip("/"))  # `sentences.<language>.jsonl`
        assert any(ROOT.glob(pattern)), f"{path} is not there"


@every_page
def test_every_command_named_is_one(page: Path) -> None:
    for line in _code(page):
        words = _after("pathbot", line)
        if words is not None:
            _check_command(words, line)


def _check_command(words: list[str], line: str) -> None:
    # `a/b` and `a` · `b` name several commands at once.
    command: Any = typer.main.get_command(app)
    place = 0
    while hasattr(command, "commands") and place < len(words) and not words[place].startswith("-"):
        names = words[place].split("/")
        unknown = [name for name in names if name not in command.commands]
        assert not unknown, f"`{line}`: there is no {unknown[0]}"
        command = command.commands[names[0]]
        place += 1
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    given = {word.split("=")[0] for word in words[place:] if re.match(r"--?[a-z]", word)}
    assert given <= options, f"`{line}`: there is no {sorted(given - options)[0]}"


@every_page
def test_every_make_target_named_is_one(page: Path) -> None:
    targets = set(MAKE_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    for line in _code(page):
        named = [word for word in _after("make", line) or () if "=" not in word]
        assert set(named) <= targets, f"`{line}`: the Makefile has no {named}"


def test_the_stages_of_a_turn_are_told_in_their_order() -> None:
    page = (ROOT / "docs" / "how-a-message-flows.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+\.\w+)` \|", page, re.MULTILINE)
    assert told == [f"{stage.__module__.rsplit('.', 1)[-1]}.{stage.__name__}" for stage in STAGES]


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {f"decisions/{page.name}" for page in (ROOT / "docs" / "decisions").glob("*.md")}
    assert pages == set(re.findall(r"\((decisions/[^)]+)\)", index))
