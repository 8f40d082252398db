"""Fits `knowledge/language/en/doubt.yaml`: how much each mark of an unsaid word speaks for an invention.

    python tools/fit_doubt.py > knowledge/language/en/doubt.yaml

The data are tests/skills/pairs.yaml, tests/skills/pairs_apart.yaml, tools/doubt_pairs.yaml, and one-word inventions
made of their honest lines (tools/one_word.py, seeded). Logistic regression with a ridge, by Newton's method, over
words: every word under judgement of an honest line is honest, the added words of a made invention are invented, and of
a written invention the word that looks most like one is taken to be the invented one.

The limit is the highest one (to a tenth) at which `REFUSED` of the written inventions and `MADE_REFUSED` of the made
ones are refused when each is judged by a model fitted without its case (six folds).
"""

import hashlib
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from one_word import Invention, inventions, nouns_of

from pathbot.app.content import default_folder
from pathbot.app.lexicons import load_skill_kit
from pathbot.evidence import Said
from pathbot.skills.claims import statement
from pathbot.skills.doubt import marks, may_be_weighed
from pathbot.skills.excused import excused
from pathbot.skills.ground import findings
from pathbot.skills.kit import SkillKit
from pathbot.skills.record import Record, record
from pathbot.skills.spelling import spelled

ROOT = Path(__file__).parents[1]
PAIRS = ("tests/skills/pairs.yaml", "tests/skills/pairs_apart.yaml", "tools/doubt_pairs.yaml")
MADE_PER_LINE = 2
MADE_UP = 0.4  # weight of a made invention beside a written one
RIDGE = 4.0
REFUSED = 0.97  # of the written inventions
MADE_REFUSED = 0.8  # of the made ones
FOLDS = 6
ROUNDS = 3


class Row(NamedTuple):
    """A line under judgement.

    `label` is honest, written, or the kind of a made invention. `hard` lines are refused whatever the model says.
    `marks` has one entry for each word under judgement, `added` whether that word is what a made invention added.
    """

    case: str
    label: str
    hard: bool
    marks: list[dict[str, float]]
    added: list[bool]


def cases() -> list[dict[str, Any]]:
    """Every case of the pair files, with its lines as plain text."""
    found = [case for path in PAIRS for case in yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))]
    return [{**case, "invented": [_line(lie) for lie in case["invented"]]} for case in found]


def _line(lie: Any) -> str:
    return str(lie["line"] if isinstance(lie, dict) else lie if isinstance(lie, str) else lie[1])


def rows(kit: SkillKit) -> Iterator[Row]:
    """Every written line, and made inventions of the honest ones."""
    every = cases()
    honest = [line for case in every for line in case["honest"]]
    nouns = nouns_of(honest, lambda word: _about(word, kit))
    verbs = sorted({first for line in honest if (first := line.split(" ")[0]).lower() in kit.lexicon.verb_forms})
    rng = random.Random(7)
    for case in every:
        said = [Said(id=str(n), **(s if isinstance(s, dict) else {"text": s})) for n, s in enumerate(case["said"])]
        known = record([spelled(one, kit.lexicon).said for one in said], kit.lexicon, kit.thesaurus)
        text = " ".join(one.text for one in said).lower()
        name = hashlib.sha256(text.encode()).hexdigest()
        for line in case["honest"]:
            yield _row(name, "honest", line, known, kit)
            made = [
                one
                for one in inventions(line, nouns, verbs, lambda word: _about(word, kit), rng)
                if one.added.lower() not in text
            ]
            for one in rng.sample(made, min(MADE_PER_LINE, len(made))):
                yield _row(name, one.kind, one.line, known, kit, one)
        for line in case["invented"]:
            yield _row(name, "written", line, known, kit)


def _about(word: str, kit: SkillKit) -> str:
    table = kit.thesaurus.related
    return min(table.kinds(word, "n", 1) or table.kinds(word.removesuffix("s"), "n", 1), default="")


