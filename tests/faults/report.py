"""What the fault plan measured, as rows that a person reads at the end instead of dots."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = "FAULTS_REPORT"
HEADS = ("fault", "database", "face", "seeds", "events", "lost", "doubled", "reordered", "drain s", "p99 s", "bar", "")


class Row(NamedTuple):
    """One scenario, once. None means that the plan does not ask for it. Seconds of wall time.

    `lost`, `doubled` and `reordered` are counted on the far side, and are to be none (`doubled_most` where the plan
    allows some). `drain_most` and `p99_most` are the longest that may be, `limits` further bars: what, how much it was,
    and the most it may be. A bar of time is no test, because it depends on what else the machine does: the table says
    when it is missed. `bar` names what the tests themselves hold beside these.
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
    doubled_most: float = 0
    drain_most: float | None = None
    p99_most: float | None = None
    limits: tuple[tuple[str, float, float], ...] = ()
    bar: str = ""
    note: str = ""

    def bars(self) -> list[tuple[str, float, float]]:
        """All that is counted or timed against a bar, as `limits` are."""
        pairs = (
            ("lost", self.lost, 0.0),
            ("doubled", self.doubled, self.doubled_most),
            ("reordered", self.reordered, 0.0),
            ("drain s", self.drain, self.drain_most),
            ("p99 s", self.p99, self.p99_most),
        )
        found = [(name, was, most) for name, was, most in pairs if was is not None and most is not None]
        return [*found, *((name, was, most) for name, was, most in self.limits)]

    def missed(self) -> list[str]:
        """Every bar that this is above, in words."""
        return [f"{name} {was:.3g} > {most:g}" for name, was, most in self.bars() if was > most]


def report(row: Row) -> None:
    """Prints it, and keeps it for the closing table where a run asks for one."""
    shown = {name: value for name, value in row._asdict().items() if value not in (None, "", ())}
    print(" ".join(f"{name}={value}" for name, value in shown.items()), *row.missed())
    if folder := os.environ.get(FOLDER):
        with (Path(folder) / "rows.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row._asdict()) + "\n")


def rows(folder: Path) -> list[Row]:
    """What a run kept, in the order of the plan."""
    kept = folder / "rows.jsonl"
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    return sorted((Row(**json.loads(line)) for line in lines), key=lambda row: (number(row.fault), row.database))


def numbers(row: Row) -> dict[str, Any]:
    """For the file of numbers: every field, and which bars were missed."""
    return {**row._asdict(), "missed": row.missed()}


def number(fault: str) -> int:
    """12 of "F12"."""
    return int(fault.removeprefix("F").split(" ")[0].split(",")[0])


def table(found: Iterable[Row]) -> str:
    """Markdown."""
    lines = [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
    for row in found:
        cells = [*row[: Row._fields.index("p99") + 1], _bar(row), row.note]
        lines.append("| " + " | ".join(_shown(value) for value in cells) + " |")
    return "\n".join(lines) + "\n"


def _bar(row: Row) -> str:
    if missed := row.missed():
        return f"**missed:** {', '.join(missed)}"
    timed = [f"{name} ≤ {most:g}" for name, _, most in row.bars() if name.endswith(" s")]
    counted = " ".join("0" for name, _, most in row.bars() if most == 0)
    some = [f"{name} ≤ {most:g}" for name, _, most in row.bars() if most and not name.endswith(" s")]
    return ", ".join(part for part in (counted, *some, *timed, row.bar) if part) or "–"


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
