"""Stands before every page: size limits, same-origin posts, security headers, and errors that say nothing private."""

import logging
import traceback
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pathbot.channels.web.texts import PageTexts, in_language, preferred

log = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024  # bytes; the longest message (4,000 characters) is 48,000 when every byte is escaped
SAFE_METHODS = ("GET", "HEAD")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class TooLarge(Exception):
    """The body is larger than anything a page sends."""


class Guard:
    """ASGI middleware. `hosts` are the host names (without port) that may be asked for; anything else is refused,
    so that a foreign name pointed at this server reaches nothing."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], texts: Mapping[str, PageTexts]) -> None:
        self._app = app
        self._texts = texts
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, only_head = False, scope["method"] == "HEAD"

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(scope, message)
            elif only_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        if problem := _refusal(scope, self._hosts):
            await self._answer(*problem, scope)(scope, receive, send_guarded)
            return
        if scope["method"] == "HEAD" and not scope["path"].startswith("/api/"):
            scope = {**scope, "method": "GET"}  # answered as a look at the page; `send_guarded` keeps the body back
        try:
            await self._app(scope, _limited(receive), send_guarded)
        except TooLarge:
            await self._answer(413, "too_long", scope)(scope, receive, send_guarded)
        except Exception as error:
            # The message of an error may repeat what a learner wrote; its kind and place never do.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("%s in %s line %s", type(error).__name__, place.name, place.lineno)
            if started:
                raise RuntimeError("A page broke off while it was sent.") from None
            await self._answer(500, "broken", scope)(scope, receive, send_guarded)

    def _answer(self, status: int, name: str, scope: Scope) -> PlainTextResponse:
        """One sentence, in the browser's language: whose request it is, nobody knows here."""
        language = preferred(Headers(scope=scope).get("accept-language", ""), self._texts, "en")
        return PlainTextResponse(in_language(self._texts, language).say(f"guard.{name}") + "\n", status_code=status)


def _refusal(scope: Scope, hosts: frozenset[str]) -> tuple[int, str] | None:
    headers = Headers(scope=scope)
    if _host_name(headers.get("host", "")) not in hosts:
        return (400, "address")
    if scope["method"] in SAFE_METHODS:
        return None
    if scope["method"] != "POST":
        return (405, "not_here")
    if not _same_origin(headers):
        return (403, "own_page")
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        return (400, "request")
    return (413, "too_long") if int(length) > LARGEST_BODY else None


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _same_origin(headers: Headers) -> bool:
    """Every browser of today sends at least one of the two with a POST."""
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    try:
        return urlsplit(headers.get("origin", "")).netloc == headers["host"]
    except ValueError:
        return False


def _limited(receive: Receive) -> Receive:
    """Counts what really comes in: a body without a length, or with a wrong one, is stopped too."""
    seen = 0

    async def receive_limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            raise TooLarge
        return message

    return receive_limited


def _add_headers(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers[name] = value
    # Pages hold what people wrote and are never kept; the files they use may be, after asking whether they changed.
    headers.setdefault("Cache-Control", "no-cache" if scope["path"].startswith("/static/") else "no-store")
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
