"""Trains the learned stage of the safety screen from `knowledge/safety/sentences.*.jsonl`.

    python tools/train_safety.py            train, write model.npz and model.yaml, print the measurements
    python tools/train_safety.py --measure  only measure model and lexicon on knowledge/safety/held_out.jsonl

Numbers of the training sentences are out of fold: each sentence is judged by a model that has not seen it.
Deterministic: the same sentences give the same file.
"""

import argparse
import hashlib
import io
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import safety_net

from pathbot.app.content import read, read_yaml
from pathbot.app.safety import load_safety_kit
from pathbot.frozen import Frozen
from pathbot.roles.card import load_cards
from pathbot.roles.minilm import MiniLM
from pathbot.safety.finding import Tier, rank
from pathbot.safety.glossing import Gloss
from pathbot.safety.learned import BUCKETS, VECTOR_SCALE, Concepts, feature_columns, in_english
from pathbot.safety.normalise import Shorthand, forms
from pathbot.safety.screen import SafetyKit, screen

FOLDER = Path(__file__).resolve().parents[1] / "knowledge" / "safety"
INTENTS = Path(__file__).resolve().parent / "intent_examples"
LANGUAGES = ("en", "es")
FOLDS = 3
STEPS = 150
RATE = 0.05
L2 = 0.02
SLIPS = 1  # copies of each sentence with a typing slip
FALSE_ALARMS = 0.072  # share of the harmless training sentences, which are harder than school talk
FALSE_C = 0.003
LOW_MOOD = 0.82  # a wrong guess of low mood stands in the way of a plain answer
SHARE = 0.9  # of the network's logit, beside the regression's
SURELY_LOW, SURELY_HIGH = 0.02, 0.998  # of the concerns and of the harmless: outside, no second look
PROJECT_TALK = 3  # times: it is most of what learners write, and the least of what is here


class Sentence(Frozen):
    """A line of the data. `manner`: explicit, indirect, mood, harmless or chat; `voice`: who might say it so."""

    text: str
    tier: Tier
    topic: str
    manner: str
    voice: str = ""
    language: str = ""


