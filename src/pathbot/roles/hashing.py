"""A tiny embedder for tests: words hashed into a vector. It knows spelling, not meaning."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from pathbot.roles.embedding import Vectors


class HashEmbedder:
    """The same text gives the same vector on every machine; shared words give near vectors."""

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension

    @property
    def id(self) -> str:
        return f"hash-{self.dimension}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (len(texts), dimension)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                vectors[row, self._place(word)] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def _place(self, word: str) -> int:
        digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.dimension
