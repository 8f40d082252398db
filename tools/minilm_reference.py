"""all-MiniLM-L6-v2 in float32 numpy: slow and plain, to check the ONNX graph against."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Weights = Mapping[str, Array]
HEADS, SIZE = 12, 32
_erf = np.vectorize(math.erf, otypes=[np.float32])


def embed(weights: Weights, ids: list[int]) -> Array:
    """The unit vector, shape (384,), of one text given as token ids with [CLS] and [SEP]."""
    hidden = weights["embeddings.word_embeddings.weight"][ids]
    hidden = hidden + weights["embeddings.position_embeddings.weight"][: len(ids)]
    hidden = hidden + weights["embeddings.token_type_embeddings.weight"][0]
    hidden = _norm(weights, hidden, "embeddings.LayerNorm")
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        mixed = _dense(weights, _attention(weights, hidden, f"{name}.attention.self"), f"{name}.attention.output.dense")
        hidden = _norm(weights, hidden + mixed, f"{name}.attention.output.LayerNorm")
        wide = _dense(weights, hidden, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + _erf(wide / math.sqrt(2)))
        hidden = _norm(weights, hidden + _dense(weights, wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = hidden.mean(axis=0)
    return mean / np.linalg.norm(mean)


def _dense(weights: Weights, source: Array, name: str) -> Array:
    return source @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _norm(weights: Weights, source: Array, name: str) -> Array:
    centred = source - source.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _attention(weights: Weights, hidden: Array, name: str) -> Array:
    query, key, value = (_dense(weights, hidden, f"{name}.{part}") for part in ("query", "key", "value"))
    out = np.empty_like(query)
    for start in range(0, HEADS * SIZE, SIZE):
        part = slice(start, start + SIZE)
        scores = query[:, part] @ key[:, part].T / math.sqrt(SIZE)
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        out[:, part] = shares / shares.sum(axis=-1, keepdims=True) @ value[:, part]
    return out
