"""How near a word of a statement is in meaning to any word of a learner, by the bundled sentence encoder."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from pathbot.roles.embedding import Vectors
from pathbot.roles.minilm import MiniLM


class WordNearness:
    """Compares words as they are meant in their sentences. The encoder loads on the first question (about 0.3 s)."""

    def __init__(self, encoder: MiniLM) -> None:
        self._embed = encoder.embed
        self._in_context = lru_cache(maxsize=256)(encoder.in_context)
        self._texts = lru_cache(maxsize=64)(lambda texts: encoder.embed([". ".join(texts), *texts]))

    def __call__(self, line: str, start: int, end: int, texts: Sequence[str]) -> float:
        """The greatest cosine (-1 to 1) between ``line[start:end]`` and a word piece of the texts."""
        spans, rows = self._in_context(line)
        inside = [n for n, (s, e) in enumerate(spans) if s < end and e > start]
        heard = [_words(*self._in_context(text)) for text in texts if text.strip()]
        if not inside or not heard:
            return -1.0
        meant = rows[inside].mean(axis=0)
        return float((np.concatenate(heard) @ (meant / np.linalg.norm(meant))).max(initial=-1.0))

    def lines(self, line: str, texts: Sequence[str]) -> tuple[float, float]:
        """The cosines of a whole line and all texts together, and of the line and the text nearest to it."""
        if not texts:
            return -1.0, -1.0
        alike = self._texts(tuple(texts)) @ self._embed([line])[0]
        return float(alike[0]), float(alike.max())


def _words(spans: Sequence[tuple[int, int]], rows: Vectors) -> Vectors:
    """The rows of real word pieces: the marks at both ends have empty spans."""
    return rows[[end > start for start, end in spans]]
