"""Imports go down only, adapters never meet, and each third-party SDK stays in its room."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "pathbot"
NOUNS = {
    "frozen",
    "wording",
    "messages",
    "people",
    "evidence",
    "conversation",
    "usage",
    "portfolio",
    "care",
    "language",
    "jobs",
    "joining",
}
NOUNS |= {"chart"}
RULES = {"reflection", "skills", "safety", "mentoring", "privacy", "summaries", "redaction", "collecting"}
ADAPTERS = {"channels", "store", "llm", "roles", "exports", "pages", "pictures"}
LAYER = {name: n for n, names in enumerate((NOUNS, RULES, ADAPTERS, {"app"}), 1) for name in names}
FENCED = {
    "sqlalchemy": "store/",
    "alembic": "store/",
    "sqlcipher3": "store/",
    "chromadb": "roles/index.py",
    "slack_bolt": "channels/slack/",
    "slack_sdk": "channels/slack/",
    "microsoft_teams": "channels/teams/",
    "langchain": "llm/",
    "langchain_core": "llm/",
    "langchain_openai": "llm/",
    "langsmith": "llm/",
    "openai": "llm/",
}
IMPURE = {"os", "random", "secrets", "socket", "subprocess", "asyncio", "time", "pathlib", "logging"}
LONGEST_MODULE = 400
MODULES = sorted(SOURCE.rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return parts[0].removesuffix(".py")


def _own_rooms(path: Path) -> Iterator[str]:
    for name in _imports(path):
        if name.startswith("pathbot."):
            yield name.split(".")[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_go_down_only(path: Path) -> None:
    here = _room(path)
    if here in ("__init__", "__main__"):
        return
    for room in _own_rooms(path):
        assert LAYER[room] <= LAYER[here], f"{here} must not import {room}"
        if here in ADAPTERS and room in ADAPTERS:
            assert room == here, f"adapters never meet: {here} imports {room}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_third_party_sdks_stay_in_their_room(path: Path) -> None:
    place = path.relative_to(SOURCE).as_posix()
    for name in _imports(path):
        fence = FENCED.get(name.split(".")[0])
        assert fence is None or place.startswith(fence), f"{name} belongs in {fence}"


@pytest.mark.parametrize("path", [p for p in MODULES if _room(p) in NOUNS | RULES], ids=lambda path: path.name)
def test_nouns_and_rules_touch_neither_disk_nor_clock_nor_chance(path: Path) -> None:
    assert not {name.split(".")[0] for name in _imports(path)} & IMPURE
    source = path.read_text(encoding="utf-8")
    assert "datetime.now(" not in source
    assert "async def" not in source


def test_modules_stay_small() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES)
    assert lengths[-1] <= LONGEST_MODULE
    assert lengths[len(lengths) // 2] < 100
