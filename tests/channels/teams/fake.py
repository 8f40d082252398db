"""A Teams of our own: signing keys, sign-in and the Bot Connector behind one address, with everything that goes wrong.

It believes nothing it did not hand out: a post needs a token that has not ended, and a conversation it knows. Faults
are queued with `fail`, and what learners would see is in `seen`.
"""

import base64
import itertools
import json
import secrets
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

APP = "11111111-2222-3333-4444-555555555555"
TENANT = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
ISSUER = "https://api.botframework.com"
BOT = f"28:{APP}"
Json = dict[str, Any]


def new_key() -> rsa.RSAPrivateKey:
    """A signing key like Microsoft's."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Posted:
    """One activity that was accepted."""

    conversation: str
    activity: Json
    id: str


@dataclass
class FakeTeams:
    """The far side. `url` is where it is served; `token_seconds` is how long our tokens last."""

    url: str = "http://127.0.0.1:1"
    token_seconds: float = 3600
    posted: list[Posted] = field(default_factory=list)
    faults: deque[int | str] = field(default_factory=deque)
    signins: int = 0
    key_fetches: int = 0
    keys_down: bool = False
    secret: str = "s3cret"
    certificate: x509.Certificate | None = None
    lookups: int = 0
    page: int = 3
    members: dict[str, Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._keys = {"key-1": new_key()}
        self._signer = "key-1"
        self._tokens: dict[str, float] = {}
        self._chats: dict[str, str] = {}
        self._used: set[str] = set()
        self.conversations: set[str] = set()
        self.refused: defaultdict[int, int] = defaultdict(int)

    # What Microsoft does

    def rotate(self, *, overlap: bool = False) -> None:
        """Signs with a new key from now on. The old one is gone at once, or with `overlap` at the next change, as
        Microsoft does it: what was signed just before still holds."""
        name = f"key-{next(self._numbers) + 1}"
        kept = {self._signer: self._keys[self._signer]} if overlap else {}
        self._keys, self._signer = {**kept, name: new_key()}, name

    def expire(self) -> None:
        """Every token that was handed out is over."""
        self._tokens.clear()

    def fail(self, *faults: int | str) -> None:
        """The next posts are answered with these: a status, ``drop`` (accepted, no receipt) or ``429:7``."""
        self.faults.extend(faults)

    def token(self, key: Any = None, head: Json | None = None, algorithm: str = "RS256", **claims: Any) -> str:
        """A token as Teams signs it. A claim of None is left out."""
        now = int(time.time())
        made = {"iss": ISSUER, "aud": APP, "iat": now, "nbf": now - 60, "exp": now + 3600, "serviceurl": self.url}
        made = {name: value for name, value in {**made, **claims}.items() if value is not None}
        signer = self._keys[self._signer] if key is None else key
        return jwt.encode(made, signer, algorithm=algorithm, headers={"kid": self._signer, **(head or {})})

    # What a person does

    def activity(self, kind: str = "message", user: str = "maya", **parts: Any) -> Json:
        """Something that happened in this user's private chat, as Teams writes it."""
        number = next(self._numbers)
        chat = self.chat(user)
        return {
            "type": kind,
            "id": str(1767224000000 + number),
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + f".{number:07d}Z",
            "channelId": "msteams",
            "serviceUrl": self.url,
            "from": {"id": f"29:{user}", "name": "A Name", "aadObjectId": f"aad-{user}"},
            "recipient": {"id": BOT, "name": "Pathbot"},
            "conversation": {"id": chat, "tenantId": TENANT, "conversationType": "personal"},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-US",
            **parts,
        }

    def in_channel(self, text: str, user: str = "maya", thread: str = "1767224924615", **parts: Any) -> Json:
        """A message in the class channel that mentions the bot."""
        place = f"{CHANNEL};messageid={thread}"
        self.conversations |= {CHANNEL, place}
        where = {"id": place, "tenantId": TENANT, "conversationType": "channel", "isGroup": True}
        mention = {"type": "mention", "mentioned": {"id": BOT, "name": "Pathbot"}, "text": "<at>Pathbot</at>"}
        return self.activity(user=user, text=text, conversation=where, entities=[mention], **parts)

    def chat(self, user: str) -> str:
        """The id of a private chat, made where there was none."""
        if user not in self._chats:
            self._chats[user] = f"a:chat-of-{user}-{secrets.token_hex(8)}"
            self.conversations.add(self._chats[user])
        return self._chats[user]

    def has_chat(self, user: str) -> bool:
        """Whether a private chat was ever opened."""
        return user in self._chats

    def seen(self, conversation: str) -> list[Json]:
        """What stands in a conversation, oldest first."""
        return [one.activity for one in self.posted if one.conversation == conversation]

    # What Pathbot reaches

    def app(self) -> FastAPI:
        """All of it as one server."""
        app = FastAPI(openapi_url=None)

        @app.get("/v1/.well-known/openidconfiguration")
        async def metadata() -> Response:
            if self.keys_down:
                return Response(status_code=503)
            return JSONResponse({"issuer": ISSUER, "jwks_uri": f"{self.url}/v1/.well-known/keys"})

        @app.get("/v1/.well-known/keys")
        async def keys() -> Response:
            self.key_fetches += 1
            return JSONResponse({"keys": [self._public(name) for name in self._keys]})

        @app.post("/{tenant}/oauth2/v2.0/token")
        async def sign_in(request: Request) -> Response:
            form = await request.form()
            proven = form.get("client_secret") == self.secret or self._signed(str(form.get("client_assertion", "")))
            if not proven or form.get("client_id") != APP:
                return JSONResponse({"error": "invalid_client"}, 401)
            return JSONResponse({**self._new_token(), "expires_in": self.token_seconds})

        @app.get("/metadata/identity/oauth2/token")
        async def identity(request: Request) -> Response:
            """A machine of Azure, or an App Service, that has the bot's identity."""
            asked = request.query_params
            known = asked.get("client_id") == APP and asked.get("resource") == "https://api.botframework.com"
            if known and request.headers.get("metadata") == "true":
                return JSONResponse({**self._new_token(), "expires_in": str(self.token_seconds)})
            if known and request.headers.get("x-identity-header") == self.secret:
                return JSONResponse({**self._new_token(), "expires_on": str(int(time.time() + self.token_seconds))})
            return JSONResponse({"error": "invalid_request"}, 400)

        @app.post("/v3/conversations")
        async def open_chat(request: Request) -> Response:
            if not self._signed_in(request):
                return self._refuse(401)
            wanted = json.loads(await request.body())
            assert wanted["tenantId"] == TENANT
            return JSONResponse({"id": self.chat(wanted["members"][0]["id"].removeprefix("29:"))}, 201)

        @app.get("/v3/conversations/{conversation}/members/{user}")
        async def member(conversation: str, user: str, request: Request) -> Response:
            self.lookups += 1
            if not self._signed_in(request):
                return self._refuse(401)
            if conversation not in self.conversations or user not in self.members:
                return self._refuse(404)
            return JSONResponse({"id": user, "tenantId": TENANT, **self.members[user]})

        @app.get("/v3/conversations/{conversation}/pagedMembers")
        async def members(conversation: str, request: Request) -> Response:
            if not self._signed_in(request):
                return self._refuse(401)
            if conversation not in self.conversations:
                return self._refuse(404)
            at, all_ = int(request.query_params.get("continuationToken", "0")), list(self.members.items())
            page = [{"id": user, "tenantId": TENANT, **known} for user, known in all_[at : at + self.page]]
            more = {"continuationToken": str(at + self.page)} if at + self.page < len(all_) else {}
            return JSONResponse({"members": page, **more})

        @app.post("/v3/conversations/{conversation}/activities")
        async def post(conversation: str, request: Request) -> Response:
            return await self._post(conversation, request)

        return app

    async def _post(self, conversation: str, request: Request) -> Response:
        body = await request.body()
        if not self._signed_in(request):
            return self._refuse(401)
        fault = self.faults.popleft() if self.faults else 0
        if isinstance(fault, str) and fault.startswith("429:"):
            return self._refuse(429, fault.removeprefix("429:"))
        if isinstance(fault, int) and fault >= 400:
            return self._refuse(fault)
        if conversation not in self.conversations:
            return self._refuse(404)
        if len(body) > 100_000:
            return self._refuse(413)
        number = f"17{next(self._numbers):011d}"
        self.posted.append(Posted(conversation, json.loads(body), number))
        if fault == "drop":
            return _broken_off()
        return JSONResponse({"id": number}, 201)

    def _new_token(self) -> Json:
        self.signins += 1
        token = secrets.token_urlsafe(24)
        self._tokens[token] = time.monotonic() + self.token_seconds
        return {"access_token": token, "token_type": "Bearer"}

    def _signed(self, assertion: str) -> bool:
        """Whether this is a statement of the bot's, signed by the key of its certificate, and new."""
        if self.certificate is None or not assertion:
            return False
        thumb = base64.urlsafe_b64encode(self.certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
        url = f"{self.url}/{TENANT}/oauth2/v2.0/token"
        try:
            if jwt.get_unverified_header(assertion).get("x5t#S256") != thumb:
                return False
            need = {"require": ["exp", "nbf", "jti", "sub"]}
            key = self.certificate.public_key()
            claims = jwt.decode(assertion, key, ["PS256"], audience=url, issuer=APP, options=need)  # type: ignore[arg-type]
        except jwt.PyJWTError:
            return False
        fresh = claims["sub"] == APP and claims["jti"] not in self._used
        self._used.add(claims["jti"])
        return fresh

    def _signed_in(self, request: Request) -> bool:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self._tokens.get(token, 0) > time.monotonic()

    def _refuse(self, status: int, after: str = "") -> Response:
        self.refused[status] += 1
        headers = {"Retry-After": after} if after else {}
        return JSONResponse({"error": {"code": "Refused", "message": "no"}}, status, headers)

    def _public(self, name: str) -> Json:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._keys[name].public_key()))
        return {**key, "kid": name, "use": "sig", "endorsements": ["msteams"]}


def _broken_off() -> Response:
    """Accepted, and then the connection is gone before the receipt is through."""

    async def half() -> AsyncIterator[bytes]:
        yield b'{"id"'
        raise ConnectionResetError

    return StreamingResponse(half(), 201, {"Content-Length": "99"})


CHANNEL = "19:d441d38c655c47a085215b2726e76927@thread.tacv2"
