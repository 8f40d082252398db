"""What every embedder offers."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Unit vectors as rows: float32, shape (texts, dimension)."""


class EmbedderAway(RuntimeError):
    """An embedder elsewhere gave no vectors: not reached, busy, or not what was asked for. Its text holds no query."""


class Embedder(Protocol):
    """Turns texts into unit vectors. `id` changes whenever the vectors would."""

    @property
    def id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...