class Matrix(NamedTuple):
    """Sparse rows: `columns[i]` belongs to row `rows[i]`; `scale` is 1/sqrt(columns of the row)."""

    rows: np.ndarray
    columns: np.ndarray
    scale: np.ndarray

    def times(self, weights: np.ndarray) -> np.ndarray:
        return np.bincount(self.rows, weights=weights[self.columns], minlength=len(self.scale)) * self.scale

    def transposed_times(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.columns, weights=(values * self.scale)[self.rows], minlength=BUCKETS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measure", action="store_true", help="measure only")
    if not parser.parse_args().measure:
        train_all()
    measure(load_safety_kit(), held_out())


def held_out() -> list[Sentence]:
    """Sentences that neither training nor the phrases were made with."""
    return _sentences(FOLDER / "held_out.jsonl")


def train_all() -> None:
    plain = [*_intent_examples(), *_project_talk(), *_role_phrases()]
    sentences = [*_own_sentences(), *plain, *_run_together(plain)]
    shorthand = read(FOLDER / "shorthand.yaml", Shorthand)
    concepts = read(FOLDER / "concepts.yaml", Concepts)
    copies = [(number, text) for number, s in enumerate(sentences) for text in _with_slips(s.text, number)]
    origin = np.array([number for number, _ in copies])
    original = np.array([text == sentences[number].text for number, text in copies])
    matrix = _matrix([forms(text, shorthand)[0] for _, text in copies], concepts)
    tiers = np.array([rank(sentences[number].tier) for number in origin])
    folds = _folds(sentences)[origin]

    gloss = read(FOLDER / "gloss.es.yaml", Gloss)
    vectors = _vectors([in_english(forms(s.text, shorthand)[0], gloss) for s in sentences])
    serious = np.array([rank(s.tier) >= rank("B") for s in sentences])
    out_of_fold, looks = np.zeros((3, len(sentences))), np.zeros(len(sentences))
    for fold in range(FOLDS):
        judged = (folds == fold) & original
        for head in range(3):
            weights, bias = fit(matrix, tiers > head, folds != fold)
            out_of_fold[head, origin[judged]] = (matrix.times(weights) + bias)[judged]
        mine = _folds(sentences) == fold
        looks[mine] = safety_net.logits(vectors[mine], safety_net.train(vectors[~mine], serious[~mine]))
    window = _window(sentences, out_of_fold[1])
    out_of_fold[1] += SHARE * looks * ((out_of_fold[1] > window[0]) & (out_of_fold[1] < window[1]))
    out_of_fold = _sigmoid(out_of_fold)
    thresholds = _thresholds(sentences, out_of_fold)

    heads = [fit(matrix, tiers > head, np.ones(len(copies), bool)) for head in range(3)]
    _write(heads, thresholds, safety_net.train(vectors, serious), window)
    print(f"{len(sentences)} sentences, thresholds {thresholds}")
    _report("out of fold", sentences, _judged(sentences, out_of_fold, thresholds))


def fit(matrix: Matrix, target: np.ndarray, included: np.ndarray) -> tuple[np.ndarray, float]:
    """A logistic regression by Adam: weights of shape (BUCKETS,) and a bias."""
    weights, bias = np.zeros(BUCKETS), 0.0
    mean, spread = np.zeros(BUCKETS + 1), np.zeros(BUCKETS + 1)
    for step in range(1, STEPS + 1):
        error = (_sigmoid(matrix.times(weights) + bias) - target) * included
        gradient = np.append(matrix.transposed_times(error) + L2 * weights, error.sum())
        mean = 0.9 * mean + 0.1 * gradient
        spread = 0.999 * spread + 0.001 * gradient**2
        move = RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
        weights -= move[:-1]
        bias -= float(move[-1])
    return weights, bias


def _own_sentences() -> list[Sentence]:
    files = {language: FOLDER / f"sentences.{language}.jsonl" for language in LANGUAGES}
    return [s.model_copy(update={"language": language}) for language, path in files.items() for s in _sentences(path)]


def _intent_examples() -> list[Sentence]:
    """What learners say to Pathbot all day, from the intents' training data: plain talk the screen must leave alone."""
    lexicon_only = load_safety_kit(learned=False)
    found = []
    for language in LANGUAGES:
        by_intent = read_yaml(INTENTS / f"{language}.yaml")
        texts = dict.fromkeys(str(text) for examples in by_intent.values() for text in examples)
        quiet = [text for text in texts if screen(text, (), lexicon_only).tier == "none"]
        found += [Sentence(text=t, tier="none", topic="chat", manner="chat", language=language) for t in quiet]
    return found


def _project_talk() -> list[Sentence]:
    """What learners tell about their projects."""
    files = {language: FOLDER / f"project_talk.{language}.jsonl" for language in LANGUAGES}
    found = [s.model_copy(update={"language": language}) for language, path in files.items() for s in _sentences(path)]
    return found * PROJECT_TALK


def _role_phrases() -> list[Sentence]:
    """What learners say they like to do, from the role cards: thousands of plain sentences in both languages."""
    lexicon_only = load_safety_kit(learned=False)
    cards = load_cards(FOLDER.parent / "roles")
    found = [(language, p) for c in cards for language in LANGUAGES for p in c.learner_phrases.in_(language)]
    quiet = [(language, phrase) for language, phrase in found if screen(phrase, (), lexicon_only).tier == "none"]
    return [Sentence(text=t, tier="none", topic="roles", manner="chat", language=language) for language, t in quiet]


def _run_together(plain: Sequence[Sentence]) -> list[Sentence]:
    """Plain messages one after the other: long answers, and three messages joined, are as harmless as their parts."""
    together = []
    for language in LANGUAGES:
        texts = sorted(
            (s.text for s in plain if s.language == language), key=lambda t: hashlib.sha256(t.encode()).digest()
        )
        for parts in zip(texts[::8], texts[1::8], texts[2::8], strict=False):
            joined = " ".join(parts)
            together.append(Sentence(text=joined, tier="none", topic="joined", manner="chat", language=language))
    return together


def _sentences(path: Path) -> list[Sentence]:
    return [Sentence.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _with_slips(text: str, seed: int) -> list[str]:
    """The sentence, and copies in which some longer words lack a letter or have two swapped."""
    chance = random.Random(seed)
    copies = [text]
    for _ in range(SLIPS):
        words = text.split(" ")
        for i, word in enumerate(words):
            if len(word) > 3 and chance.random() < 0.2:
                at = chance.randrange(1, len(word) - 1)
                swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
                words[i] = swapped if chance.random() < 0.5 else word[:at] + word[at + 1 :]
        copies.append(" ".join(words))
    return copies if copies[-1] != text else copies[:1]


def _matrix(texts: Sequence[str], concepts: Concepts) -> Matrix:
    columns = [feature_columns(text, concepts) for text in texts]
    sizes = np.array([len(c) for c in columns])
    return Matrix(np.repeat(np.arange(len(texts)), sizes), np.concatenate(columns), 1 / np.sqrt(np.maximum(sizes, 1)))


def _folds(sentences: Sequence[Sentence]) -> np.ndarray:
    """A voice in one fold only: a sentence is judged as one of somebody never heard is. Plain talk is spread evenly.

    The biggest voice goes first, always to the emptiest fold; a text said by two voices has the fold of the first.
    """
    voice_of = {s.text: s.voice or f"plain {int(_digest(s), 16) % 30}" for s in reversed(sentences)}
    sizes = Counter(voice_of.values())
    fold_of, filled = {}, [0] * FOLDS
    for voice in sorted(sizes, key=lambda voice: (-sizes[voice], voice)):
        fold_of[voice] = filled.index(min(filled))
        filled[fold_of[voice]] += sizes[voice]
    return np.array([fold_of[voice_of[s.text]] for s in sentences])


def _digest(sentence: Sentence) -> str:
    return hashlib.sha256(sentence.text.encode()).hexdigest()


def _vectors(texts: Sequence[str]) -> np.ndarray:
    return MiniLM().embed(texts) * np.float32(VECTOR_SCALE)


def _window(sentences: Sequence[Sentence], logits: np.ndarray) -> tuple[float, float]:
    """Between which logits of the regression the network is asked."""
    serious = np.array([rank(s.tier) >= rank("B") for s in sentences])
    harmless = np.array([s.manner in ("harmless", "chat") for s in sentences])
    low = float(np.quantile(logits[serious], SURELY_LOW))
    high = float(np.quantile(logits[harmless], SURELY_HIGH))
    asked = np.mean((logits[harmless] > low) & (logits[harmless] < high))
    print(f"the network is asked between {low:.2f} and {high:.2f}: {asked:.2f} of the harmless")
    return low, high


def _thresholds(sentences: Sequence[Sentence], probabilities: np.ndarray) -> dict[str, tuple[float, float, float]]:
    """Each language its own, so that neither is heard worse for being written less."""
    return {language: _threshold(sentences, probabilities, language) for language in LANGUAGES}


def _threshold(sentences: Sequence[Sentence], probabilities: np.ndarray, language: str) -> tuple[float, float, float]:
    """For B and C, the least probability that keeps false alarms of the harmless sentences at the wanted share."""
    harmless = np.array([s.manner == "harmless" and s.language == language for s in sentences])
    at_b = float(np.quantile(probabilities[1][harmless], 1 - FALSE_ALARMS))
    at_c = float(np.quantile(probabilities[2][harmless], 1 - FALSE_C))
    return LOW_MOOD, round(at_b, 3), round(max(at_c, 0.5), 3)


def _judged(
    sentences: Sequence[Sentence], p: np.ndarray, thresholds: dict[str, tuple[float, float, float]]
) -> list[int]:
    lexicon_only = load_safety_kit(learned=False)
    tiers = []
    for number, sentence in enumerate(sentences):
        a, b, c = p[:, number]
        at_a, at_b, at_c = thresholds[sentence.language]
        learned = (3 if c >= at_c else 2) if b >= at_b else int(a >= at_a)
        tiers.append(max(learned, rank(screen(sentence.text, (), lexicon_only).tier)))
    return tiers


def _write(
    heads: Sequence[tuple[np.ndarray, float]],
    thresholds: dict[str, tuple[float, float, float]],
    net: tuple[np.ndarray, np.ndarray, np.ndarray, float],
    window: tuple[float, float],
) -> None:
    scales = [float(np.abs(weights).max()) / 127 for weights, _ in heads]
    whole = np.stack([np.round(w / scale) for (w, _), scale in zip(heads, scales, strict=True)])
    target = io.BytesIO()
    inward, bias, outward, last = net
    step = float(np.abs(inward).max()) / 127
    small = {"inward": np.round(inward / step).astype(np.int8), "net_bias": bias, "outward": outward}
    np.savez_compressed(target, weights=whole.astype(np.int8), **small)
    (FOLDER / "model.npz").write_bytes(target.getvalue())
    digests = {
        name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in ("concepts.yaml", "gloss.es.yaml")
    }
    lines = [
        "# Written by tools/train_safety.py; do not edit.",
        f"sha256: {hashlib.sha256(target.getvalue()).hexdigest()}",
        *(f"{name.split('.')[0]}_sha256: {digest}" for name, digest in digests.items()),
        f"scale: {[round(scale, 8) for scale in scales]}",
        f"bias: {[round(bias, 5) for _, bias in heads]}",
        "thresholds:",
        *(f"  {language}: {list(least)}" for language, least in thresholds.items()),
        "meaning:",
        f"  embedder: {MiniLM().id}",
        f"  scale: {step:.8f}",
        f"  last: {last:.5f}",
        f"  share: {SHARE}",
        f"  low: {window[0]:.4f}",
        f"  high: {window[1]:.4f}",
    ]
    (FOLDER / "model.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(kit: SafetyKit, sentences: Sequence[Sentence]) -> None:
    """Prints recall, false alarms and time of the whole screen."""
    started = time.perf_counter()
    tiers = [rank(screen(sentence.text, (), kit).tier) for sentence in sentences]
    took = time.perf_counter() - started
    _report("held out", sentences, tiers)
    print(f"  {1000 * took / max(len(sentences), 1):.2f} ms a message")


def _report(name: str, sentences: Sequence[Sentence], tiers: Sequence[int]) -> None:
    def share(least: int, **wanted: str) -> str:
        chosen = [t for s, t in zip(sentences, tiers, strict=True) if _is(s, wanted)]
        return f"{sum(t >= least for t in chosen) / len(chosen):.3f} of {len(chosen)}" if chosen else "none"

    print(f"{name}:")
    for manner in ("explicit", "indirect"):
        print(f"  recall {manner}: {share(2, manner=manner)}")
    for language in LANGUAGES:
        print(f"  recall {language}: {share(2, language=language, needs='yes')}")
    print(f"  recall: {share(2, needs='yes')}; imminent found as C: {share(3, tier='C')}")
    for language in LANGUAGES:
        print(f"  false alarms {language}: {share(2, manner='harmless', language=language)}")
    print(f"  false alarms: {share(2, manner='harmless')}; C: {share(3, manner='harmless')}")
    print(f"  false alarms in plain chat: {share(2, manner='chat')}")
    print(f"  low mood told as B or C: {share(2, manner='mood')}; at least A: {share(1, manner='mood')}")


def _is(sentence: Sentence, wanted: dict[str, str]) -> bool:
    facts = sentence.model_dump() | {"needs": "yes" if rank(sentence.tier) >= rank("B") else "no"}
    return all(facts[key] == value for key, value in wanted.items())


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


if __name__ == "__main__":
    sys.exit(main())
