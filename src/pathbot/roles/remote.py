"""An encoder on a server, such as OpenAI's or one that speaks as it does. What it is given leaves this machine."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from pathbot.roles.embedding import EmbedderAway, Vectors

Ask = Callable[..., Sequence[Sequence[float]] | None]
"""Given texts, their vectors in order; None when the server gave none. `limits` after the texts: see `within`."""


class RemoteEmbedder:
    """`name` is the model, `address` where it is asked: another one of either makes other vectors."""

    def __init__(self, name: str, address: str, ask: Ask) -> None:
        self._ask = ask
        self.id = f"openai-{name}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"

    @cached_property
    def dimension(self) -> int:
        """How long its vectors are; asks for one. Raises EmbedderAway."""
        return len(self._asked(["work"])[0])

    def within(self, limits: object) -> "RemoteEmbedder":
        """The same embedder, whose requests keep to `limits`."""
        copy = RemoteEmbedder.__new__(RemoteEmbedder)
        copy.__dict__.update(self.__dict__, _ask=partial(self._ask, limits=limits))
        return copy

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (len(texts), dimension). Raises EmbedderAway."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        rows = self._asked(texts)
        if {len(row) for row in rows} != {self.dimension}:
            raise EmbedderAway("The embedder changed the length of its vectors.")
        vectors = np.asarray(rows, np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            raise EmbedderAway("The embedder sent vectors that point nowhere.")
        return np.asarray(vectors / lengths, np.float32)

    def _asked(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        rows = self._ask(texts)
        if rows is None or len(rows) != len(texts) or not all(rows):
            raise EmbedderAway("The embedder gave no vectors.")
        return rows


class Leaving(NamedTuple):
    """A query as a server may see it, and the embedder that sends it there."""

    words: str
    embedder: RemoteEmbedder