def _row(name: str, label: str, line: str, known: Record, kit: SkillKit, made: Invention | None = None) -> Row:
    assert kit.alike is not None
    claimed = statement(line, kit.lexicon, kit.thesaurus.glue)
    found = findings(claimed, known, kit)
    if found and not may_be_weighed(found, claimed, known):
        return Row(name, label, hard=True, marks=[], added=[])
    found += excused(claimed, known, found)
    places = [(one.place(line), len(one.words)) for one in found]
    added = [made is not None and 0 <= at < made.end and at + length > made.start for at, length in places]
    seen = marks(found, claimed, known, kit.alike) if found else []
    return Row(name, label, hard=False, marks=seen, added=added)


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Weights of a ridge logistic regression, by Newton's method."""
    b = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(b))
        b -= np.linalg.solve(hessian, x.T @ (w * (p - y)) + RIDGE * b)
    return b


def learned(every: Sequence[Row], names: Sequence[str]) -> np.ndarray:
    """The weights of the marks in `names`."""
    x: list[list[float]] = []
    y: list[float] = []
    w: list[float] = []
    for row in every:
        for one, added in zip(row.marks, row.added, strict=True):
            if row.label == "honest" or added:
                x.append(_vector(one, names))
                y.append(float(row.label != "honest"))
                w.append(1.0 if row.label == "honest" else MADE_UP)
    lies = [np.array([_vector(m, names) for m in row.marks]) for row in every if row.label == "written" and row.marks]
    b: np.ndarray | None = None
    for _ in range(ROUNDS):
        taken = [lie.mean(axis=0) if b is None else lie[int(np.argmax(lie @ b))] for lie in lies]
        all_y = np.array(y + [1.0] * len(taken))
        all_w = np.array(w + [1.0] * len(taken))
        all_w = np.where(all_y == 0, all_w * all_w[all_y == 1].sum() / all_w[all_y == 0].sum(), all_w)
        b = fit(np.array(x + [list(one) for one in taken]), all_y, all_w)
    assert b is not None
    return b.round(3)


def _vector(marks: dict[str, float], names: Sequence[str]) -> list[float]:
    return [marks.get(name, 0.0) for name in names]


def score(row: Row, b: np.ndarray, names: Sequence[str]) -> float:
    """What the line's most doubtful word weighs; far above or below everything where there is nothing to weigh."""
    if row.hard:
        return 99.0
    return max((float(np.dot(_vector(one, names), b)) for one in row.marks), default=-99.0)


def main() -> None:
    kit = load_skill_kit(default_folder("knowledge"), default_folder("prompts"), "en")
    every = list(rows(kit))
    names = sorted({name for row in every for one in row.marks for name in one})
    judged: list[tuple[str, float]] = []
    for fold in range(FOLDS):
        b = learned([row for row in every if int(row.case, 16) % FOLDS != fold], names)
        judged += [(row.label, score(row, b, names)) for row in every if int(row.case, 16) % FOLDS == fold]
    written = np.array([s for label, s in judged if label == "written"])
    made = np.array([s for label, s in judged if label not in ("written", "honest")])
    limit = max(
        tenth / 10
        for tenth in range(-50, 50)
        if (written >= tenth / 10).mean() >= REFUSED and (made >= tenth / 10).mean() >= MADE_REFUSED
    )
    weights = dict(zip(names, learned(every, names).tolist(), strict=True))
    honest = sum(row.label == "honest" for row in every)
    print(f"# Made by tools/fit_doubt.py from {honest} honest, {len(written)} written "
          f"and {len(every) - honest - len(written)} made inventions.")  # fmt: skip
    print(yaml.safe_dump({"weights": weights, "limit": limit}), end="")
    for label, group in groupby(sorted(judged), key=lambda one: one[0]):
        refused = [s >= limit for _, s in group]
        print(f"{label}: {sum(refused)} of {len(refused)} refused, judged without their case", file=sys.stderr)


if __name__ == "__main__":
    main()
