"""Deliveries: signed over HTTP or in an envelope over a socket, again when nobody acknowledged, now and then twice."""

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

if TYPE_CHECKING:
    from tests.channels.slack.fake.slack import FakeSlack

ACK_SECONDS = 3.0
RETRY_AFTER = (0.0, 0.3, 1.0)
"""Slack's at once, one minute and five minutes, made short."""


class Delivery:
    """Set `to` to Pathbot's address for HTTP; leave it empty for Socket Mode."""

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack
        self.to = ""
        self.twice = 0.0
        """How often a delivery comes twice, as a fraction."""
        self.acks: list[float] = []
        """Seconds until each first acknowledgement."""
        self.given_up: list[str] = []
        self._count = 0
        self._session: aiohttp.ClientSession | None = None
        self._again: set[asyncio.Task[None]] = set()

    async def event(self, event: dict[str, Any], **more: Any) -> None:
        """An Events API callback."""
        self._count += 1
        body = {
            "type": "event_callback",
            "team_id": self._slack.team,
            "api_app_id": "A0PATHBOT",
            "event_id": f"Ev{self._count:08d}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": self._slack.team, "user_id": self._slack.bot, "is_bot": True}],
            "event": event,
            **more,
        }
        await self.callback(body)

    async def callback(self, body: dict[str, Any]) -> None:
        """A whole callback, as Slack keeps it until it is acknowledged."""
        if self._slack.chance.random() < self.twice:
            self._later(self._until_acknowledged(body))
        await self._until_acknowledged(body)

    async def interaction(self, body: dict[str, Any]) -> Any:
        """A tap, a sent window, a shortcut. Slack never repeats those. What the acknowledgement says."""
        if not self.to:
            return await self._slack.sockets.deliver("interactive", body)
        return await self._form({"payload": json.dumps(body)})

    async def command(self, fields: dict[str, Any]) -> Any:
        """A slash command."""
        if not self.to:
            return await self._slack.sockets.deliver("slash_commands", fields)
        return await self._form(fields)

    async def post(self, raw: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Anything at all, to Pathbot's door."""
        async with self._http().post(self.to, data=raw, headers=headers) as answer:
            return answer.status, await answer.read()

    def signed(self, raw: bytes, content_type: str = "application/json", at: float | None = None) -> dict[str, str]:
        """The headers Slack signs a body with."""
        stamp = str(int(at or time.time()))
        signature = SignatureVerifier(self._slack.secret).generate_signature(timestamp=stamp, body=raw)
        assert signature is not None
        return {"content-type": content_type, "x-slack-request-timestamp": stamp, "x-slack-signature": signature}

    async def close(self) -> None:
        for task in self._again:
            task.cancel()
        await asyncio.gather(*self._again, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _until_acknowledged(self, body: dict[str, Any]) -> None:
        for retry, wait in enumerate((None, *RETRY_AFTER)):
            if wait is not None:
                await asyncio.sleep(wait)
            if await self._once(body, retry):
                return
        self.given_up.append(body["event_id"])

    async def _once(self, body: dict[str, Any], retry: int) -> bool:
        began = time.perf_counter()
        if not self.to:
            answer = await self._slack.sockets.deliver("events_api", body, retry)
            acknowledged = answer is not None
        else:
            raw = json.dumps(body).encode()
            headers = self.signed(raw)
            if retry:
                headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": "http_timeout"}
            try:
                status, _ = await asyncio.wait_for(self.post(raw, headers), ACK_SECONDS)
            except (TimeoutError, aiohttp.ClientError):
                status = 0
            acknowledged = 200 <= status < 300
        if acknowledged:
            self.acks.append(time.perf_counter() - began)
        return acknowledged

    async def _form(self, fields: dict[str, Any]) -> Any:
        raw = urlencode(fields).encode()
        status, answer = await self.post(raw, self.signed(raw, "application/x-www-form-urlencoded"))
        assert status == 200, f"Pathbot answered {status}"
        return json.loads(answer) if answer.startswith(b"{") else answer.decode()

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._again.add(task)
        task.add_done_callback(self._again.discard)

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._session
