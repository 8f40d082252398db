"""Open Badges 3.0: a credential of the school for a line its teacher confirmed, signed as a JWT with Ed25519.

The issuer is the school's key itself (`did:key`), so a badge can be checked with no network. It names nobody: no name,
no e-mail, no chat text. Needs the extra `badges` (openbadgeslib).
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pathbot.evidence import SkillStatement, SkillTag
from pathbot.frozen import Frozen

_FRAMEWORKS = {
    "O*NET": ("O*NET", "https://www.onetonline.org/find/descriptor/browse/2.A"),
    "ESF": (
        "US Employability Skills Framework",
        "https://cte.ed.gov/initiatives/employability-skills-framework",
    ),
    "NACE": ("NACE Career Readiness", "https://www.naceweb.org/career-readiness/competencies/career-readiness-defined"),
}
_BADGES = uuid.UUID("7d9a3f0e-5a3c-4f57-9d37-0c1d5d2b4b11")  # the name space of our badge ids


class NotABadge(ValueError):
    """A token that no check accepts, with a sentence that says why."""


class Checked(Frozen):
    """What a badge that stands says."""

    badge: str
    issuer: str
    school: str
    statement: str
    skills: tuple[str, ...]
    valid_from: datetime


def new_key() -> bytes:
    """A new Ed25519 private key as PEM."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def issuer_of(key: bytes) -> str:
    """The `did:key` of a private key."""
    from openbadgeslib.ob3.did import did_key_from_pem

    return str(did_key_from_pem(_public(key)))


def badge_id(statement: SkillStatement) -> str:
    """The same line, in the same words, is always the same badge."""
    return f"urn:uuid:{uuid.uuid5(_BADGES, f'{statement.id}|{statement.draft.statement}')}"


def sign(statement: SkillStatement, school: str, key: bytes, status: tuple[str, int] | None = None) -> str:
    """The signed badge of a line. `status` is the address of the school's list of revoked badges and a place in it.

    Raises ValueError for a line that is not approved or that no teacher confirmed.
    """
    from openbadgeslib.ob3 import OB3Signer
    from openbadgeslib.ob3.status_list import status_entry

    if statement.status != "approved" or statement.verification != "teacher-confirmed":
        raise ValueError("only an approved line that a teacher confirmed becomes a badge")
    credential = _credential(statement, school, issuer_of(key))
    if status is not None:
        credential.credential_status = [status_entry(status[0], "revocation", status[1])]
    return str(OB3Signer(privkey_pem=key, algorithm="EdDSA").sign(credential))


def check(token: str, issuer: str, revoked: str | None = None) -> Checked:
    """What a badge says, if this issuer signed every character of it. `revoked` is the issuer's signed list.

    Raises NotABadge when it was changed, is from somebody else, or was revoked.
    """
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import OB3Verifier

    token = token.strip()
    _check_canonical(token)
    try:
        found = OB3Verifier.for_issuer_did(issuer).verify(token)
    except (LibOpenBadgesException, ValueError) as error:
        raise NotABadge("This badge was changed, or this school did not sign it.") from error
    if found.credential_status and _is_revoked(found.credential_status, issuer, revoked):
        raise NotABadge("The school took this badge back.")
    achievement = found.achievement
    return Checked(
        badge=found.id or "",
        issuer=found.issuer.id,
        school=found.issuer.name,
        statement=achievement.description,
        skills=tuple(a.target_name for a in achievement.alignments),
        valid_from=found.issuance_date or datetime.min.replace(tzinfo=UTC),
    )


def status_list(places: Iterable[int], url: str, key: bytes, now: datetime) -> str:
    """The signed list of revoked places, to be served at `url`."""
    from openbadgeslib.ob3.status_list import build_status_list_credential, sign_status_list_credential

    issuer = issuer_of(key)
    listed = build_status_list_credential(issuer, url, "revocation", places, issued=now)
    return str(sign_status_list_credential(listed, key, "EdDSA"))


def _public(key: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    return load_pem_private_key(key, None).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _credential(statement: SkillStatement, school: str, issuer: str) -> Any:
    from openbadgeslib.ob3 import Achievement, Issuer, OpenBadgeCredential

    line, decided = statement.draft, statement.decided_at or statement.created_at
    skills = ", ".join(tag.name for tag in line.skills)
    achievement = Achievement(
        id=f"{badge_id(statement)}#achievement",
        name=skills or "Class project",
        description=line.statement,
        criteria_narrative="The learner told of this work in their own words and approved this line. A teacher "
        "confirmed it.",
        achievement_type="Competency",
        alignments=[_alignment(tag) for tag in line.skills],
    )
    return OpenBadgeCredential(
        issuer=Issuer(id=issuer, name=school),
        recipient_id=f"urn:uuid:{uuid.uuid5(_BADGES, badge_id(statement))}",  # says nothing about who it is
        achievement=achievement,
        id=badge_id(statement),
        issuance_date=decided,
    )


def _alignment(tag: SkillTag) -> Any:
    from openbadgeslib.ob3.credential import Alignment

    framework, url = _FRAMEWORKS[tag.framework]
    return Alignment(target_name=tag.name, target_url=url, target_framework=framework)


def _check_canonical(token: str) -> None:
    """The last character of a base64 part may hold bits nobody reads: only the one true spelling is accepted."""
    import base64
    import binascii

    for part in token.split("."):
        try:
            plain = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        except (binascii.Error, ValueError):
            plain = b""
        if base64.urlsafe_b64encode(plain).decode().rstrip("=") != part:
            raise NotABadge("This badge was changed, or this school did not sign it.")


def _is_revoked(entries: list[dict[str, Any]], issuer: str, revoked: str | None) -> bool:
    if revoked is None:
        return False
    import jwt
    from openbadgeslib.ob3.did import resolve_did
    from openbadgeslib.ob3.status import decode_encoded_list, set_indices

    try:
        listed = jwt.decode(revoked.strip(), resolve_did(issuer).decode(), algorithms=["EdDSA"])
    except jwt.PyJWTError as error:
        raise NotABadge("The list of revoked badges was changed, or this school did not sign it.") from error
    places = set_indices(decode_encoded_list(listed["credentialSubject"]["encodedList"]))
    mine = [entry for entry in entries if entry["statusListCredential"] == listed["id"]]
    return any(int(entry["statusListIndex"]) in places for entry in mine)
