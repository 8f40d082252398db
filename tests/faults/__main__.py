"""`python -m tests.faults`: the whole fault plan, and one table at its end. See --help.

The storms run first and by themselves, because what they measure is time; the rest, which mostly waits, runs beside
each other. The tables go to the terminal, and with every row as JSON into a folder.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from tests.faults.plan import PLAN, Scenario
from tests.faults.report import FOLDER, number, numbers, rows, table

STORMS = ("F1", "F2")
SOAK = {"FAULTS_SOAK_MINUTES": "60", "FAULTS_OUTAGE_SECONDS": "600"}
BESIDE = "3"
"""Processes for the scenarios that mostly wait."""


def main() -> None:
    """Exit 1 when a scenario failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("faults", nargs="*", help="F1 F12 …; without any, the whole plan")
    parser.add_argument("--soak", action="store_true", help="F15 and F20 at full length: an hour and a half")
    parser.add_argument("--quick", action="store_true", help="everything, with small storms: to see that it runs")
    parser.add_argument("--plan", action="store_true", help="print what is tried where, and stop")
    parser.add_argument("--folder", type=Path, default=Path(".pathbot") / "faults", help="where the tables go")
    asked = parser.parse_args()
    if asked.plan:
        print(_plan())
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    for old in (*asked.folder.glob("*.jsonl"), *asked.folder.glob("*.xml")):
        old.unlink()
    chosen = [s for s in PLAN if s.fault in (asked.faults or ["F15", "F20"] * asked.soak or [p.fault for p in PLAN])]
    environment = {**os.environ, FOLDER: str(asked.folder.resolve()), **(SOAK if asked.soak else {})}
    if asked.quick:
        small = {"FAULTS_LEARNERS": "20", "FAULTS_KILLS": "5", "FAULTS_SEEDS": "1", "FAULTS_STOPS": "5"}
        environment |= {**small, "FAULTS_SOAK_MINUTES": "1", "FAULTS_ROWS": "3000", "FAULTS_UPGRADES": "10"}
    began = time.monotonic()
    storms = [test for s in chosen if s.fault in STORMS for test in s.tests if "both_faces" in test]
    rest = [test for s in chosen for test in s.tests if test not in storms]
    _run("storms", storms, "0", asked.folder, environment)
    _run("rest", rest, "0" if len(chosen) == 1 else BESIDE, asked.folder, environment)
    failed = _close(asked.folder, chosen, time.monotonic() - began)
    sys.exit(1 if failed else 0)


def _run(name: str, tests: list[str], processes: str, folder: Path, environment: dict[str, str]) -> None:
    """One run of pytest. Its own files say how each test ended."""
    if not tests:
        return
    files = sorted({test.partition("::")[0] for test in tests})
    names = [test.partition("::")[2] for test in tests]
    only = ["-k", " or ".join(sorted(set(names)))] if all(names) else []
    command = [sys.executable, "-m", "pytest", "-n", processes, "-m", "not e2e", "-rs", *only, *files]
    if processes != "0":
        command += ["--dist", "worksteal"]
    subprocess.run(
        [*command, f"--junit-xml={folder / name}.xml", "-o", "junit_logging=no"], env=environment, check=False
    )


def _close(folder: Path, chosen: list[Scenario], seconds: float) -> bool:
    """Writes and prints the tables. Whether something failed."""
    ended = _ended(folder)
    lines = ["| fault | what | tests passed | failed | skipped | s |", "|---|---|---|---|---|---|"]
    failed = False
    for scenario in chosen:
        own = [(how, took) for test, how, took in ended if any(_is(test, wanted) for wanted in scenario.tests)]
        counts, took = Counter(how for how, _ in own), sum(took for _, took in own)
        failed |= counts["failed"] > 0 or not counts["passed"]
        told = " | ".join(str(counts[how]) for how in ("passed", "failed", "skipped"))
        lines.append(f"| {scenario.fault} | {scenario.what} | {told} | {took:.0f} |")
    whole = f"{table(rows(folder))}\n" + "\n".join(lines) + f"\n\nIt took {seconds / 60:.1f} minutes.\n"
    (folder / "report.md").write_text(f"# The fault plan, as it ran\n\n{whole}", encoding="utf-8")
    kept = {"rows": [numbers(row) for row in rows(folder)], "tests": ended, "seconds": seconds}
    (folder / "report.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
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


def _is(test: str, wanted: str) -> bool:
    file, _, name = wanted.partition("::")
    return test.startswith(f"{file}::{name}")


def _plan() -> str:
    heads = "| fault | what | where | databases | faces | in `make faults` |\n|---|---|---|---|---|---|\n"
    rows_ = (
        f"| {s.fault} | {s.what} | {', '.join(f'`{t}`' for t in s.tests)} | {s.databases} | {s.faces} | {s.size} |"
        for s in sorted(PLAN, key=lambda s: number(s.fault))
    )
    return heads + "\n".join(rows_)


if __name__ == "__main__":
    main()
