"""One model server as LangChain reaches it: one request at a time, every failure a named outcome."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple

from pathbot.llm import rungs
from pathbot.llm.breaker import Breaker
from pathbot.llm.clients import chat_client
from pathbot.llm.endpoint import Endpoint
from pathbot.llm.failures import Failure, failure_of
from pathbot.llm.rungs import Reply, Rung
from pathbot.llm.task import Answer, Task
from pathbot.usage import ModelCall, Outcome

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


CHARACTERS_A_TOKEN = 4
"""For servers that do not count. SDKs count exactly only after fetching a table from the internet."""


class Attempt(NamedTuple, Generic[Answer]):
    """One request's answer, its record, and what its failure allows: `again_after` seconds, None if not here."""

    answer: Answer | None
    call: ModelCall
    again_after: float | None


class Server:
    """Remembers which rung of the ladder this server stands on, and whether it is worth asking at all."""

    def __init__(self, endpoint: Endpoint, clock: Callable[[], float]) -> None:
        self._endpoint = endpoint
        self._rung: Rung = "schema"
        self._chat: BaseChatModel | None = None
        self.breaker = Breaker(clock)

    def connect(self) -> None:
        """Loads LangChain (about a second) and makes the client; sends nothing. Raises ValueError for a bad setting."""
        if self._chat is None:
            self._chat = chat_client(self._endpoint)

    async def close(self) -> None:
        """Closes the connections that are this server's alone: those to OpenAI and the like LangChain keeps for all."""
        client: Any = self._chat
        if client is not None and self._endpoint.provider == "azure_openai":
            await client.root_async_client.close()

    def unfinished(self, task: Task[Answer], data: str) -> ModelCall:
        """The record of a request that has not ended."""
        return self._record(task, data, None, "late", 0)

    async def ask(self, task: Task[Answer], data: str, repairing: bool, seconds: float) -> Attempt[Answer]:
        """One request, at most `seconds`. Raises nothing but cancellation, and ValueError for a bad setting."""
        self.connect()
        rung, began = self._rung, time.monotonic()
        self.breaker.begin()
        answer: Answer | None = None
        failure, reply = Failure("late"), None
        try:
            async with asyncio.timeout(seconds):
                reply = await self._send(rung, task, data, repairing)
            answer, outcome = rungs.read(rung, task, reply)
            failure = Failure(outcome, 0.0)
        except Exception as error:
            failure = failure_of(error)
        finally:
            self.breaker.end(failure.outcome)  # also when nobody waits any longer: then it is late
        if failure.wants_lower and (lower := rungs.below(rung)):
            self._rung, failure = lower, failure._replace(again_after=0.0)
        milliseconds = round((time.monotonic() - began) * 1000)
        return Attempt(answer, self._record(task, data, reply, failure.outcome, milliseconds), failure.again_after)

    async def _send(self, rung: Rung, task: Task[Answer], data: str, repairing: bool) -> Reply:
        assert self._chat is not None
        longest = "max_tokens" if self._endpoint.base_url else "max_completion_tokens"
        body = {**rungs.wanted(rung, task), longest: task.prompt.file.longest}
        body["messages"] = _messages(rung, task, data, repairing)
        # The model's own method rather than `ainvoke`: no callback or tracer ever sees a prompt, and a call costs a
        # quarter less. Shape and messages go in the request's body rather than as arguments: LangChain would parse a
        # schema's answer itself, and lose the text and the token count of one that does not fit; and the SDK would
        # walk every field of both for names to change where none need to, a fifth of a call.
        result = await self._chat._agenerate([], extra_body=body)
        first = result.generations[0]
        return _reply(first.message, first.generation_info or {})

    def _record(
        self, task: Task[Answer], data: str, reply: Reply | None, outcome: Outcome, milliseconds: int
    ) -> ModelCall:
        """Counts what the server says; where it says nothing of a request it has read, what the texts come to."""
        tokens_in, tokens_out = (reply.tokens_in, reply.tokens_out) if reply else (0, 0)
        if not tokens_in and (reply is not None or outcome == "late"):
            given = reply.arguments if reply and reply.arguments else reply.text if reply else ""
            tokens_in = (len(task.prompt.file.system) + len(data)) // CHARACTERS_A_TOKEN
            tokens_out = len(str(given)) // CHARACTERS_A_TOKEN
        return ModelCall(
            purpose=task.purpose,
            model=self._endpoint.name,
            prompt=task.prompt.hash,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            microdollars=self._endpoint.microdollars(tokens_in, tokens_out),
            milliseconds=milliseconds,
            outcome=outcome,
        )


def _messages(rung: Rung, task: Task[Answer], data: str, repairing: bool) -> list[dict[str, str]]:
    messages = [
        {"role": "system", "content": rungs.instructions(rung, task)},
        {"role": "user", "content": data},
    ]
    return [*messages, {"role": "user", "content": task.prompt.file.repair}] if repairing else messages


def _reply(message: Any, details: dict[str, Any]) -> Reply:
    usage = message.usage_metadata or {}
    calls = [*message.tool_calls, *message.invalid_tool_calls]
    return Reply(
        text=message.content if isinstance(message.content, str) else "",
        arguments=calls[0].get("args") if calls else None,
        refusal=str(message.additional_kwargs.get("refusal") or ""),
        finish=str(details.get("finish_reason") or ""),
        tokens_in=int(usage.get("input_tokens", 0)),
        tokens_out=int(usage.get("output_tokens", 0)),
    )
