"""The index: up to date after every change, and never more than a cache."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.roles.role_samples import GLOSSARY, NURSE, card

from pathbot.roles.embedding import Vectors
from pathbot.roles.hashing import HashEmbedder
from pathbot.roles.index import IndexDamaged, open_index
from pathbot.roles.passages import passages_of


class CountingEmbedder(HashEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self, dimension: int = 256) -> None:
        super().__init__(dimension)
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return super().embed(texts)


def test_a_second_opening_embeds_nothing(tmp_path: Path) -> None:
    passages, embedder = passages_of(card(), GLOSSARY), CountingEmbedder()
    first = open_index(passages, embedder, tmp_path)
    assert len(embedder.seen) == len(passages)
    second = open_index(passages, embedder, tmp_path)
    assert len(embedder.seen) == len(passages)
    query = embedder.embed(["sick grandma"])
    np.testing.assert_allclose(first.similarities(query), second.similarities(query))


def test_an_edited_card_embeds_only_what_changed(tmp_path: Path) -> None:
    embedder = CountingEmbedder()
    open_index(passages_of(card(), GLOSSARY), embedder, tmp_path)
    embedder.seen.clear()
    edited = passages_of(card(NURSE.replace("People heal faster", "People get well sooner")), GLOSSARY)
    index = open_index(edited, embedder, tmp_path)
    assert embedder.seen == ["People get well sooner with good care."]
    assert index.similarities(embedder.embed(["x"])).shape == (1, len(edited))


def test_another_embedder_starts_the_index_anew(tmp_path: Path) -> None:
    passages, other = passages_of(card(), GLOSSARY), CountingEmbedder(64)
    open_index(passages, HashEmbedder(256), tmp_path)
    index = open_index(passages, other, tmp_path)
    assert len(other.seen) == len(passages)
    assert index.similarities(other.embed([passages[3].text]))[0].argmax() == 3


def test_memory_and_disk_give_the_same_similarities(tmp_path: Path) -> None:
    passages, embedder = passages_of(card(), GLOSSARY), HashEmbedder()
    query = embedder.embed(["I took care of my grandma"])
    disk = open_index(passages, embedder, tmp_path).similarities(query)
    np.testing.assert_allclose(disk, open_index(passages, embedder, None).similarities(query), atol=1e-6)


def test_a_damaged_index_says_which_folder(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(IndexDamaged, match=str(tmp_path)):
        open_index(passages_of(card(), GLOSSARY), HashEmbedder(), tmp_path)


def test_progress_counts_up_to_the_passages_to_embed(tmp_path: Path) -> None:
    passages, seen = passages_of(card(), GLOSSARY), []
    open_index(passages, HashEmbedder(), tmp_path, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(passages), len(passages))


def test_a_chroma_server_serves_several_processes_with_one_index() -> None:
    server = os.environ.get("PATHBOT_TEST_CHROMA")
    if not server:
        pytest.skip("no Chroma server: set PATHBOT_TEST_CHROMA (tools/services.sh starts a throw-away one)")
    # In a process of its own: Chroma's client leaves sockets open, which here would be a warning, so an error.
    ran = subprocess.run([sys.executable, "-c", _ASK_SERVER, server], capture_output=True, text=True, check=False)
    assert ran.stdout == "embedded once, the same answers\n", ran.stderr[-500:]


_ASK_SERVER = """
import sys
import numpy as np
from tests.roles.role_samples import GLOSSARY, card
from tests.roles.test_role_index import CountingEmbedder
from pathbot.roles.index import forget_index, open_index
from pathbot.roles.passages import passages_of
server = sys.argv[1]
forget_index(server)
passages, embedder = passages_of(card(), GLOSSARY), CountingEmbedder()
both = [open_index(passages, embedder, server) for _ in range(2)]
assert len(embedder.seen) == len(passages)
query = embedder.embed(["sick grandma"])
here = open_index(passages, CountingEmbedder(), None).similarities(query)
for there in both:
    np.testing.assert_allclose(there.similarities(query), here, atol=1e-6)
forget_index(server)
print("embedded once, the same answers")
"""


def test_a_server_that_is_away_is_named() -> None:
    with pytest.raises(IndexDamaged, match=r"http://127\.0\.0\.1:9 cannot be used"):
        open_index(passages_of(card(), GLOSSARY), HashEmbedder(), "http://127.0.0.1:9")
