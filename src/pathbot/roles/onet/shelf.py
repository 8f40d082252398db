"""An imported release on disk: what it says, and the vectors of its names.

A release has some 56,000 names. Each role needs only their sum and how names of one role scatter, so that is all that
is kept of their vectors. Both files can be made again from the download.
"""

import gzip
import hashlib
import os
from pathlib import Path

import numpy as np

from pathbot.roles.embedding import Embedder
from pathbot.roles.index import Progress
from pathbot.roles.onet.release import Release
from pathbot.roles.prototypes import Prototypes

_RELEASE = "release.json.gz"
_BATCH = 2048


def keep(release: Release, folder: Path) -> None:
    """Stores the release in `folder` in place of the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{_RELEASE}.new"
    with gzip.open(fresh, "wb", compresslevel=3) as file:
        file.write(release.model_dump_json().encode())
    os.replace(fresh, folder / _RELEASE)


def kept(folder: Path) -> Release | None:
    """The stored release, if there is one."""
    try:
        with gzip.open(folder / _RELEASE, "rb") as file:
            return Release.model_validate_json(file.read())
    except FileNotFoundError:
        return None


def name_prototypes(release: Release, embedder: Embedder, folder: Path | None, report: Progress) -> Prototypes:
    """The middles of every occupation's names, in the order of the release; embedded once and kept."""
    key = f"{embedder.id}:{_digest(release)}"
    path = folder / f"names-{hashlib.sha256(embedder.id.encode()).hexdigest()[:8]}.npz" if folder else None
    if path and path.exists():
        with np.load(path) as stored:
            if str(stored["key"]) == key:
                return Prototypes(stored["sums"], stored["weights"], stored["scatter"])
    made = _embedded(release, embedder, report)
    if path:
        fresh = path.with_name(f"new-{path.name}")
        np.savez(fresh, key=np.array(key), sums=made.sums, weights=made.weights, scatter=made.scatter)
        os.replace(fresh, path)
    return made


def _embedded(release: Release, embedder: Embedder, report: Progress) -> Prototypes:
    named = [(number, name) for number, one in enumerate(release.occupations) for name in (one.title, *one.names)]
    # One in six names is another occupation's too. Names of like length embed faster together.
    different = sorted({name for _, name in named}, key=lambda name: (len(name), name))
    rows = np.empty((len(different), embedder.dimension), np.float32)
    for start in range(0, len(different), _BATCH):
        batch = different[start : start + _BATCH]
        rows[start : start + len(batch)] = embedder.embed(batch)
        report(start + len(batch), len(different))
    places = {name: place for place, name in enumerate(different)}
    vectors = rows[[places[name] for _, name in named]]
    roles = np.array([number for number, _ in named], np.int64)
    return Prototypes.of(vectors, roles, np.ones(len(named), np.float32), len(release.occupations))


def _digest(release: Release) -> str:
    names = "\n".join("\t".join((one.soc, one.title, *one.names)) for one in release.occupations)
    return hashlib.sha256(names.encode()).hexdigest()
