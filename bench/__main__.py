"""`python -m bench`: everything that is measured, as one table, one picture and one file of numbers. See --help.

Each part can be run alone. Run it on a machine that does nothing else; what counts processor time is true on any.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tests.databases import POSTGRES

from bench import active, capacity, idle, model, screen, start, turn
from bench.plot import Bar, Group, svg
from bench.slack.__main__ import measure as measure_echo
from bench.slack.burst import measure as measure_burst

ROOT = Path(__file__).parents[1]
GUIDE, MARK = ROOT / "docs" / "performance.md", "<!-- measured -->"
TABLE, PICTURE = ROOT / "docs" / "measured.md", ROOT / "docs" / "pictures" / "performance.svg"
BUSY = 0.7
FLAT = 1.25
"""How much dearer a turn may be with five million stored messages than with a thousand."""


class Figure(NamedTuple):
    """One number. `bar` says what it is to be; `met` whether it is, None where nothing was asked."""

    part: str
    what: str
    value: float
    unit: str
    beside: str = ""
    bar: str = ""
    met: bool | None = None


def databases() -> list[str]:
    """SQLite, and PostgreSQL where there is one."""
    return ["sqlite", *(["postgresql"] if os.environ.get(POSTGRES) else [])]


NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def measure_starts(quick: bool) -> Iterator[Figure]:
    """Wall time of fresh processes."""
    for row in start.measure(*([2] if quick else [])):
        beside = f"{row.beside}: {row.yardstick:.0f} ms"
        bar = "< 400 ms" if "help" in row.what else ""
        yield Figure("start", row.what, row.measured, "ms", beside, bar, row.measured < 400 if bar else None)


def measure_turns(quick: bool) -> Iterator[Figure]:
    """Processor time of a turn in one process."""
    for row in turn.measure(3 if quick else None):
        yield Figure("turn", row.what, row.measured, "ms", f"{row.beside}: {row.yardstick:.1f} ms")


def measure_screen(quick: bool) -> Iterator[Figure]:
    """Processor time of the safety screen, which every message passes."""
    for row in screen.measure():
        beside = f"{row.beside}: {row.yardstick:.2f} ms"
        yield Figure("screen", row.what, row.measured, "ms", beside, "≤ 5 ms", row.measured <= 5)


def measure_workers(quick: bool) -> Iterator[Figure]:
    """One, two and four worker processes with nothing beside them but their database."""
    learners, lines = (15, 6) if quick else (60, 20)
    for database in databases():
        one = 0.0
        for count in (1, 2, 4):
            row = {k: v for k, v in capacity.measure(database, count, learners, lines, 0).items() if k != "database"}
            seen, cpu, commit = (float(row[name]) for name in ("per_second", "cpu_ms", "commit_ms"))
            what = f"{NAMES[database]}, {count} worker{'s' * (count > 1)}"
            one = one or seen
            busy = f"{float(row['busy']):.2f} cores busy, {float(row['workers_busy']):.2f} of them by workers"
            limit = f"the smallest durable commit takes {commit:.2f} ms"
            bar, met = ("≥ 150 on two cores", seen >= 150) if count == 2 else ("", None)
            yield Figure("workers", f"{what}: turns a second", seen, "/s", f"{busy}; {limit}", bar, met)
            beside = f"{2000 / cpu:.0f} turns/s fit two cores; {float(row['database_ms']):.1f} ms of it the database's"
            yield Figure("workers", f"{what}: CPU a turn", cpu, "ms", beside)
            if count == 2:
                beside = f"{float(row['ceiling']):.2f} is what {os.cpu_count()} cores allow by processor time"
                bar = "≥ 1.6 where cores allow"
                yield Figure("workers", f"{NAMES[database]}, two workers do", seen / one, "times one", beside, bar)


def measure_model(quick: bool) -> Iterator[Figure]:
    """Processor time of asking a model, beside the bare SDK."""
    for row in model.measure():
        yield Figure("model", row.what, row.measured, "ms", f"{row.beside}: {row.yardstick:.1f} ms")


def measure_slack(quick: bool) -> Iterator[Figure]:
    """A message over Slack beside a bare Bolt echo."""
    ours, echo = measure_echo()
    beside = f"a bare Bolt echo: {echo:.1f} ms, × {ours / echo:.1f}"
    yield Figure("echo", "a message over Slack: CPU", ours, "ms", beside)


def measure_bursts(quick: bool) -> Iterator[Figure]:
    """A class that answers at once."""
    found = measure_burst(30, 1 if quick else 3)
    beside = f"{found['cpu_ms']:.0f} ms CPU each"
    yield Figure("burst", "30 at once: acknowledged (99 of 100)", found["ack"], "s", "", "< 3 s", found["ack"] < 3)
    yield Figure("burst", "30 at once: the last is answered", found["answered"], "s", beside)


def measure_active(quick: bool) -> Iterator[Figure]:
    """How long a reply takes in a lesson."""
    for database in databases():
        for learners in (100,) if quick else (100, 1000, 10_000):
            row = active.measure(database, learners, *((5.0, 10) if quick else ()))
            beside = f"p95 {float(row['p95']):.2f} s, {float(row['asked']):.1f} messages/s"
            yield Figure(
                "active", f"{NAMES[database]}, {learners:,} in a lesson: reply", float(row["p50"]), "s", beside
            )


def measure_stored(quick: bool) -> Iterator[Figure]:
    """Older messages must not make a turn dearer."""
    sizes = (1000, 20_000) if quick else (1000, 1_000_000, 5_000_000)
    for database in databases():
        first = 0.0
        for stored in sizes:
            cpu = float(capacity.measure(database, 1, *((10, 4) if quick else (30, 12)), stored)["cpu_ms"])
            first = first or cpu
            bar = f"≤ × {FLAT}" if stored > sizes[0] else ""
            what, beside = f"{NAMES[database]}, {stored:,} stored: CPU a turn", f"× {cpu / first:.2f}"
            yield Figure("stored", what, cpu, "ms", beside, bar, cpu / first <= FLAT if bar else None)


def measure_idle(quick: bool) -> Iterator[Figure]:
    """Open pages that do nothing."""
    found = idle.measure(50 if quick else idle.PAGES)
    beside = f"{found['mb']:.0f} MB with half of them"
    yield Figure("idle", "an open page that waits: memory", found["each_kb"], "kB", beside)
    yield Figure("idle", "a learner without an open page: memory", 0.0, "kB", "nothing is kept between two messages")


PARTS: dict[str, Callable[[bool], Iterator[Figure]]] = {
    "start": measure_starts,
    "turn": measure_turns,
    "screen": measure_screen,
    "model": measure_model,
    "echo": measure_slack,
    "workers": measure_workers,
    "burst": measure_bursts,
    "active": measure_active,
    "stored": measure_stored,
    "idle": measure_idle,
}


def main() -> None:
    """Prints each figure as it is there; with the whole run, writes the table and the picture."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}; without any, all of them")
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that it runs; writes nothing")
    parser.add_argument("--out", type=Path, default=None, help="where measured.md and performance.svg go; else docs/")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        sys.exit(f"There is no part {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
    found: list[Figure] = []
    load, took = os.getloadavg()[0], dict[str, float]()
    if load > BUSY:
        print(f"Something else runs here (load {load:.1f}): what is not processor time will come out worse than it is.")
    for name in asked.parts or PARTS:
        began = time.monotonic()
        for figure in PARTS[name](asked.quick):
            found.append(figure)
            print(_line(figure), flush=True)
        took[name] = time.monotonic() - began
        print(f"  {name} took {took[name]:.0f} s", flush=True)
    if asked.out or not (asked.quick or asked.parts):
        table, picture = (asked.out / TABLE.name, asked.out / PICTURE.name) if asked.out else (TABLE, PICTURE)
        table.parent.mkdir(parents=True, exist_ok=True)
        table.write_text(_page(found, load, took), encoding="utf-8")
        picture.write_text(svg(_groups(found)), encoding="utf-8")
        numbers = [figure._asdict() for figure in found]
        table.with_suffix(".json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
        if not asked.out:
            guide = GUIDE.read_text(encoding="utf-8")
            GUIDE.write_text(guide.replace(MARK, f"The last run: [{TABLE.name}]({TABLE.name})."), encoding="utf-8")
        print(f"Wrote {table}, {table.with_suffix('.json')} and {picture}.")


def _line(figure: Figure) -> str:
    return f"{figure.what:<48}{figure.value:>10.2f} {figure.unit:<10} {_bar(figure):<28}{figure.beside}"


def _bar(figure: Figure) -> str:
    return figure.bar if figure.met is None else f"{figure.bar} {'met' if figure.met else 'MISSED'}"


def _page(found: list[Figure], load: float, took: dict[str, float]) -> str:
    rows = "".join(f"| {f.part} | {f.what} | {f.value:.2f} {f.unit} | {_bar(f)} | {f.beside} |\n" for f in found)
    spent = ", ".join(f"{name} {seconds:.0f}" for name, seconds in took.items())
    return (
        "# Measured\n\nWritten by `make bench`. How to read it: [performance.md](performance.md).\n\n"
        f"{date.today():%B %Y}, {os.cpu_count()} cores, Python {sys.version.split()[0]},"
        f" {', '.join(NAMES[d] for d in databases())}; load before the run {load:.1f}."
        f" Seconds it took, by part: {spent}.\n\n"
        "![Bars of the same numbers: turns a second, processor time a turn, and seconds to a reply.]"
        "(pictures/performance.svg)\n\n| part | what | measured | bar | beside |\n|---|---|---|---|---|\n" + rows
    )


def _groups(found: list[Figure]) -> list[Group]:
    wanted = (
        ("Turns a second", "workers", "/s", 150.0),
        ("Processor time of a turn, by workers", "workers", "ms", None),
        ("Processor time of a turn, by stored messages", "stored", "ms", None),
        ("Seconds to a reply, by learners in a lesson", "active", "s", None),
    )
    groups = []
    for title, part, unit, limit in wanted:
        own = [f for f in found if (f.part, f.unit) == (part, unit)]
        bars = [Bar(f.what.partition(":")[0], f.value, f.what.startswith("PostgreSQL")) for f in own]
        groups.append(Group(title, unit.replace("/s", "turns/s"), bars, limit))
    return [group for group in groups if group.bars]


if __name__ == "__main__":
    main()
