"""The school's badge key, which badges it signed and which it took back: files in the data folder, for its owner."""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pathbot.app.errors import BadInput, Failed
from pathbot.app.settings import Settings
from pathbot.evidence import SkillStatement
from pathbot.frozen import Frozen
from pathbot.portfolio import Portfolio

STATUS_PATH = "/badges/{school}/revoked"
"""Where a school's list of revoked badges is served, below `PATHBOT_URL`."""


class Issued(Frozen):
    """Badge ids in the order they were first signed (a badge's place in the list), and the revoked ones."""

    badges: tuple[str, ...] = ()
    revoked: frozenset[str] = frozenset()


class BadgeOffice:
    """Signs, revokes and checks the badges of one school. Raises BadInput when the extra `badges` is not installed."""

    def __init__(self, settings: Settings, school: str) -> None:
        try:
            import openbadgeslib  # noqa: F401 - only to know that it is there
        except ImportError:
            raise BadInput("Badges need one more package: pip install 'pathbot[badges]'.") from None
        name = _file_name(school) or "school"
        self._folder = settings.home_folder / "badges" / name
        path = STATUS_PATH.format(school=name)
        self._local = f"https://localhost{path}"
        self.list_url = settings.url.rstrip("/") + path if settings.url.startswith("https://") else ""

    @property
    def issuer(self) -> str:
        """The school's `did:key`."""
        from pathbot.exports.open_badge import issuer_of

        return issuer_of(self._key())

    def sign(self, portfolio: Portfolio) -> dict[str, str]:
        """A signed badge for every line a teacher confirmed, by badge id. Badges that were taken back stay away."""
        from pathbot.exports.open_badge import badge_id, sign

        lines = [s for part in portfolio.projects for s in (one.statement for one in part.lines) if _is_confirmed(s)]
        issued = self._remember(badge_id(line) for line in lines)
        return {
            badge_id(line): sign(line, portfolio.school, self._key(), self._place(issued, badge_id(line)))
            for line in lines
            if badge_id(line) not in issued.revoked
        }

    def revoke(self, badge: str) -> None:
        """Takes a badge back. Raises BadInput when the school never signed it."""
        issued = self._issued()
        if badge not in issued.badges:
            raise BadInput(f"{badge} was never signed here. Use the id that the badge carries.")
        self._write(issued.model_copy(update={"revoked": issued.revoked | {badge}}))

    @property
    def has_signed(self) -> bool:
        """Whether this school ever signed a badge."""
        return (self._folder / "issued.json").exists()

    def status_list(self, now: datetime) -> str:
        """The signed list of revoked badges, served at `list_url` (which is empty without a public address)."""
        from pathbot.exports.open_badge import status_list

        issued = self._issued()
        places = [n for n, badge in enumerate(issued.badges) if badge in issued.revoked]
        return status_list(places, self.list_url or self._local, self._key(), now)

    def is_revoked(self, badge: str) -> bool:
        """Whether the school took this badge back."""
        return badge in self._issued().revoked

    def _place(self, issued: Issued, badge: str) -> tuple[str, int] | None:
        return (self.list_url, issued.badges.index(badge)) if self.list_url else None

    def _key(self) -> bytes:
        from pathbot.exports.open_badge import new_key

        path = self._folder / "key.pem"
        try:
            if not path.exists():
                _write_new(path, new_key())
            return path.read_bytes()
        except OSError as error:
            raise Failed(f"{path} cannot be used ({error.strerror}). Give this user the folder.") from None

    def _issued(self) -> Issued:
        path = self._folder / "issued.json"
        try:
            return Issued.model_validate_json(path.read_bytes()) if path.exists() else Issued()
        except (OSError, ValueError):
            raise Failed(f"{path} is damaged. Put it back from a backup.") from None

    def _remember(self, badges: Iterable[str]) -> Issued:
        issued = self._issued()
        new = tuple(badge for badge in badges if badge not in issued.badges)
        if new:
            issued = issued.model_copy(update={"badges": (*issued.badges, *new)})
            self._write(issued)
        return issued

    def _write(self, issued: Issued) -> None:
        path = self._folder / "issued.json"
        beside = path.with_suffix(".new")
        content = {"badges": list(issued.badges), "revoked": sorted(issued.revoked)}
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.write_text(json.dumps(content, indent=1), encoding="ascii")
            os.replace(beside, path)
        except OSError as error:
            raise Failed(f"{path} cannot be written ({error.strerror}). Give this user the folder.") from None


def _is_confirmed(statement: SkillStatement) -> bool:
    return statement.status == "approved" and statement.verification == "teacher-confirmed"


def _file_name(school: str) -> str:
    return "".join(char if char.isalnum() or char in "-_" else "-" for char in school).strip("-")


def _write_new(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
