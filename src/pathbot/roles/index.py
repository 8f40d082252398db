"""The index of passage vectors: a Chroma collection on disk, read into memory when it opens.

The cards are the truth; the index only saves embedding them again, and may be deleted at any time. Passages are keyed
by role and content, the collection by embedder, so an edited card re-embeds its edited passages and another embedder
starts anew. Searching multiplies the whole matrix in numpy. Measured at 13,000 passages: 0.8 ms and exact, against
3.5 ms for Chroma's nearest 200, which would leave most roles without a score.
"""

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from pathbot.roles.embedding import Embedder, EmbedderAway, Vectors
from pathbot.roles.passages import Passage

Place = Path | str | None
"""A folder, the address of a Chroma server (http://host:port), or nowhere but in memory."""

Progress = Callable[[int, int], None]
"""Called with (passages embedded, passages to embed)."""

OWN, REMOTE = "role-passages", "role-passages-remote"
"""The collections: vectors of the bundled encoder, and of one on a server beside them."""
_BATCH = 256  # large, so that the embedder can put texts of like length together
# Nobody asks Chroma for neighbours (see above), so the graph it insists on is kept as thin as it goes: half the time.
_THIN = {"space": "cosine", "ef_construction": 8, "max_neighbors": 4}
_OPENING_TRIES = 5  # two processes that create the same folder at once may find it locked


class IndexDamaged(RuntimeError):
    """The folder does not hold an index that Chroma can open."""


class PassageIndex:
    """Passages with their vectors, in the order given."""

    def __init__(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        self.passages = tuple(passages)
        self.vectors = vectors

    def similarities(self, queries: Vectors) -> Vectors:
        """Cosine of each query with each passage, shape (queries, passages)."""
        # Not `@`: BLAS wakes all its threads for it, and their waiting takes longer than the sums (16 ms of
        # processor time against 9 at 8,000 passages, beside the embedder's own threads).
        return np.stack([np.einsum("pd,d->p", self.vectors, query) for query in queries])


def open_index(
    passages: Sequence[Passage],
    embedder: Embedder,
    place: Place,
    progress: Progress | None = None,
    name: str = OWN,
) -> PassageIndex:
    """Brings the index at `place` up to date and reads it. Without a place it lives in memory only.

    Raises IndexDamaged when Chroma cannot use the place, EmbedderAway when the embedder is elsewhere and silent.
    """
    report = progress or (lambda done, total: None)
    if place is None:
        return PassageIndex(passages, _embed(passages, embedder, report))
    try:
        return PassageIndex(passages, _update(_collection(place, embedder, name), passages, embedder, report))
    except EmbedderAway:
        raise
    except Exception as error:  # Chroma raises its own, SQLite's and Rust's errors
        raise IndexDamaged(f"The role index in {place} cannot be used ({type(error).__name__}).") from error


def forget_index(place: Place) -> None:
    """Deletes what is stored there, so that every card is embedded again."""
    if isinstance(place, Path):
        shutil.rmtree(place)
        place.mkdir()
    elif place is not None:
        client = _client(place)
        for name in {OWN, REMOTE} & {collection.name for collection in client.list_collections()}:
            client.delete_collection(name)


def _collection(place: Path | str, embedder: Embedder, name: str) -> Any:
    from chromadb.errors import InternalError

    for attempt in range(_OPENING_TRIES):
        try:
            return _open_collection(place, embedder, name)
        except InternalError:
            if attempt == _OPENING_TRIES - 1:
                raise
            time.sleep(0.2 * (attempt + 1))
    raise AssertionError("unreachable")


def _client(place: Path | str) -> Any:
    """A folder belongs to one process; a server may be asked by many."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if isinstance(place, Path):
        return chromadb.PersistentClient(str(place), settings=settings)
    address = urlsplit(place)
    return chromadb.HttpClient(
        address.hostname or "", address.port or 8000, ssl=address.scheme == "https", settings=settings
    )


def _open_collection(place: Path | str, embedder: Embedder, name: str) -> Any:
    client = _client(place)
    wanted = {"embedder": embedder.id, "dimension": embedder.dimension}
    found = {collection.name: collection.metadata for collection in client.list_collections()}
    if name in found and found[name] != wanted:
        client.delete_collection(name)
    return client.get_or_create_collection(
        name, metadata=wanted, configuration={"hnsw": _THIN}, embedding_function=None
    )


def _update(collection: Any, passages: Sequence[Passage], embedder: Embedder, report: Progress) -> Vectors:
    """Embeds and stores what is new, drops what is gone, and gives back the vectors of `passages`."""
    stored = collection.get(include=["embeddings"])
    known = dict(zip(stored["ids"], stored["embeddings"], strict=True))
    gone = known.keys() - {passage.id for passage in passages}
    if gone:
        collection.delete(ids=sorted(gone))
    missing = [passage for passage in passages if passage.id not in known]
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        vectors = embedder.embed([passage.read_as for passage in batch])
        collection.upsert(
            ids=[passage.id for passage in batch],
            embeddings=vectors,
            documents=[passage.text for passage in batch],
            metadatas=[passage.model_dump(include={"soc", "kind", "language"}) for passage in batch],
        )
        # Not read back from Chroma: another process may be changing the same folder.
        known.update(zip((passage.id for passage in batch), vectors, strict=True))
        report(start + len(batch), len(missing))
    rows = [known[passage.id] for passage in passages]
    return np.asarray(rows, np.float32).reshape(len(rows), embedder.dimension)


def _embed(passages: Sequence[Passage], embedder: Embedder, report: Progress) -> Vectors:
    parts = []
    for start in range(0, len(passages), _BATCH):
        parts.append(embedder.embed([passage.read_as for passage in passages[start : start + _BATCH]]))
        report(min(start + _BATCH, len(passages)), len(passages))
    return np.concatenate(parts) if parts else np.empty((0, embedder.dimension), np.float32)
