"""The chat platforms that are configured here. Each is loaded only when it is: their libraries are heavy."""

from pathbot.app.attached import Attach
from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.app.slack_settings import load_slack_settings
from pathbot.app.teams_settings import load_teams_settings
from pathbot.store.engine import Database


def check_platforms(settings: Settings) -> None:
    """Raises BadInput for settings that cannot be used or are not safe, before anything is opened."""
    load_slack_settings(settings.env)
    load_teams_settings(settings.env)


def platforms(settings: Settings, engine: Database, kit: Kit, receives: bool = True) -> list[Attach]:
    """What to attach to a server, or to a worker, which only sends (`receives` is False).

    Raises BadInput when a platform's school is not there.
    """
    found: list[Attach] = []
    if slack := load_slack_settings(settings.env):
        from pathbot.app.slack import attach_slack

        found.append(attach_slack(settings, slack, engine, kit, receives))
    if teams := load_teams_settings(settings.env):
        from pathbot.app.teams import attach_teams

        found.append(attach_teams(settings, teams, engine, kit))
    return found
