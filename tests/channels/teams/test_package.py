"""The app package: a manifest Teams takes, two icons of the sizes it wants, and the same bytes every time."""

import io
import json
import os
import struct
import zipfile
from pathlib import Path

import jsonschema
import pytest
from tests.channels.teams.fake import APP

from pathbot.app.errors import BadInput
from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.app.teams_package import app_info
from pathbot.channels.teams.package import AppInfo, package

SHARED = Path(os.environ.get("PATHBOT_SHARED", Path(__file__).parents[3].parent / "shared"))
SCHEMA = SHARED / "data" / "schemas" / "teams_manifest" / "MicrosoftTeams.schema.json"
SITE = "https://www.cedar-schools.example"


def info(language: str = "en", site: str = SITE, developer: str = "Cedar Schools") -> AppInfo:
    return app_info(Settings(language=language, _env_file=None), APP, developer, site, site, site)  # type: ignore[arg-type]


def opened(app: AppInfo) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package(app))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_manifest_is_one_teams_takes(language: str) -> None:
    if not SCHEMA.exists():
        pytest.skip(f"the manifest schema is not at {SCHEMA}; set PATHBOT_SHARED")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(json.loads(opened(info(language))["manifest.json"]))


def test_the_package_holds_what_the_manifest_names_at_its_top_and_nothing_else() -> None:
    files = opened(info())
    icons = json.loads(files["manifest.json"])["icons"]
    assert set(files) == {"manifest.json", *icons.values()}


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_the_size_teams_wants(name: str, size: int) -> None:
    icon = opened(info())[name]
    assert icon.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", icon[16:24]) == (size, size)


def test_it_asks_for_no_permission_and_opens_no_page() -> None:
    made = json.loads(opened(info())["manifest.json"])
    assert "permissions" not in made
    assert "webApplicationInfo" not in made
    assert "authorization" not in made
    assert made["validDomains"] == []
    assert made["bots"][0]["scopes"] == ["personal", "team"]


def test_the_same_settings_make_the_same_bytes() -> None:
    assert package(info()) == package(info())


@pytest.mark.parametrize(
    ("site", "developer"),
    [("http://www.cedar.example", "Cedar"), ("cedar.example", "Cedar"), (SITE, ""), (SITE, "C" * 33)],
)
def test_what_teams_would_not_take_is_said_in_one_sentence(site: str, developer: str) -> None:
    with pytest.raises(BadInput):
        info(site=site, developer=developer)


@pytest.mark.parametrize(
    ("name", "intent"),
    [("help", "help"), ("portfolio", "show_portfolio"), ("sees", "who_sees"), ("stop", "stop")],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_command_it_offers_is_understood(kit: Kit, language: str, name: str, intent: str) -> None:
    from pathbot.app.teams_package import OFFERED
    from pathbot.reflection.judgement import Context

    offered = dict(zip(OFFERED, info(language).commands, strict=True))
    assert kit.understand(offered[name].title, Context(language=language)).intent == intent
    assert kit.means(offered["person"].title, "talk_to_person", language)
