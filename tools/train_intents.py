"""Trains the learned stage of understanding: `python tools/train_intents.py`.

Reads tools/intent_examples/*.yaml and writes knowledge/language/intents.npz (under 500 kB). Softmax regression with
L2, full batches, Adam; the same examples always give the same file. `--check` trains on four fifths and prints how
the rest is read, instead of writing.
"""

import sys
from pathlib import Path

import numpy as np
import yaml

from pathbot.app.understanding import load_lexicons
from pathbot.reflection.learned import features
from pathbot.reflection.plain import plain

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "knowledge" / "language" / "intents.npz"
BUCKETS = 8192
STEPS, RATE, DECAY, SMOOTH = 150, 0.1, 1e-4, 0.05


def main() -> None:
    examples = list(_examples())
    intents = sorted({intent for _, intent in examples})
    inputs = np.stack([_vector(text) for text, _ in examples])
    wanted = np.array([intents.index(intent) for _, intent in examples])
    if "--check" in sys.argv:
        held = np.arange(len(examples)) % 5 == 0
        weights = _train(inputs[~held], wanted[~held], len(intents))
        read = (inputs[held] @ weights).argmax(axis=1)
        print(f"{(read == wanted[held]).mean():.3f} of {held.sum()} held-out examples")
        return
    weights = _train(inputs, wanted, len(intents))
    scale = np.abs(weights).max(axis=0) / 127
    steps = np.round(weights / scale).astype(np.int8).T
    np.savez_compressed(OUT, intents=np.array(intents), weights=steps, scale=scale.astype(np.float32))
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size // 1000} kB from {len(examples)} examples")


def _examples():
    lexicons = load_lexicons(ROOT / "knowledge")
    for path in sorted((Path(__file__).parent / "intent_examples").glob("*.yaml")):
        spelling = lexicons[path.stem].compiled.spelling
        for intent, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for text in texts:
                said = plain(str(text), spelling).text
                if any(c.isalnum() for c in said):
                    yield said, intent


def _vector(text: str) -> np.ndarray:
    vector = np.zeros(BUCKETS + 1, dtype=np.float32)
    places = sorted(set(features(text, BUCKETS)))
    vector[places] = 1 / len(places) ** 0.5
    vector[-1] = 1
    return vector


def _train(inputs: np.ndarray, wanted: np.ndarray, count: int) -> np.ndarray:
    target = np.full((len(wanted), count), SMOOTH / count, dtype=np.float32)
    target[np.arange(len(wanted)), wanted] += 1 - SMOOTH
    weights = np.zeros((inputs.shape[1], count), dtype=np.float32)
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = inputs @ weights
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = inputs.T @ (chances - target) / len(wanted) + DECAY * weights
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return weights


if __name__ == "__main__":
    main()
