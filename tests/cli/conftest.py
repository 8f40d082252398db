"""Commands as people use them, each test in a home of its own."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pathbot.app.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path,
    role_index: Path,
    knowledge: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs a command in a home of its own: exit code, stdout, stderr."""
    home = tmp_path / "home"
    shutil.copytree(role_index, home / "roles")
    monkeypatch.setenv("PATHBOT_HOME", str(home))
    monkeypatch.setenv("PATHBOT_KNOWLEDGE", str(knowledge))
    monkeypatch.setenv("COLUMNS", "120")

    def _run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pathbot", *arguments])
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        else:
            code = 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return _run
