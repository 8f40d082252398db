"""A loopback server that speaks OpenAI's protocol, well or badly. It records whatever reached it: what left Pathbot.

with FakeOpenAI(lambda asked: say({"intent": "answer", ...})) as server:
    ... base_url=server.url ...
    server.asked[0].data
"""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple


class Asked(NamedTuple):
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def way(self) -> str:
        """How the shape was asked for: json_schema, function, json_object or none."""
        if "tools" in self.body:
            return "function"
        return str(self.body.get("response_format", {}).get("type", "none"))

    @property
    def task(self) -> str:
        """The task's name, as far as the request tells."""
        if "tools" in self.body:
            return str(self.body["tools"][0]["function"]["name"])
        schema = self.body.get("response_format", {}).get("json_schema", {})
        return str(schema.get("name", "")) or _guessed(self.data)

    @property
    def data(self) -> dict[str, Any]:
        """The data of the task: the first user message."""
        users = [m["content"] for m in self.body.get("messages", []) if m["role"] == "user"]
        found: dict[str, Any] = json.loads(users[0]) if users else {}
        return found

    @property
    def system(self) -> str:
        """The instructions."""
        return next((str(m["content"]) for m in self.body.get("messages", []) if m["role"] == "system"), "")


def _guessed(data: dict[str, Any]) -> str:
    marks = {"wanted": "judge", "asked_before": "ask", "most": "draft", "plain": "summarise", "facts": "tell"}
    return next((task for field, task in marks.items() if field in data), "")


Act = Callable[[asyncio.StreamWriter, Asked], Awaitable[None]]
Behave = Callable[[Asked], Act]


class FakeOpenAI:
    """Runs in a thread of its own while the `with` block lasts."""

    def __init__(self, behave: Behave) -> None:
        self.behave = behave
        self.asked: list[Asked] = []
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._open: set[asyncio.Task[None]] = set()

    def __enter__(self) -> "FakeOpenAI":
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Gone, as when somebody pulls the plug."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0))
        port = server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/v1"
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in self._open:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._open, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {
                    k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)
                }
                raw = await reader.readexactly(int(headers.get("content-length", "0")))
                asked = Asked(head[0].split(" ")[1], headers, json.loads(raw) if raw else {})
                self.asked.append(asked)
                await self.behave(asked)(writer, asked)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            writer.close()


def http(
    writer: asyncio.StreamWriter, body: bytes, status: int = 200, kind: str = "application/json", **headers: str
) -> None:
    """One response."""
    lines = [f"HTTP/1.1 {status} Fake", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)


def completion(asked: Asked, content: str | None, finish: str = "stop", refusal: str | None = None) -> bytes:
    """A chat completion, in the way it was asked for."""
    message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": refusal}
    if asked.way == "function" and content is not None and finish == "stop":
        call = {"id": "c1", "type": "function", "function": {"name": asked.task, "arguments": content}}
        message, finish = {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"
    sent = len(json.dumps(asked.body)) // 4
    usage = {"prompt_tokens": sent, "completion_tokens": 40, "total_tokens": sent + 40}
    choice = {"index": 0, "finish_reason": finish, "message": message}
    whole = {"id": "x", "object": "chat.completion", "created": 1, "model": asked.body.get("model", "")}
    return json.dumps({**whole, "choices": [choice], "usage": usage}).encode()


def say(answer: object) -> Act:
    """A good answer: an object, or a text as it is."""

    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        http(writer, completion(asked, answer if isinstance(answer, str) else json.dumps(answer)))

    return act


def refuse() -> Act:
    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        http(writer, completion(asked, None, refusal="I can't help with that."))

    return act


def finish(reason: str, content: str | None = '{"intent": "ans') -> Act:
    """Cut off ("length") or held back ("content_filter")."""

    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        http(writer, completion(asked, content, finish=reason))

    return act


def status(code: int, message: str = "no", **headers: str) -> Act:
    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        error = {"error": {"message": message, "type": "error", "code": None}}
        http(writer, json.dumps(error).encode(), code, **headers)

    return act


def hang() -> Act:
    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        await asyncio.sleep(3600)

    return act


def drip(every: float = 0.02) -> Act:
    """A response that never stops coming, a byte at a time: no single read ever takes long."""

    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(every)

    return act


def cut() -> Act:
    """The connection ends in the middle of the body."""

    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        body = completion(asked, '{"intent": "answer"}')
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n" + body[:80])
        await writer.drain()
        raise ConnectionError

    return act


def garbage(body: bytes = b"<html>Welcome to our wifi</html>", kind: str = "text/html") -> Act:
    """A body that is no completion at all."""

    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        http(writer, body, kind=kind)

    return act


def stream(answer: object) -> Act:
    """Server-sent events, asked for or not."""

    async def act(writer: asyncio.StreamWriter, asked: Asked) -> None:
        pieces = json.dumps(answer)
        events = []
        for piece in (pieces[i : i + 20] for i in range(0, len(pieces), 20)):
            choice = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
            chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
            events.append(f"data: {json.dumps(chunk)}\n\n")
        http(writer, "".join([*events, "data: [DONE]\n\n"]).encode(), kind="text/event-stream")

    return act


def huge(megabytes: int = 10) -> Act:
    """A proper completion with far too much in it."""
    return say("x" * (megabytes * 1024 * 1024))
