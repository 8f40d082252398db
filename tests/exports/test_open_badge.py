"""Badges, checked with the library and, apart from it, with nothing but a JWT and an Ed25519 key."""

import json
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from jsonschema import Draft201909Validator

from pathbot.evidence import SkillStatement
from tests.exports.test_files import schema_text

pytest.importorskip("openbadgeslib", reason="the extra `badges` is not installed")

from pathbot.exports.open_badge import NotABadge, badge_id, check, issuer_of, new_key, sign, status_list

LIST = "https://pathbot.school.example/badges/revoked"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def key() -> bytes:
    return new_key()


def test_a_confirmed_line_becomes_a_badge_that_stands(confirmed: SkillStatement, key: bytes) -> None:
    found = check(sign(confirmed, "Lincoln High", key), issuer_of(key))
    assert found.statement == confirmed.draft.statement
    assert found.skills == ("Critical Thinking", "Writing")
    assert (found.badge, found.issuer) == (badge_id(confirmed), issuer_of(key))


def test_somebody_elses_tools_accept_it_too(confirmed: SkillStatement, key: bytes) -> None:
    token = sign(confirmed, "Lincoln High", key)
    badge = jwt.decode(token, _public_key(issuer_of(key)), algorithms=["EdDSA"])
    assert "OpenBadgeCredential" in badge["type"]
    assert badge["credentialSubject"]["achievement"]["alignment"][0]["targetName"] == "Critical Thinking"


def test_it_is_valid_by_the_published_schema(confirmed: SkillStatement, key: bytes) -> None:
    schema = json.loads(schema_text("open_badges/ob-v3p0-3.0.3.json"))
    badge = jwt.decode(sign(confirmed, "Lincoln High", key, (LIST, 3)), options={"verify_signature": False})
    registered = {"iss", "sub", "jti", "nbf", "iat", "exp"}
    assert not list(Draft201909Validator(schema).iter_errors({k: v for k, v in badge.items() if k not in registered}))


def test_it_names_nobody(confirmed: SkillStatement, key: bytes) -> None:
    token = sign(confirmed, "Lincoln High", key)
    text = json.dumps(jwt.decode(token, options={"verify_signature": False}))
    assert "@" not in text.replace("@context", "")
    assert confirmed.learner not in text
    assert "i made the survey" not in text


def test_any_changed_character_is_noticed(confirmed: SkillStatement, key: bytes) -> None:
    token, issuer = sign(confirmed, "Lincoln High", key), issuer_of(key)
    for at in range(0, len(token), 7):
        other = "A" if token[at] != "A" else "B"
        with pytest.raises(NotABadge):
            check(f"{token[:at]}{other}{token[at + 1 :]}", issuer)
    with pytest.raises(NotABadge):
        check(token[:-1] + ("A" if token[-1] != "A" else "B"), issuer)


def test_a_badge_of_another_school_is_not_ours(confirmed: SkillStatement, key: bytes) -> None:
    with pytest.raises(NotABadge):
        check(sign(confirmed, "Lincoln High", new_key()), issuer_of(key))


@pytest.mark.parametrize("changed", [{"verification": "evidence attached"}, {"status": "proposed"}])
def test_only_what_a_teacher_confirmed_is_signed(
    confirmed: SkillStatement, key: bytes, changed: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="confirmed"):
        sign(confirmed.model_copy(update=changed), "Lincoln High", key)


def test_a_badge_taken_back_stands_no_more(confirmed: SkillStatement, key: bytes) -> None:
    token, now = sign(confirmed, "Lincoln High", key, (LIST, 3)), datetime.now(UTC)
    check(token, issuer_of(key), status_list([2], LIST, key, now))
    with pytest.raises(NotABadge, match="took this badge back"):
        check(token, issuer_of(key), status_list([3], LIST, key, now))


def _public_key(did: str) -> Ed25519PublicKey:
    number = 0
    for char in did.removeprefix("did:key:z"):
        number = number * 58 + _BASE58.index(char)
    return Ed25519PublicKey.from_public_bytes(number.to_bytes(34, "big")[2:])
