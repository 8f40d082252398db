"""How long people wait for a first sign: `--help`, and the first prompt of `pathbot chat`."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.row import Row

RUNS = 7


def measure(runs: int = RUNS) -> list[Row]:
    """Wall time of fresh processes, medians, page cache warm. The yardstick is a bare interpreter."""
    bare = _median(["-c", "pass"], runs)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.txt"
        script.write_text("ok\n", encoding="utf-8")
        home = {"PATHBOT_HOME": str(Path(folder) / "home")}
        chat = ["-m", "pathbot", "chat", "--script", str(script)]
        _once(chat, home)  # makes the home and the role index
        return [
            Row("pathbot --help", _median(["-m", "pathbot", "--help"], runs), bare, "python -c pass"),
            Row("pathbot chat, first answer", _median(chat, runs, home), bare, "python -c pass"),
        ]


def _median(command: list[str], runs: int, environment: dict[str, str] | None = None) -> float:
    return statistics.median(_once(command, environment or {}) for _ in range(runs))


def _once(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *command], env={**os.environ, **environment}, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - began) * 1000
