"""The middle of each role's texts, compared where what all roles share counts little.

Every passage of every role sounds a bit like a teenager or a bit like a task list; what tells roles apart is small
beside that. Fisher's discriminant measures distance in units of how passages of one role scatter, so that directions
in which every role scatters stop counting. Measured on unseen duties among 1,016 occupations: hit@1 .32, against .23
for the nearest passages and .24 for TF-IDF.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pathbot.roles.embedding import Vectors

_LEAST_SHRINK = 0.15  # towards a round scatter: few texts say little about many directions


class Prototypes:
    """Sums over the texts of each role. `weights` are their total weights; roles without texts are near nothing."""

    def __init__(self, sums: NDArray[np.float32], weights: NDArray[np.float32], scatter: NDArray[np.float32]) -> None:
        self.sums, self.weights, self.scatter = sums, weights, scatter
        has = weights > 0
        means = sums / np.where(has, weights, 1)[:, None]
        self._middle = means[has].mean(0) if has.any() else np.zeros(sums.shape[1], np.float32)
        self._unscattered = _unscattering(scatter, float(weights.sum()))
        self._places = _units((means - self._middle) @ self._unscattered) * has[:, None]

    @classmethod
    def of(cls, vectors: Vectors, roles: NDArray[np.int64], weights: NDArray[np.float32], count: int) -> "Prototypes":
        """From the vectors of texts, the number of each text's role, and what each text counts."""
        dimension = vectors.shape[1]
        totals = np.bincount(roles, weights, count).astype(np.float32)
        sums = np.zeros((count, dimension), np.float32)
        order = np.argsort(roles, kind="stable")
        present, starts = np.unique(roles[order], return_index=True)
        if len(present):
            sums[present] = np.add.reduceat(vectors[order] * weights[order, None], starts)
        means = sums / np.where(totals > 0, totals, 1)[:, None]
        apart = vectors - means[roles]
        return cls(sums, totals, np.asarray((apart * weights[:, None]).T @ apart, np.float32))

    def plus(self, other: "Prototypes") -> "Prototypes":
        """Both together; the roles have the same numbers in both."""
        return Prototypes(self.sums + other.sums, self.weights + other.weights, self.scatter + other.scatter)

    def placed(self, rows: Sequence[int], count: int) -> "Prototypes":
        """The same with role i at `rows[i]` among `count`; a negative row leaves the role out."""
        kept = [number for number, row in enumerate(rows) if row >= 0]
        sums = np.zeros((count, self.sums.shape[1]), np.float32)
        weights = np.zeros(count, np.float32)
        places = [rows[number] for number in kept]
        sums[places], weights[places] = self.sums[kept], self.weights[kept]
        return Prototypes(sums, weights, self.scatter)

    def similarities(self, query: Vectors) -> NDArray[np.float32]:
        """Cosine of one query (a row) with each role, -1 to 1; 0 for roles without texts."""
        place = _units(((query - self._middle) @ self._unscattered)[None])[0]
        return np.asarray(np.einsum("rd,d->r", self._places, place), np.float32)


def _unscattering(scatter: NDArray[np.float32], total: float) -> NDArray[np.float32]:
    """The linear map after which passages scatter alike in every direction."""
    dimension = len(scatter)
    if total <= 0 or not scatter.any():
        return np.eye(dimension, dtype=np.float32)
    within = scatter.astype(np.float64) / total
    shrink = min(1, _LEAST_SHRINK + (1 - _LEAST_SHRINK) * 2 * dimension / total)
    within = (1 - shrink) * within + shrink * np.trace(within) / dimension * np.eye(dimension)
    return np.asarray(np.linalg.inv(np.linalg.cholesky(within)).T, np.float32)


def _units(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)
