"""The three ways a single-tenant bot proves to Microsoft who it is: a secret, a certificate, or where it runs."""

import base64
import time
import uuid
from collections.abc import Mapping
from typing import Protocol

import httpx
import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

SCOPE = "https://api.botframework.com/.default"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 300
MACHINE = "http://169.254.169.254/metadata/identity/oauth2/token"


class Credential(Protocol):
    """Asks for a token once. Any answer is returned as it is; raises `httpx.HTTPError` when there is none."""

    async def ask(self, http: httpx.AsyncClient) -> httpx.Response:
        """Microsoft's answer."""
        ...


class Secret:
    """A client secret. `url` is the tenant's token endpoint."""

    def __init__(self, url: str, app: str, secret: str, scope: str = SCOPE) -> None:
        self._url = url
        self._form = {**_form(app, scope), "client_secret": secret}

    async def ask(self, http: httpx.AsyncClient) -> httpx.Response:
        """Sends the secret."""
        return await http.post(self._url, data=self._form)


class Certificate:
    """A certificate, whose private key signs each request. `pem` holds both; raises ValueError when it does not."""

    def __init__(self, url: str, app: str, pem: bytes, scope: str = SCOPE) -> None:
        key = load_pem_private_key(pem, None)
        if not isinstance(key, RSAPrivateKey):
            raise ValueError("not an RSA key")
        self._key = key
        thumbprint = load_pem_x509_certificate(pem).fingerprint(hashes.SHA256())
        self._head = {"x5t#S256": base64.urlsafe_b64encode(thumbprint).rstrip(b"=").decode()}
        self._url = url
        self._app = app
        self._form = _form(app, scope)

    async def ask(self, http: httpx.AsyncClient) -> httpx.Response:
        """Sends a statement that only the key could sign, good for five minutes and for one use."""
        now = int(time.time())
        claims = {"aud": self._url, "iss": self._app, "sub": self._app, "jti": str(uuid.uuid4())}
        times = {"iat": now, "nbf": now, "exp": now + ASSERTION_SECONDS}
        signed = jwt.encode({**claims, **times}, self._key, algorithm="PS256", headers=self._head)
        proof = {"client_assertion_type": ASSERTION, "client_assertion": signed}
        return await http.post(self._url, data={**self._form, **proof})


class ManagedIdentity:
    """A user-assigned identity of the Azure machine or App Service that Pathbot runs on: there is no secret at all.

    `environment` is where App Service says how it is asked; a virtual machine is asked at its own address.
    """

    def __init__(self, app: str, environment: Mapping[str, str], scope: str = SCOPE, machine: str = MACHINE) -> None:
        asked = {"resource": scope.removesuffix("/.default"), "client_id": app}
        if endpoint := environment.get("IDENTITY_ENDPOINT"):
            self._url, version = endpoint, "2019-08-01"
            self._head = {"X-IDENTITY-HEADER": environment.get("IDENTITY_HEADER", "")}
        else:
            self._url, version, self._head = machine, "2018-02-01", {"Metadata": "true"}
        self._asked = {**asked, "api-version": version}

    async def ask(self, http: httpx.AsyncClient) -> httpx.Response:
        """Asks the machine."""
        return await http.get(self._url, params=self._asked, headers=self._head)


def _form(app: str, scope: str) -> dict[str, str]:
    return {"grant_type": "client_credentials", "client_id": app, "scope": scope}
