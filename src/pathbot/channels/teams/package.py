"""What an administrator uploads to Teams: a manifest and two icons in a zip. Pure: same values, same bytes."""

import io
import json
import zipfile
from typing import Any

from pathbot.channels.teams.icons import color_icon, outline_icon
from pathbot.frozen import Frozen

SCHEMA = "https://developer.microsoft.com/en-us/json-schemas/teams/v1.29/MicrosoftTeams.schema.json"
MANIFEST_VERSION = "1.29"
ACCENT = "#0f6a6b"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same package every time


class Command(Frozen):
    """Something Teams offers above the box where a learner writes."""

    title: str
    description: str


class AppInfo(Frozen):
    """What the app is called and who answers for it. Addresses are https."""

    bot: str
    version: str
    name: str
    about: str
    description: str
    developer: str
    website: str
    privacy: str
    terms: str
    commands: tuple[Command, ...]


def manifest(app: AppInfo) -> dict[str, Any]:
    """The manifest: one bot, for a person and for a team, with no tab, no page and no permission of its own."""
    commands = [command.model_dump() for command in app.commands]
    return {
        "$schema": SCHEMA,
        "manifestVersion": MANIFEST_VERSION,
        "version": app.version,
        "id": app.bot,
        "developer": {
            "name": app.developer,
            "websiteUrl": app.website,
            "privacyUrl": app.privacy,
            "termsOfUseUrl": app.terms,
        },
        "name": {"short": app.name, "full": app.about},
        "description": {"short": app.about, "full": app.description},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot"},
        "bots": [
            {
                "botId": app.bot,
                "scopes": ["personal", "team"],
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": ["personal"], "commands": commands}],
            }
        ],
        "validDomains": [],
    }


def package(app: AppInfo) -> bytes:
    """The zip file to upload."""
    text = json.dumps(manifest(app), ensure_ascii=False, indent=2) + "\n"
    files = {"manifest.json": text.encode(), "color.png": color_icon(), "outline.png": outline_icon()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
