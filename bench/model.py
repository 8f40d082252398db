"""CPU of asking a model through our adapter, beside the bare SDK doing the same request.

The server is a process of its own with a canned answer, so that only the client's work is counted. Both sides send the
same messages and the same schema, and both validate the answer with the same pydantic model.
"""

import asyncio
import gc
import json
import multiprocessing
import socket
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import SecretStr

from bench.row import Row
from pathbot.app.content import default_folder
from pathbot.app.models import load_tasks
from pathbot.llm import rungs
from pathbot.llm.allowance import Allowance
from pathbot.llm.endpoint import Endpoint
from pathbot.llm.langchain_model import LangChainModel
from pathbot.llm.task import Judged, ToJudge, Wanted

ROUNDS, CALLS = 30, 12
ANSWER = {"intent": "answer", "heard": [{"slot": "tool", "quote": "heat gun"}], "signals": []}
TO_JUDGE = ToJudge(
    language="en",
    question="You marked it with chalk first. What did you use to do it?",
    wanted=tuple(Wanted(slot=slot, question="What did you use to do it?") for slot in ("tool", "result", "outcome")),
    said=("i drew the shade map with chalk", "the shadow kept moving", "i marked it with chalk first"),
    answer="the heat gun and then my phone to take the photos of each spot",
)


def measure() -> list[Row]:
    """Median milliseconds of CPU a call (process time). Ours is asked as a turn asks: from a worker thread.

    Rounds of all sides take turns in changing order, and nobody collects another one's garbage. The yardsticks are
    given so that the ratio is the median of the rounds' ratios: one noisy round of either side moves nothing.
    """
    port = _free_port()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(port,), daemon=True)
    server.start()
    try:
        spent = asyncio.run(_rounds(f"http://127.0.0.1:{port}/v1"))
    finally:
        server.terminate()
        server.join()
    return [
        _row(spent["ours"], spent["create"], "bare AsyncOpenAI, create + validate"),
        _row(spent["ours"], spent["parse"], "bare AsyncOpenAI, parse(pydantic)"),
    ]


def _row(ours: list[float], bare: list[float], beside: str) -> Row:
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    measured = statistics.median(ours)
    return Row("asking a model, CPU a call", measured, measured / ratio, beside)


async def _rounds(url: str) -> dict[str, list[float]]:
    from openai import AsyncOpenAI

    task = load_tasks(default_folder("prompts")).judge
    endpoint = Endpoint(provider="openai", name="m", base_url=url, key=SecretStr("x"))
    model = LangChainModel({"cheap": [endpoint], "good": [endpoint]})
    model.warm()
    client = AsyncOpenAI(api_key="x", base_url=url, max_retries=0)
    shape: Any = rungs.wanted("schema", task)["response_format"]

    def messages() -> Any:
        data = TO_JUDGE.model_dump_json()
        return [{"role": "system", "content": task.prompt.file.system}, {"role": "user", "content": data}]

    async def create() -> Judged:
        found = await client.chat.completions.create(
            model="m", messages=messages(), response_format=shape, max_tokens=task.prompt.file.longest
        )
        return Judged.model_validate_json(found.choices[0].message.content or "")

    async def parse() -> Judged | None:
        found = await client.chat.completions.parse(
            model="m", messages=messages(), response_format=Judged, max_tokens=task.prompt.file.longest
        )
        return found.choices[0].message.parsed

    async def ours() -> Judged | None:
        return model.answer(task, TO_JUDGE, Allowance(5))

    await _reached(create)
    sides: list[Callable[[], Awaitable[Judged | None]]] = [create, parse, ours]
    spent: dict[str, list[float]] = {call.__name__: [] for call in sides}
    for number in range(ROUNDS + 2):
        for call in sides[number % 3 :] + sides[: number % 3]:
            milliseconds = await _round(call)
            if number > 1:  # the first rounds warm up
                spent[call.__name__].append(milliseconds)
    model.close()
    await client.close()
    return spent


async def _round(call: Callable[[], Awaitable[Judged | None]]) -> float:
    """Milliseconds of CPU a call."""
    gc.collect()
    began = time.process_time()
    for _ in range(CALLS):
        assert await call() == Judged.model_validate(ANSWER)
    return (time.process_time() - began) / CALLS * 1000


async def _reached(call: Callable[[], Awaitable[object]]) -> None:
    """Waits for the server's process to listen."""
    from openai import APIConnectionError

    for _ in range(100):
        try:
            await call()
            return
        except APIConnectionError:
            await asyncio.sleep(0.05)
    raise RuntimeError("the server of the measurement did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(port: int) -> None:
    message = {"role": "assistant", "content": json.dumps(ANSWER)}
    usage = {"prompt_tokens": 700, "completion_tokens": 30, "total_tokens": 730}
    whole = {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
    body = json.dumps({**whole, "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                asked = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = next(line for line in asked.split(b"\r\n") if line.startswith(b"content-length:"))
                await reader.readexactly(int(length.split(b":")[1]))
                writer.write(head + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(run())
