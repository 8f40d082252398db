"""The bot proves who it is with a secret, a certificate, or the identity of the machine it runs on."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from tests.channels.teams.fake import APP, TENANT, FakeTeams
from tests.channels.teams.served import serve

from pathbot.channels.base import RetryLater
from pathbot.channels.teams.credentials import Certificate, Credential, ManagedIdentity, Secret
from pathbot.channels.teams.signin import SignIn


@pytest.fixture
async def fake() -> AsyncIterator[FakeTeams]:
    async with serve(FakeTeams()) as running:
        yield running


def made() -> tuple[bytes, x509.Certificate]:
    """A key and its certificate, as one PEM file, and the public part, as it is uploaded to Entra."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pathbot")]), datetime.now(UTC)
    building = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    building = building.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = building.sign(key, hashes.SHA256())
    return pem(key) + certificate.public_bytes(serialization.Encoding.PEM), certificate


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


async def signed_in(credential: Credential) -> str | None:
    async with httpx.AsyncClient() as http:
        return await SignIn(credential, http).token()


def url(fake: FakeTeams) -> str:
    return f"{fake.url}/{TENANT}/oauth2/v2.0/token"


async def test_a_certificate_signs_in_again_and_again(fake: FakeTeams) -> None:
    file, fake.certificate = made()
    credential = Certificate(url(fake), APP, file)
    assert await signed_in(credential)
    assert await signed_in(credential), "each statement is used once"


async def test_another_certificate_is_refused(fake: FakeTeams) -> None:
    file, _ = made()
    _, fake.certificate = made()
    with pytest.raises(RetryLater):
        await signed_in(Certificate(url(fake), APP, file))


def test_what_is_no_certificate_is_said_before_anything_starts() -> None:
    file, certificate = made()
    public = certificate.public_bytes(serialization.Encoding.PEM)
    other = pem(ec.generate_private_key(ec.SECP256R1())) + public
    for broken in (b"", b"nothing", public, file[: len(file) // 2], other):
        with pytest.raises(ValueError):  # noqa: PT011 - the app says it in words
            Certificate("https://login.example", APP, broken)


async def test_a_machine_of_azure_signs_in_without_any_secret(fake: FakeTeams) -> None:
    machine = f"{fake.url}/metadata/identity/oauth2/token"
    assert await signed_in(ManagedIdentity(APP, {}, machine=machine))
    service = {"IDENTITY_ENDPOINT": machine, "IDENTITY_HEADER": "s3cret"}
    assert await signed_in(ManagedIdentity(APP, service))
    with pytest.raises(RetryLater):
        await signed_in(ManagedIdentity(APP, {**service, "IDENTITY_HEADER": "guessed"}))


async def test_a_token_of_an_app_service_is_renewed_before_it_ends(fake: FakeTeams) -> None:
    service = {"IDENTITY_ENDPOINT": f"{fake.url}/metadata/identity/oauth2/token", "IDENTITY_HEADER": "s3cret"}
    clock = [0.0]
    async with httpx.AsyncClient() as http:
        signin = SignIn(ManagedIdentity(APP, service), http, lambda: clock[0])
        first = await signin.token()
        clock[0] = fake.token_seconds - 400
        assert await signin.token() == first
        clock[0] = fake.token_seconds - 200
        assert await signin.token() != first


async def test_a_wrong_secret_is_refused(fake: FakeTeams) -> None:
    with pytest.raises(RetryLater):
        await signed_in(Secret(url(fake), APP, "wrong"))
