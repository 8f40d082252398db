"""Roles searched with a school's embedder: what leaves, when it does not, and that somebody always answers."""

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from tests.llm.conftest import endpoint
from tests.llm.fake_openai import Act, Asked, FakeOpenAI, http, status
from tests.llm.helping import Answering, Helped, helped_by
from tests.roles.role_samples import CARDS, WORDS

from pathbot.app.embedder import embedder_at, open_embedder
from pathbot.app.errors import BadInput
from pathbot.app.kit import Kit
from pathbot.app.lazy_library import LazyLibrary
from pathbot.app.model_settings import ModelSettings
from pathbot.llm.embedding import Embedding
from pathbot.roles.library import RoleLibrary
from pathbot.roles.minilm import MiniLM

ENCODER = MiniLM()
WANTS = "any jobs where i cut wood and build chairs with mr ortiz? maya@example.com"


def vectors() -> Act:
    """A vector for each text, as a server that speaks OpenAI's protocol sends it."""

    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        rows = ENCODER.embed(asked.body["input"]).tolist()
        data = [{"index": number, "embedding": row} for number, row in enumerate(rows)]
        body = {"object": "list", "model": "small", "data": data, "usage": {"prompt_tokens": 9, "total_tokens": 9}}
        http(writer, json.dumps(body).encode())

    return act


@pytest.fixture
def server() -> Iterator[FakeOpenAI]:
    with FakeOpenAI(lambda asked: vectors()) as server:
        yield server


@pytest.fixture
def with_embedder(kit: Kit, server: FakeOpenAI) -> Iterator[Kit]:
    """A kit whose three roles are also indexed by the server."""
    place = endpoint(server.url)
    embedding = Embedding(place)
    library = RoleLibrary.open(CARDS, ENCODER, None, WORDS, remote=embedder_at(place, embedding))
    server.asked.clear()
    helped = helped_by(kit, Answering(lambda task, data: None))
    yield dataclasses.replace(helped, roles=LazyLibrary(lambda: library))
    embedding.close()


@pytest.fixture
async def learner(tmp_path: Path, with_embedder: Kit) -> AsyncIterator[Helped]:
    async with Helped(tmp_path, with_embedder) as learner:
        await learner.begins()
        yield learner


def left(server: FakeOpenAI) -> str:
    return json.dumps([asked.body for asked in server.asked]).lower()


async def test_a_query_leaves_without_names_and_is_on_record(learner: Helped, server: FakeOpenAI) -> None:
    heard = await learner.hears(WANTS)
    assert "Carpenter" in heard
    assert "[PERSON" not in heard
    assert "wood" in left(server)
    assert not [word for word in ("maya", "ortiz", "example.com", "person_") if word in left(server)]
    assert [(call.purpose, call.outcome) for call in learner.calls() if call.purpose == "embed"] == [("embed", "ok")]


async def test_without_the_schools_yes_nothing_leaves(tmp_path: Path, with_embedder: Kit, server: FakeOpenAI) -> None:
    async with Helped(tmp_path, with_embedder, allowed=False) as learner:
        await learner.begins()
        assert "Carpenter" in await learner.hears(WANTS)
    assert server.asked == []


async def test_when_the_server_fails_the_bundled_encoder_answers(learner: Helped, server: FakeOpenAI) -> None:
    server.behave = lambda asked: status(500)
    assert "Carpenter" in await learner.hears(WANTS)


def test_no_setting_no_embedder_and_a_bad_one_is_told_in_a_sentence() -> None:
    assert open_embedder(ModelSettings(embedder="")) is None
    with pytest.raises(BadInput, match="openai:model"):
        open_embedder(ModelSettings(embedder="minilm"))
