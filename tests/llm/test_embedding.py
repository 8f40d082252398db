"""Vectors from a server: one for each text, in order, or none; in time, with a record and no exception."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator

import pytest
from tests.llm.conftest import endpoint
from tests.llm.fake_openai import Act, Asked, FakeOpenAI, garbage, hang, http, status

from pathbot.llm.allowance import Allowance
from pathbot.llm.embedding import BATCH, Embedding

Start = Callable[..., tuple[FakeOpenAI, Embedding]]


def vectors(shuffled: bool = False, drop: int = 0) -> Act:
    """A vector of two numbers for each text: its length, and one."""

    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        rows = [{"index": n, "embedding": [len(text), 1.0]} for n, text in enumerate(asked.body["input"])]
        rows = rows[: len(rows) - drop]
        body = {"object": "list", "model": "m", "data": rows[::-1] if shuffled else rows}
        http(writer, json.dumps({**body, "usage": {"prompt_tokens": 7, "total_tokens": 7}}).encode())

    return act


@pytest.fixture
def start() -> Iterator[Start]:
    opened: list[tuple[FakeOpenAI, Embedding]] = []

    def begin(behave: Callable[[Asked], Act], **options: str) -> tuple[FakeOpenAI, Embedding]:
        server = FakeOpenAI(behave).__enter__()
        address = {"base_url": server.url, **options}
        embedding = Embedding(endpoint(server.url).model_copy(update=address))
        embedding.warm()
        opened.append((server, embedding))
        return server, embedding

    yield begin
    for server, embedding in opened:
        embedding.close()
        server.stop()


def test_every_text_has_its_vector_in_order_and_the_request_is_on_record(start: Start) -> None:
    server, embedding = start(lambda asked: vectors(shuffled=True))
    allowance = Allowance(3)
    assert embedding.vectors(["a", "bbb", "cc"], allowance) == [[1.0, 1.0], [3.0, 1.0], [2.0, 1.0]]
    (call,) = allowance.calls
    assert (call.purpose, call.outcome, call.tokens_in, call.tokens_out) == ("embed", "ok", 7, 0)
    assert server.asked[0].path == "/v1/embeddings"


def test_many_texts_go_in_batches(start: Start) -> None:
    server, embedding = start(lambda asked: vectors())
    found = embedding.vectors(["x" * (n % 9 + 1) for n in range(BATCH + 3)], Allowance(5, requests=9))
    assert found is not None
    assert [int(one[0]) for one in found] == [n % 9 + 1 for n in range(BATCH + 3)]
    assert [len(asked.body["input"]) for asked in server.asked] == [BATCH, 3]


@pytest.mark.parametrize(
    "act",
    [
        vectors(drop=1),
        garbage(),
        garbage(b'{"data": null}', "application/json"),
        garbage(b'{"data": [{"index": 0, "embedding": ["zanzibar"]}]}', "application/json"),
        status(401),
        status(500),
        status(429, retry_after="30"),
    ],
)
def test_what_fails_gives_no_vectors_and_no_exception(start: Start, act: Act, caplog: pytest.LogCaptureFixture) -> None:
    _, embedding = start(lambda asked: act)
    allowance = Allowance(2)
    assert embedding.vectors(["zanzibar"], allowance) is None
    assert allowance.calls
    assert "zanzibar" not in caplog.text


def test_a_busy_server_is_asked_again(start: Start) -> None:
    acts = iter([status(429, retry_after="0.05"), vectors()])
    _, embedding = start(lambda asked: next(acts))
    allowance = Allowance(3)
    assert embedding.vectors(["a"], allowance) == [[1.0, 1.0]]
    assert [call.outcome for call in allowance.calls] == ["limited", "ok"]


def test_a_server_that_hangs_costs_no_more_than_the_allowance(start: Start) -> None:
    _, embedding = start(lambda asked: hang())
    allowance, began = Allowance(0.3), time.monotonic()
    assert embedding.vectors(["a"], allowance) is None
    assert time.monotonic() - began < 1.5
    assert [call.outcome for call in allowance.calls] == ["late"]


def test_azure_is_asked_at_its_own_address(start: Start) -> None:
    with FakeOpenAI(lambda asked: vectors()) as azure:
        root = azure.url.removesuffix("/v1")
        _, embedding = start(lambda asked: vectors(), provider="azure_openai", base_url=root, api_version="2024-10-21")
        assert embedding.vectors(["a"], Allowance(3)) == [[1.0, 1.0]]
        assert azure.asked[0].path == "/openai/deployments/small/embeddings?api-version=2024-10-21"
        assert azure.asked[0].headers["api-key"] == "sk-test"
