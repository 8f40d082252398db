"""Socket Mode: envelopes over a websocket, each one waiting for its acknowledgement."""

import asyncio
import json
import uuid
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from tests.channels.slack.fake.slack import FakeSlack

ACK_SECONDS = 3.0


class Sockets:
    """The connections Pathbot opened. A delivery goes to one of them."""

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack
        self.open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0PATHBOT"}})
        self.open.append(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))
        self.open.remove(socket)
        return socket

    async def deliver(self, kind: str, body: dict[str, Any], retry: int = 0) -> Any:
        """The payload of the acknowledgement ("" for a bare one); None when none came."""
        await self._slack.settle(lambda: bool(self.open))
        envelope = str(uuid.uuid4())
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = answer
        sent = {"envelope_id": envelope, "type": kind, "payload": body, "accepts_response_payload": True}
        await self.open[-1].send_json({**sent, "retry_attempt": retry, "retry_reason": "timeout" if retry else ""})
        try:
            return await asyncio.wait_for(answer, ACK_SECONDS)
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(envelope, None)

    async def close(self) -> None:
        for socket in list(self.open):
            await socket.close()

    def _acknowledged(self, message: dict[str, Any]) -> None:
        waiting = self._waiting.get(message.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload", ""))
