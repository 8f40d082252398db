"""An encoder on a server: used beside the bundled one, and never the only one."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.roles.role_samples import CARDS, CARPENTER, WORDS

from pathbot.roles.embedding import EmbedderAway
from pathbot.roles.hashing import HashEmbedder
from pathbot.roles.index import OWN, REMOTE
from pathbot.roles.library import RoleLibrary
from pathbot.roles.remote import Leaving, RemoteEmbedder


class Server:
    """Gives vectors of hashed words, three times as long as they should be; counts what it was asked."""

    def __init__(self, dimension: int = 256) -> None:
        self.asked: list[str] = []
        self.limits: list[object] = []
        self.up = True
        self._hash = HashEmbedder(dimension)

    def vectors(self, texts: Sequence[str], limits: object = None) -> list[list[float]] | None:
        self.asked += texts
        self.limits.append(limits)
        return (3 * self._hash.embed(texts)).tolist() if self.up else None


@pytest.fixture
def server() -> Server:
    return Server()


def embedder(server: Server, address: str = "http://localhost/v1") -> RemoteEmbedder:
    return RemoteEmbedder("small", address, server.vectors)


def test_vectors_come_as_unit_rows_and_the_length_is_asked_for(server: Server) -> None:
    rows = embedder(server).embed(["a bench", "a nurse"])
    assert rows.shape == (2, 256)
    assert (rows**2).sum(1) == pytest.approx(1, abs=1e-5)


def test_another_model_or_address_is_another_embedder(server: Server) -> None:
    here, there = embedder(server), embedder(server, "http://elsewhere/v1")
    assert len({here.id, there.id, RemoteEmbedder("large", "http://localhost/v1", server.vectors).id}) == 3
    assert "localhost" not in here.id


@pytest.mark.parametrize(
    "answer", [None, [], [[1.0, 2.0]], [[1.0, 2.0], [1.0]], [[0.0, 0.0], [1.0, 0.0]], [[float("nan"), 1.0], [1.0, 0.0]]]
)
def test_whatever_is_no_vector_for_each_text_counts_as_away(answer: list[list[float]] | None) -> None:
    with pytest.raises(EmbedderAway):
        RemoteEmbedder("small", "", lambda texts: answer).embed(["a", "b"])


def test_only_a_query_that_may_leave_leaves(server: Server) -> None:
    library = RoleLibrary.open(CARDS, HashEmbedder(), None, WORDS, remote=embedder(server))
    server.asked.clear()
    assert library.search("I built a bench")[0].card == CARPENTER
    assert server.asked == []
    found = library.search(
        "I built a bench for Mia Lopez",
        leaving=Leaving("I cut wood and built a wood bench for [PERSON_1]", embedder(server)),
    )
    assert found[0].card == CARPENTER
    assert server.asked
    assert not any("mia" in text.lower() or "person" in text.lower() for text in server.asked)


def test_while_the_server_is_away_the_bundled_encoder_answers(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    library = RoleLibrary.open(CARDS, HashEmbedder(), None, WORDS, remote=embedder(server))
    server.up = False
    with caplog.at_level(logging.WARNING):
        found = library.search("I built a bench", leaving=Leaving("I built a bench", embedder(server)))
    assert found == library.search("I built a bench")
    assert "bench" not in caplog.text


def test_a_server_that_is_away_at_the_start_is_done_without(server: Server) -> None:
    server.up = False
    library = RoleLibrary.open(CARDS, HashEmbedder(), None, WORDS, remote=embedder(server))
    assert library.search("I built a bench", leaving=Leaving("I built a bench", embedder(server)))[0].card == CARPENTER


def test_its_vectors_are_kept_and_made_anew_for_another_model(server: Server, tmp_path: Path) -> None:
    def opened(remote: RemoteEmbedder) -> int:
        server.asked.clear()
        RoleLibrary.open(CARDS, HashEmbedder(), tmp_path, WORDS, remote=remote)
        return len(server.asked)

    first = opened(embedder(server))
    assert first > 50
    assert opened(embedder(server)) <= 1  # the length of its vectors
    assert opened(embedder(server, "http://elsewhere/v1")) == first
    assert OWN != REMOTE


def test_a_query_keeps_to_the_limits_of_its_turn(server: Server) -> None:
    library = RoleLibrary.open(CARDS, HashEmbedder(), None, WORDS, remote=embedder(server))
    assert set(server.limits) == {None}
    server.limits.clear()
    assert library.remote
    library.search("a bench", leaving=Leaving("I built a bench", library.remote.within("two requests")))
    assert set(server.limits) == {"two requests"}
