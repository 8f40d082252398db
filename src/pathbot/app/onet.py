"""Imports an O*NET release for this school's Pathbot."""

from pathlib import Path

from pathbot.app.errors import BadInput, Failed
from pathbot.app.library import data_folder
from pathbot.app.settings import Settings
from pathbot.roles.onet.release import Release, read_release
from pathbot.roles.onet.shelf import keep
from pathbot.roles.onet.tables import NotARelease


def import_release(settings: Settings, path: Path, version: str = "") -> Release:
    """Reads a release and keeps it in place of the one before. Raises BadInput or Failed saying what to do."""
    folder = data_folder(settings, "onet")
    if folder is None:
        raise Failed(f"Nothing can be written in {settings.home_folder}. Set PATHBOT_HOME to a folder of yours.")
    try:
        release = read_release(path, version)
    except NotARelease as error:
        raise BadInput(str(error)) from None
    keep(release, folder)
    return release
