"""What the fault plan measured, as rows that a person reads at the end instead of dots."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

FOLDER = "FAULTS_REPORT"
HEADS = ("fault", "database", "face", "seeds", "events", "lost", "doubled", "reordered", "drain s", "p99 s", "bar", "")


class Row(NamedTuple):
    """One scenario, once. None means that the plan does not ask for it. Seconds of wall time.

    `lost`, `doubled` and `reordered` are counted on the far side; `note` holds what else the plan asks for. A bar of
    time is not a test, because it depends on what else the machine does: the table says when it is not `met`.
    """

    fault: str
    database: str = "both"
    face: str = ""
    seeds: str = "1"
    events: int | None = None
    lost: int | None = None
    doubled: int | None = None
    reordered: int | None = None
    drain: float | None = None
    p99: float | None = None
    bar: str = ""
    note: str = ""
    met: bool = True


def report(row: Row) -> None:
    """Prints it, and keeps it for the closing table where a run asks for one."""
    print(" ".join(f"{name}={value}" for name, value in row._asdict().items() if value not in (None, "")))
    if folder := os.environ.get(FOLDER):
        with (Path(folder) / "rows.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row._asdict()) + "\n")


def rows(folder: Path) -> list[Row]:
    """What a run kept, in the order of the plan."""
    kept = folder / "rows.jsonl"
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    return sorted((Row(**json.loads(line)) for line in lines), key=lambda row: (number(row.fault), row.database))


def number(fault: str) -> int:
    """12 of "F12"."""
    return int(fault.removeprefix("F").split(" ")[0].split(",")[0])


def table(found: Iterable[Row]) -> str:
    """Markdown."""
    lines = [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
    for row in found:
        *cells, bar, note, met = row
        cells += [bar if met else f"**missed:** {bar}", note]
        lines.append("| " + " | ".join(_shown(value) for value in cells) + " |")
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
