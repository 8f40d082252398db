"""Fits `knowledge/language/en/doubt.yaml`: how much each mark of an unsaid word speaks for an invention.

    python tools/fit_doubt.py PAIRS.yaml… > knowledge/language/en/doubt.yaml

PAIRS are files such as tests/skills/pairs.yaml. Written inventions are shorter than honest lines, which a fit would
learn instead of what is asked; so every honest line is also given one invented verb, ending, adjective and noun
(seeded, from doubt_examples.yaml), each counted less than a written one. Logistic regression with a ridge, by Newton's
method.
"""

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from pathbot.app.content import default_folder
from pathbot.app.lexicons import load_skill_kit
from pathbot.evidence import Said
from pathbot.skills.claims import statement
from pathbot.skills.doubt import marks, may_be_weighed
from pathbot.skills.ground import findings
from pathbot.skills.record import record

MADE_UP = 0.3  # weight of a made-up invention beside a written one
RIDGE = 4.0
LET_THROUGH = 0.06  # share of the written inventions under judgement that the limit may let through
MADE: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("doubt_examples.yaml").read_text(encoding="utf-8"))
_NOUN = re.compile(r"\b(?:the|an?) ([a-z]{4,})\b")


def rows(paths: list[Path]) -> Iterator[tuple[dict[str, Any], str, bool, float]]:
    """Case, line, whether it is invented, and its weight."""
    cases = [case for path in paths for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    nouns = sorted({noun for case in cases for line in case["honest"] for noun in _NOUN.findall(line)})
    rng = random.Random(7)
    for case in cases:
        for line in case["honest"]:
            yield case, line, False, 1.0
            yield from ((case, lie, True, MADE_UP) for lie in made_up(line, nouns, rng))
        for lie in case["invented"]:
            yield case, lie["line"] if isinstance(lie, dict) else lie[1], True, 1.0


def made_up(line: str, nouns: list[str], rng: random.Random) -> Iterator[str]:
    """Inventions as long as an honest line."""
    body = line.rstrip(".")
    yield f"{rng.choice(MADE['verbs'])} {body.partition(' ')[2]}."
    yield f"{body}{rng.choice(MADE['endings'])}."
    places = list(_NOUN.finditer(body))
    if places:
        at = rng.choice(places)
        yield f"{body[: at.start(1)]}{rng.choice(MADE['adjectives'])} {body[at.start(1) :]}."
        yield f"{body[: at.start(1)]}{rng.choice(nouns)}{body[at.end(1) :]}."


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Weights of a ridge logistic regression, by Newton's method."""
    b = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ b))
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(b))
        b -= np.linalg.solve(hessian, x.T @ (w * (p - y)) + RIDGE * b)
    return b


def main(paths: list[Path]) -> None:
    kit = load_skill_kit(default_folder("knowledge"), default_folder("prompts"), "en")
    assert kit.alike is not None
    seen, lies, weights = [], [], []
    for case, line, lie, weight in rows(paths):
        said = [Said(id=str(n), **(s if isinstance(s, dict) else {"text": s})) for n, s in enumerate(case["said"])]
        known = record(said, kit.lexicon, kit.thesaurus)
        claimed = statement(line, kit.lexicon, kit.thesaurus.glue)
        found = findings(claimed, known, kit)
        if may_be_weighed(found, claimed, known):
            seen.append(marks(found, claimed, known, kit.alike))
            lies.append(lie)
            weights.append(weight)
    names = sorted({name for one in seen for name in one})
    x = np.array([[one.get(name, 0.0) for name in names] for one in seen])
    y, w = np.array(lies, float), np.array(weights)
    w = np.where(y == 0, w * w[y == 1].sum() / w[y == 0].sum(), w)
    b = fit(x, y, w)
    score = x @ b
    limit = float(np.quantile(score[(y == 1) & (np.array(weights) == 1)], LET_THROUGH))
    print(f"# Made by tools/fit_doubt.py from {int((y == 0).sum())} honest and {int(y.sum())} invented lines.")
    print(
        yaml.safe_dump({"weights": dict(zip(names, b.round(3).tolist(), strict=True)), "limit": round(limit, 3)}),
        end="",
    )
    for share in (0.03, 0.05, 0.08, 0.12):
        at = np.quantile(score[(y == 1) & (np.array(weights) == 1)], share)
        print(f"written {share:.0%}: honest {(score[y == 0] < at).mean():.0%}, "
              f"made up {(score[np.array(weights) < 1] < at).mean():.1%}", file=sys.stderr)  # fmt: skip


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
