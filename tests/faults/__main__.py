"""`python -m tests.faults`: the whole fault plan, and one table at its end. See --help.

Storms run one after the other, because what they measure is time; beside them runs what mostly waits. Then come those
whose acknowledgements are timed, with nothing beside them, and at last everything else, two at a time. The tables go to
the terminal, and with every row as JSON into a folder.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from tests.faults.plan import LANES, PLAN, Lane, Scenario, is_of
from tests.faults.report import FOLDER, number, numbers, rows, table

SOAK = {"FAULTS_SOAK_MINUTES": "60", "FAULTS_OUTAGE_SECONDS": "600"}
SMALL = {
    "FAULTS_LEARNERS": "20",
    "FAULTS_KILLS": "5",
    "FAULTS_SEEDS": "1",
    "FAULTS_STOPS": "5",
    "FAULTS_TURNS": "200",
    "FAULTS_SOAK_MINUTES": "1",
    "FAULTS_ROWS": "3000",
    "FAULTS_UPGRADES": "10",
}
ARGUMENTS = ["-p", "no:cacheprovider", "-m", "not e2e"]


def main() -> None:
    """Exit 1 when a scenario failed. A bar of time that is missed is said, and fails nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("faults", nargs="*", help="F1 F12 …; without any, the whole plan")
    parser.add_argument("--soak", action="store_true", help="F15 and F20 at full length: an hour and a half")
    parser.add_argument("--quick", action="store_true", help="everything, with small storms: to see that it runs")
    parser.add_argument("--plan", action="store_true", help="print what is tried where and how long it takes, and stop")
    parser.add_argument("--folder", type=Path, default=Path(".pathbot") / "faults", help="where the tables go")
    asked = parser.parse_args()
    if asked.plan:
        print(_plan())
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    for old in (*asked.folder.glob("*.jsonl"), *asked.folder.glob("*.xml")):
        old.unlink()
    chosen = [s for s in PLAN if s.fault in (asked.faults or ["F15", "F20"] * asked.soak or [p.fault for p in PLAN])]
    environment = {**os.environ, FOLDER: str(asked.folder.resolve())}
    environment |= (SOAK if asked.soak else {}) | (SMALL if asked.quick else {})
    began = time.monotonic()
    found = _collected(chosen, environment)
    for side_by_side in LANES:
        running = [process for lane in side_by_side if (process := _run(lane, found, asked.folder, environment))]
        for process in running:
            process.wait()
    sys.exit(1 if _close(asked.folder, chosen, time.monotonic() - began) else 0)


def _collected(chosen: Sequence[Scenario], environment: dict[str, str]) -> list[str]:
    """Every test of these scenarios by its full name."""
    files = sorted({test.partition("::")[0] for scenario in chosen for test in scenario.tests})
    command = [sys.executable, "-m", "pytest", *ARGUMENTS, "-n", "0", "--collect-only", *files]
    told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    wanted = [test for scenario in chosen for test in scenario.tests]
    return [line for line in told.splitlines() if "::" in line and any(is_of(line, test) for test in wanted)]


def _run(
    lane: Lane, found: Sequence[str], folder: Path, environment: dict[str, str]
) -> "subprocess.Popen[bytes] | None":
    """One run of pytest, begun; None where the lane has nothing to do. Its own files say how each test ended."""
    tests = [test for test in found if lane.takes(test)]
    if not tests:
        return None
    processes = lane.processes if len(tests) > 1 else 0
    command = [sys.executable, "-m", "pytest", *ARGUMENTS, "-rs", "-n", str(processes), *tests]
    command += [f"--junit-xml={folder / lane.name}.xml", "-o", "junit_logging=no"]
    return subprocess.Popen([*command, *(["--dist", "worksteal"] if processes else [])], env=environment)


def _close(folder: Path, chosen: list[Scenario], seconds: float) -> bool:
    """Writes and prints the tables. Whether something failed."""
    ended = _ended(folder)
    lines = ["| fault | what | tests passed | failed | skipped | s |", "|---|---|---|---|---|---|"]
    failed = False
    for scenario in chosen:
        own = [(how, took) for test, how, took in ended if any(is_of(test, wanted) for wanted in scenario.tests)]
        counts, took = Counter(how for how, _ in own), sum(took for _, took in own)
        failed |= counts["failed"] > 0 or not counts["passed"]
        told = " | ".join(str(counts[how]) for how in ("passed", "failed", "skipped"))
        lines.append(f"| {scenario.fault} | {scenario.what} | {told} | {took:.0f} |")
    whole = f"{table(rows(folder))}\n" + "\n".join(lines) + f"\n\nIt took {seconds / 60:.1f} minutes.\n"
    (folder / "report.md").write_text(f"# The fault plan, as it ran\n\n{whole}", encoding="utf-8")
    kept = {"rows": [numbers(row) for row in rows(folder)], "tests": ended, "seconds": seconds}
    (folder / "report.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    for row in rows(folder):
        if row.missed():
            print(f"{row.fault} on {row.database} missed its bar: {', '.join(row.missed())}")
    print(f"\n{whole}\nKept in {folder / 'report.md'} and {folder / 'report.json'}.")
    return failed


def _ended(folder: Path) -> list[tuple[str, str, float]]:
    """Every test that ran: its name as pytest takes it, how it ended, and seconds."""
    found = []
    for path in sorted(folder.glob("*.xml")):
        for case in ElementTree.parse(path).iter("testcase"):
            marks = {child.tag for child in case}
            how = "failed" if marks & {"failure", "error"} else "skipped" if "skipped" in marks else "passed"
            where = case.get("classname", "").replace(".", "/") + ".py"
            found.append((f"{where}::{case.get('name')}", how, float(case.get("time", "0"))))
    return found


def _plan() -> str:
    heads = "| fault | what | where | databases | faces | in `make faults` | min |\n|---|---|---|---|---|---|---|\n"
    rows_ = (
        f"| {s.fault} | {s.what} | {', '.join(f'`{t}`' for t in s.tests)} | {s.databases} | {s.faces} | {s.size} "
        f"| {s.minutes:g} |"
        for s in sorted(PLAN, key=lambda s: number(s.fault))
    )
    lanes = "\n".join(f"{n}. {' beside '.join(lane.what for lane in lanes)}" for n, lanes in enumerate(LANES, 1))
    told = "About so many minutes on two cores with nothing else to do. In this order:"
    return "\n".join((heads + "\n".join(rows_), "", told, lanes))


if __name__ == "__main__":
    main()
