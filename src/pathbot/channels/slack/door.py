"""Where Slack knocks over HTTP. Nothing gets in that Slack did not sign, and nothing it holds is ever logged."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import Response
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier
from starlette.routing import Route

LARGEST_BODY = 1_000_000  # bytes
LONGEST_HEADER = 100
PATH = "/slack/events"
SILENT_SECONDS = 60.0
EVENT = "event_callback"
INTERACTIONS = ("block_actions", "block_suggestion", "view_submission", "view_closed", "message_action", "shortcut")
OBJECTS = ("team", "user", "view", "channel", "enterprise", "container", "message")

log = logging.getLogger("pathbot.slack")

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
Deliver = Callable[[Mapping[str, Any]], Awaitable[int]]


class _Seconds(Clock):
    """The SDK's clock, on ours."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds

    def now(self) -> float:
        return self._seconds()


class Door:
    """Checks the signature, reads the body, and hands it on: events to `deliver`, which gives the status to answer
    with, the rest to Bolt's `dispatch`. `clock` gives seconds since 1970.

    A class that writes at once sends events, and an event needs nothing of what Bolt finds out for a listener: half of
    an acknowledgement's processor time.
    """

    def __init__(self, signing_secret: str, dispatch: Dispatch, deliver: Deliver, clock: Callable[[], float]) -> None:
        self._verifier = SignatureVerifier(signing_secret, _Seconds(clock))
        self._dispatch = dispatch
        self._deliver = deliver
        self._clock = clock
        self._silent_until = 0.0

    def router(self) -> APIRouter:
        """The one address Slack needs: events, taps, windows, commands. A plain route: there is nothing to validate."""
        return APIRouter(routes=[Route(PATH, self.answer, methods=["POST"])])

    async def answer(self, request: Request) -> Response:
        """401 for what Slack did not sign, 400 for what cannot be read, 503 when nothing can be stored now."""
        raw = await _body(request)
        if raw is None:
            return Response(status_code=413)
        if not self._signed(raw, request.headers):
            self._refused()
            return Response(status_code=401)
        body = read_body(raw, request.headers.get("content-type", ""))
        if body is None:
            return Response(status_code=400)
        if body.get("type") == EVENT:
            return Response(status_code=await self._deliver(body))
        try:
            # Bolt skips its own check and its own parsing for a body that comes as a mapping: both are done.
            answer = await self._dispatch(AsyncBoltRequest(body=body, mode="socket_mode", headers=_headers(request)))
        except Exception as error:
            log.error("a delivery could not be handled: %s", type(error).__name__)
            return Response(status_code=400)
        return to_starlette_response(answer)

    def _refused(self) -> None:
        """Said now and then: whoever set a wrong secret finds out, and whoever knocks for fun fills no disk."""
        if self._clock() >= self._silent_until:
            self._silent_until = self._clock() + SILENT_SECONDS
            log.warning(
                "what came to %s is not signed by Slack and was refused: if Pathbot stays silent in Slack, set"
                " PATHBOT_SLACK_SIGNING_SECRET to the Signing Secret of the app's Basic Information",
                PATH,
            )

    def _signed(self, raw: bytes, headers: Mapping[str, str]) -> bool:
        stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        plain = stamp.isascii() and stamp.isdigit() and len(stamp) < LONGEST_HEADER
        if not plain or not signature.isascii() or len(signature) > LONGEST_HEADER:
            return False
        try:
            return self._verifier.is_valid(body=raw, timestamp=stamp, signature=signature)
        except ValueError:  # the body is no UTF-8
            return False


def read_body(raw: bytes, content_type: str) -> dict[str, Any] | None:
    """The payload of a delivery in any of Slack's three forms, None when it is no such thing."""
    try:
        text = raw.decode("utf-8")
        if content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
            fields = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
            body = json.loads(fields["payload"]) if "payload" in fields else fields
        else:
            body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) and _is_delivery(body) else None


def _is_delivery(body: Mapping[str, Any]) -> bool:
    """Whether it has the shape of something Slack sends, so that Bolt can find its way in it."""
    kind = body.get("type")
    if kind == EVENT:
        event = body.get("event")
        return isinstance(event, dict) and isinstance(event.get("type"), str) and isinstance(body.get("team_id"), str)
    if kind in INTERACTIONS:
        named = all(isinstance(body.get(name, ""), str) for name in ("callback_id", "trigger_id"))
        return named and all(isinstance(body.get(name) or {}, dict) for name in OBJECTS) and _has_actions(body)
    return kind in ("url_verification", "app_rate_limited") or isinstance(body.get("command"), str)


def _has_actions(body: Mapping[str, Any]) -> bool:
    actions = body.get("actions")
    if body["type"] != "block_actions":
        return True
    return isinstance(actions, list) and bool(actions) and all(isinstance(action, dict) for action in actions)


async def _body(request: Request) -> bytes | None:
    """The body, None when it is larger than anything Slack sends."""
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit() and len(length) < 12) or int(length) > LARGEST_BODY:
        return None
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > LARGEST_BODY:
            return None
    return bytes(found)


def _headers(request: Request) -> dict[str, str | Sequence[str]]:
    return {name: value for name, value in request.headers.items() if name.startswith(("x-slack-", "content-type"))}
