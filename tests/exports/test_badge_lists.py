"""The list of revoked badges, found where the badge itself says it is."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import jwt
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from pathbot.app.badge_lists import badge_lists
from pathbot.app.settings import Settings
from pathbot.portfolio import Portfolio

pytest.importorskip("openbadgeslib", reason="the extra `badges` is not installed")

from pathbot.app.badges import BadgeOffice
from pathbot.exports.open_badge import NotABadge, check

SCHOOL = "lincoln high"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, home=str(tmp_path), url="https://pathbot.school.example")  # type: ignore[call-arg]


@pytest.fixture
def anyone(settings: Settings) -> TestClient:
    """Somebody on the internet who was shown a badge."""
    server = FastAPI()
    server.include_router(badge_lists(settings, lambda: datetime.now(UTC)))
    return TestClient(server)


def test_whoever_was_shown_a_badge_can_see_that_it_was_taken_back(
    settings: Settings, anyone: TestClient, portfolio: Portfolio
) -> None:
    office = BadgeOffice(settings, SCHOOL)
    ((badge, token),) = office.sign(portfolio).items()
    status = jwt.decode(token, options={"verify_signature": False})["credentialStatus"]
    listed_at = urlsplit(status["statusListCredential"])
    assert listed_at.hostname == "pathbot.school.example"
    check(token, office.issuer, anyone.get(listed_at.path).text)
    office.revoke(badge)
    answer = anyone.get(listed_at.path)
    assert answer.headers["content-type"] == "application/vc+jwt"
    with pytest.raises(NotABadge, match="took this badge back"):
        check(token, office.issuer, answer.text)


@pytest.mark.parametrize("name", ["lincoln-high", "nowhere", "..", "%2e%2e"])
def test_a_school_that_signed_nothing_has_no_list_and_gets_no_key(
    settings: Settings, anyone: TestClient, name: str
) -> None:
    assert anyone.get(f"/badges/{name}/revoked").status_code == 404
    assert not list(settings.home_folder.glob("**/key.pem"))
