"""Names spelled nearly alike: `phlebotomy tech` and `Phlebotomy Technologist` share most runs of letters."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pathbot.roles.pieces import plain

_RUNS = (3, 4)  # letters
_BUCKETS = 1 << 18
_OTHER = re.compile(r"[^a-z0-9]+")


class NameLikeness:
    """Cosine of a query with the likest name of each role, by rare runs of letters.

    `roles` gives the number of each name's role.
    """

    def __init__(self, names: Sequence[str], roles: NDArray[np.int64], count: int) -> None:
        self._count, self._roles = count, roles
        buckets, owners = _runs_of(names)
        seen = np.bincount(buckets, minlength=_BUCKETS)
        self._rarity = np.log((1 + len(names)) / (1 + seen)).astype(np.float32) + 1
        weights = self._rarity[buckets]
        lengths = np.sqrt(np.bincount(owners, weights**2, len(names))).astype(np.float32)
        order = np.argsort(buckets, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(seen)])
        self._owners = owners[order].astype(np.int32)
        self._points = (weights / np.maximum(lengths[owners], 1e-9))[order]

    def scores(self, query: str) -> NDArray[np.float32]:
        """0 to 1 for each role."""
        best = np.zeros(self._count, np.float32)
        buckets, _ = _runs_of([query])
        weights = self._rarity[buckets]
        length = float(np.linalg.norm(weights))
        if not length or not len(self._owners):
            return best
        places = [np.arange(self._starts[bucket], self._starts[bucket + 1]) for bucket in buckets]
        rows = np.concatenate(places)
        points = self._points[rows] * np.repeat(weights / length, [len(place) for place in places])
        alike = np.bincount(self._owners[rows], points, len(self._roles)).astype(np.float32)
        np.maximum.at(best, self._roles, alike)
        return np.minimum(best, 1)


def _runs_of(names: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(bucket of each different run, number of its name)."""
    texts = [f" {_OTHER.sub(' ', plain(name)).strip()} ".encode("ascii") for name in names]
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    letters = np.frombuffer(b"".join(texts), np.uint8).astype(np.int64)
    found = []
    for size in _RUNS:
        if len(letters) < size:
            continue
        spans = np.lib.stride_tricks.sliding_window_view(letters, size)
        # A run stays in one name and one word: a blank may only begin or end it.
        inside = (owners[: len(spans)] == owners[size - 1 :]) & (spans[:, 1:-1] != ord(" ")).all(1)
        codes = (spans[inside] * 131 ** np.arange(size)).sum(1) * 2654435761 % (1 << 40) >> 11
        found.append(np.stack([codes % _BUCKETS, owners[: len(spans)][inside]]))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    pairs = np.unique(np.concatenate(found, axis=1), axis=1)
    return pairs[0], pairs[1]
