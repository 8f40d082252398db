"""Vectors of texts from a server: for public role cards, and for what somebody looks for where that may leave."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pathbot.llm.allowance import Allowance
from pathbot.llm.background import Background
from pathbot.llm.breaker import Breaker
from pathbot.llm.clients import embedding_client
from pathbot.llm.endpoint import Endpoint
from pathbot.llm.failures import Failure, failure_of
from pathbot.llm.server import CHARACTERS_A_TOKEN
from pathbot.usage import ModelCall

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

BATCH = 256
"""Texts of one request."""
TRIES = 3
"""Of one batch, as far as the allowance goes."""
MOST_OF = 0.95
"""Of the time that is left: so a request that is cut off is on record before the waiting thread goes on."""
log = logging.getLogger("pathbot.llm")


class Embedding:
    """One embedding model at one place. `clock` times the rest of a server that keeps failing."""

    def __init__(self, endpoint: Endpoint, clock: Callable[[], float] = time.monotonic) -> None:
        self._endpoint = endpoint
        self._breaker = Breaker(clock)
        self._background = Background()
        self._client: Embeddings | None = None

    def warm(self) -> None:
        """Loads the SDKs. Raises ValueError for a setting they refuse."""
        self._client = self._client or embedding_client(self._endpoint)

    def vectors(self, texts: Sequence[str], allowance: Allowance) -> list[list[float]] | None:
        """One vector for each text, in order, all of one length; None when that fails or takes too long.

        Called from worker threads. Never raises for what a server or a network can do, and records every request.
        """
        try:
            allowance.begin()
            return self._background.run(self._all(texts, allowance), allowance.left)
        except Exception as error:
            log.warning("asking for vectors failed: %s", type(error).__name__)  # its text could hold a query
            return None

    def close(self) -> None:
        """Closes connections and the background loop; for tests and for the end of a process."""
        client: Any = self._client
        if client is not None:
            self._background.run(client.async_client._client.close(), 5)
        self._background.stop()

    async def _all(self, texts: Sequence[str], allowance: Allowance) -> list[list[float]] | None:
        self.warm()
        found: list[list[float]] = []
        for start in range(0, len(texts), BATCH):
            batch = await self._batch(list(texts[start : start + BATCH]), allowance)
            if batch is None:
                return None
            found += batch
        return found if len({len(vector) for vector in found}) <= 1 else None

    async def _batch(self, texts: list[str], allowance: Allowance) -> list[list[float]] | None:
        for _ in range(TRIES):
            if not self._breaker.closed or not allowance.take():
                return None
            vectors, failure = await self._ask(texts, allowance)
            if vectors is not None:
                return vectors
            if failure.again_after is None or failure.again_after >= allowance.left:
                return None
            await asyncio.sleep(failure.again_after)
        return None

    async def _ask(self, texts: list[str], allowance: Allowance) -> tuple[list[list[float]] | None, Failure]:
        began, vectors, tokens, failure = time.monotonic(), None, 0, Failure("late")
        self._breaker.begin()
        try:
            async with asyncio.timeout(allowance.left * MOST_OF):
                # LangChain's own client of the SDK: its `aembed_documents` forgets what the request cost.
                client: Any = self._client
                name = self._endpoint.name
                reply = await client.async_client.create(input=texts, model=name, encoding_format="float")
            vectors, tokens = _vectors(reply, len(texts)), reply.usage.prompt_tokens if reply.usage else 0
            failure = Failure("ok" if vectors else "unusable", 0.0)
        except Exception as error:
            failure = failure_of(error)
        finally:
            self._breaker.end(failure.outcome)
            allowance.calls.append(self._record(texts, tokens, failure, began))
        return vectors, failure

    def _record(self, texts: list[str], tokens: int, failure: Failure, began: float) -> ModelCall:
        if not tokens and failure.outcome in ("ok", "unusable", "late"):
            tokens = sum(map(len, texts)) // CHARACTERS_A_TOKEN
        return ModelCall(
            purpose="embed",
            model=self._endpoint.name,
            prompt="",
            tokens_in=tokens,
            microdollars=self._endpoint.microdollars(tokens, 0),
            milliseconds=round((time.monotonic() - began) * 1000),
            outcome=failure.outcome,
        )


def _vectors(reply: Any, count: int) -> list[list[float]] | None:
    """The vectors in the order of the texts; None when there is not one of numbers for each."""
    rows = sorted(reply.data or (), key=lambda row: row.index)
    vectors = [[float(value) for value in row.embedding] for row in rows]
    in_order = [row.index for row in rows] == list(range(count))
    return vectors if in_order and all(vectors) else None
