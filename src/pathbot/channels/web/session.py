"""Who is signed in: a signed cookie, and a token of it that every form carries."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable

from pathbot.frozen import Frozen

COOKIE = "pathbot_session"
LASTS_SECONDS = 12 * 60 * 60  # a school day: computers are shared


class Session(Frozen):
    """A signed-in person, and the token their forms must carry."""

    person: str
    token: str


class Sessions:
    """Signs and reads cookies. `secret` must be at least 32 bytes and the same in every process.

    `clock` gives seconds since 1970.
    """

    def __init__(self, secret: bytes, clock: Callable[[], float]) -> None:
        if len(secret) < 32:
            raise ValueError("The session secret must be at least 32 bytes: make one with `pathbot init`.")
        self._secret = secret
        self._clock = clock

    def start(self, person: str) -> str:
        """The cookie of a new session."""
        name = base64.urlsafe_b64encode(person.encode()).decode().rstrip("=")
        head = f"1.{name}.{int(self._clock()) + LASTS_SECONDS}.{secrets.token_hex(8)}"
        return f"{head}.{self._sign('session', head)}"

    def read(self, cookie: str) -> Session | None:
        """Who this cookie belongs to; None when it is forged, damaged or over."""
        head, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign("session", head).encode()):
            return None
        try:
            _, name, until, _ = head.split(".")
            person = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
        except (ValueError, binascii.Error):
            return None
        if int(until) <= self._clock():
            return None
        return Session(person=person, token=self._sign("token", head))

    def _sign(self, purpose: str, text: str) -> str:
        message = f"{purpose}\0{text}".encode("utf-8", "replace")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()
