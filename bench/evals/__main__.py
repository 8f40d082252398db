"""`make evals`: simulated learners walk a project with the configured model, a judge reads what it said, CSV comes out.

Needs PATHBOT_LLM and a key. Five learners take some two thousand requests, most of them the judge's.
"""

import argparse
import asyncio
import csv
import dataclasses
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.llm.helping import Helped

from bench.evals.judging import Cases, Kind, Row, SimulatedLearner, play, read_cases, rule
from pathbot.app.kit import Kit
from pathbot.app.model_settings import load_model_settings
from pathbot.app.models import Helper
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_kit
from pathbot.messages import Outgoing, fallback
from pathbot.reflection.wording import questions_in
from pathbot.store import portfolio

LONGEST_WALK = 30
FEWEST_CAUGHT = 0.9
"""The share of bad samples the judge must refuse for its verdicts to count."""


def main() -> int:
    """Runs everything. 1 when no model is set or the judge lets bad samples pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("evals.csv"))
    parser.add_argument("--learners", type=int, default=99, help="only the first so many")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kit = load_kit(Settings(home=Path(folder), _env_file=None), models=load_model_settings())
        if kit.helper is None:
            print("Set PATHBOT_LLM and a key first: evaluations ask a real model.", file=sys.stderr)
            return 1
        rows = list(evaluate(Path(folder), kit, kit.helper, options.learners))
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["label", "kind", "criterion", "source", "met_votes", "votes", "expected", "right", "text"])
        for row in rows:
            named = (row.label, row.kind, row.criterion, row.source)
            writer.writerow([*named, row.votes, row.of, row.expected, row.right, row.text])
    return sum_up(rows, options.out)


def evaluate(folder: Path, kit: Kit, helper: Helper, learners: int) -> Iterator[Row]:
    """Bad samples first: a judge that cannot refuse them is not worth the rest."""
    cases = read_cases()
    for bad in cases.bad:
        votes, of = rule(helper, cases.criteria[bad.kind][bad.criterion], cases.bad_said, bad.text)
        yield Row(label="bad", kind=bad.kind, criterion=bad.criterion, source="bad", text=bad.text, votes=votes, of=of,
                  expected="not met")  # fmt: skip
    for learner in cases.learners[:learners]:
        for kind, source, text, said in asyncio.run(walk(folder / learner.label, kit, helper, learner)):
            yield from judged(helper, cases, learner.label, kind, source, text, said)


def judged(
    helper: Helper, cases: Cases, label: str, kind: Kind, source: str, text: str, said: tuple[str, ...]
) -> Iterator[Row]:
    """Every criterion of a kind, for one text."""
    for name, criterion in cases.criteria[kind].items():
        votes, of = rule(helper, criterion, said, text)
        yield Row(label=label, kind=kind, criterion=name, source=source, text=text, votes=votes, of=of)  # type: ignore[arg-type]


async def walk(
    folder: Path, kit: Kit, helper: Helper, learner: SimulatedLearner
) -> list[tuple[Kind, str, str, tuple[str, ...]]]:
    """One project from the first question to the lines: what was said, by whom it was worded, and what it stands on."""
    found: list[tuple[Kind, str, str, tuple[str, ...]]] = []
    said: list[str] = []
    async with Helped(folder, dataclasses.replace(kit, helper=helper)) as player:
        sent = await player.says(kind="open")
        sent = await player.says("ok")
        for _ in range(LONGEST_WALK):
            if player.journey.step in (None, "resume-integration"):
                break
            text = await asyncio.to_thread(play, helper, learner, _heard(sent), tuple(said))
            said.append(text)
            before = len(player.calls())
            sent = await player.says(text)
            asked = [call.outcome for call in player.calls()[before:] if call.purpose == "ask"]
            source = "model" if "ok" in asked else "own"
            found += [("question", source, question, tuple(said)) for question in questions_in([_heard(sent)])[:1]]
        lines = portfolio.statements_of(player.engine, "maya")
        found += [("line", "model", line.draft.statement, tuple(said)) for line in lines]
    return found


def _heard(sent: tuple[Outgoing, ...]) -> str:
    return "\n".join(fallback(outgoing.reply) for outgoing in sent)


def sum_up(rows: list[Row], out: Path) -> int:
    """One line for every label and criterion, and whether the judge can be believed."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.label, row.criterion].append(row)
    for (label, criterion), same in sorted(groups.items()):
        met = sum(row.met for row in same)
        print(f"{label:<12}{criterion:<14}{met:>4} of {len(same)} met")
    bad = [row for row in rows if row.expected]
    caught = sum(row.right for row in bad)
    print(f"The judge refused {caught} of {len(bad)} bad samples. All verdicts: {out}")
    return 0 if bad and caught >= FEWEST_CAUGHT * len(bad) else 1


if __name__ == "__main__":
    sys.exit(main())
