"""Trains the small network of the safety screen's meaning stage: sentence vector in, "at least B" out.

Several nets start from different seeds and stand side by side as one, which is steadier than any of them.
Plain numpy: the same vectors give the same weights.
"""

import numpy as np

HIDDEN = 128
NETS = 3
EPOCHS = 14
BATCH = 128
RATE = 2e-3
DECAY = 1e-3


def train(vectors: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Weights (dimension, units), bias (units), outward weights (units) and outward bias, ReLU between."""
    parts = [_one(vectors.astype(np.float32), target.astype(np.float32), seed) for seed in range(NETS)]
    inward = np.concatenate([p[0] for p in parts], axis=1)
    bias = np.concatenate([p[1] for p in parts])
    outward = np.concatenate([p[2] for p in parts]) / NETS
    return inward, bias, outward, float(np.mean([p[3] for p in parts]))


def logits(vectors: np.ndarray, net: tuple[np.ndarray, np.ndarray, np.ndarray, float]) -> np.ndarray:
    """What the net says of each row."""
    inward, bias, outward, last = net
    return np.maximum(vectors @ inward + bias, 0) @ outward + last


def _one(x: np.ndarray, y: np.ndarray, seed: int) -> list[np.ndarray]:
    chance = np.random.default_rng(seed)
    spread = np.sqrt(2 / x.shape[1])
    values = [
        chance.normal(0, spread, (x.shape[1], HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        chance.normal(0, np.sqrt(1 / HIDDEN), HIDDEN).astype(np.float32),
        np.zeros((), np.float32),
    ]
    mean = [np.zeros_like(v) for v in values]
    square = [np.zeros_like(v) for v in values]
    step = 0
    for _ in range(EPOCHS):
        order = chance.permutation(len(y))
        for start in range(0, len(y), BATCH):
            step += 1
            gradients = _gradients(values, x[order[start : start + BATCH]], y[order[start : start + BATCH]])
            for i, gradient in enumerate(gradients):
                mean[i] = 0.9 * mean[i] + 0.1 * gradient
                square[i] = 0.999 * square[i] + 0.001 * gradient**2
                move = (mean[i] / (1 - 0.9**step)) / (np.sqrt(square[i] / (1 - 0.999**step)) + 1e-8)
                values[i] = values[i] - RATE * move
    return values


def _gradients(values: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    inward, bias, outward, last = values
    hidden = np.maximum(x @ inward + bias, 0)
    error = (1 / (1 + np.exp(-np.clip(hidden @ outward + last, -30, 30))) - y) / len(y)
    back = np.outer(error, outward) * (hidden > 0)
    return [x.T @ back + DECAY * inward / 10, back.sum(0), hidden.T @ error + DECAY * outward / 10, error.sum()]
