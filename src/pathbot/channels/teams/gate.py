"""Whether a request really comes from Teams, for this bot. Whatever is wrong with a token is one answer: 401."""

import logging
from typing import Any

import jwt

from pathbot.channels.teams.hosts import Hosts
from pathbot.channels.teams.keys import SigningKeys

LEEWAY_SECONDS = 300
LONGEST_TOKEN = 8 * 1024
LONGEST_KEY_NAME = 200
ISSUER = "https://api.botframework.com"
REQUIRED = ("exp", "iss", "aud", "serviceurl")
log = logging.getLogger("pathbot.teams")


class Refused(Exception):
    """Not let in. The message says why, in words for the log, and never repeats the token."""


class Pass(dict[str, Any]):
    """The claims of a token that holds, with the channels its key may speak for in `channels`."""

    channels: tuple[str, ...] = ()


class Gate:
    """Checks who is speaking. `app` is the bot's own id, which a token must be meant for."""

    def __init__(self, app: str, keys: SigningKeys, hosts: Hosts, issuer: str = ISSUER) -> None:
        self._app = app
        self._keys = keys
        self._hosts = hosts
        self._issuer = issuer

    async def admit(self, authorization: str) -> Pass:
        """The claims of a good token. Raises Refused, or KeysAway when nobody can tell just now."""
        token = self._token(authorization)
        self._look_over(token)  # before any key is looked for: made-up tokens cost next to nothing
        key = await self._keys.find(_key_name(token))
        if key is None:
            raise Refused("its key is not Microsoft's")
        try:
            claims = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._app,
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": list(REQUIRED), "verify_iat": False},
            )
        except Exception as error:  # whatever a library makes of damaged input, the answer is the same
            raise Refused(type(error).__name__) from None
        if not self._hosts.allow(claims["serviceurl"]):
            raise Refused("its service is not Microsoft's")
        admitted = Pass(claims)
        admitted.channels = key.channels
        return admitted

    def matches(self, admitted: Pass, service_url: str, channel: str) -> None:
        """A token only speaks for the service it names, and its key only for its channels. Raises Refused."""
        if not service_url or service_url.rstrip("/") != admitted["serviceurl"].rstrip("/"):
            raise Refused("the token is for another service")
        if admitted.channels and channel not in admitted.channels:
            raise Refused("the key does not speak for this channel")

    def _token(self, authorization: str) -> str:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN or not token.isascii():
            raise Refused("no token")
        return token.strip()

    def _look_over(self, token: str) -> None:
        try:
            checks = {"verify_signature": False, "verify_exp": True, "verify_nbf": True, "require": list(REQUIRED)}
            claims = jwt.decode(token, options=checks, leeway=LEEWAY_SECONDS)  # type: ignore[arg-type]
        except Exception as error:
            raise Refused(type(error).__name__) from None
        audience, service = claims.get("aud"), claims.get("serviceurl")
        if claims.get("iss") != self._issuer or audience != self._app:
            raise Refused("it is for somebody else")
        if not isinstance(service, str) or not self._hosts.allow(service):
            raise Refused("its service is not Microsoft's")


def _key_name(token: str) -> str:
    try:
        head = jwt.get_unverified_header(token)
    except Exception as error:
        raise Refused(type(error).__name__) from None
    name = head.get("kid")
    if head.get("alg") != "RS256" or not isinstance(name, str) or not 0 < len(name) <= LONGEST_KEY_NAME:
        raise Refused("not signed as Microsoft signs")
    return name
