"""`.env.example` shows every setting with its default, so that copying it changes nothing."""

import re
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values

from pathbot.app.model_settings import ModelSettings
from pathbot.app.settings import Settings
from pathbot.app.slack_settings import SlackSettings
from pathbot.app.teams_settings import TeamsSettings

ROOT = Path(__file__).parents[2]
LINES = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
CHANNELS = ("SLACK_", "TEAMS_")
SETTING = re.compile(r"# (PATHBOT_\w+=\S*  # \S.*)")


def _shown(channel: str = "") -> dict[str, str]:
    """Every setting of the file by its field name, read as if its line were in use: Pathbot's, or a channel's own."""
    in_use = "\n".join(match[1] for line in LINES if (match := SETTING.fullmatch(line)))
    return {
        name.removeprefix(f"PATHBOT_{channel}").lower(): value or ""
        for name, value in dotenv_values(stream=StringIO(in_use)).items()
        if next((c for c in CHANNELS if name.startswith(f"PATHBOT_{c}")), "") == channel
    }


def test_it_names_exactly_the_settings_there_are_in_their_order() -> None:
    assert list(_shown()) == [*Settings.model_fields, *ModelSettings.model_fields]


def test_it_names_exactly_the_settings_of_slack() -> None:
    assert list(_shown("SLACK_")) == list(SlackSettings.model_fields)
    assert SlackSettings(_env_file=None, **_shown("SLACK_")) == SlackSettings(_env_file=None)  # type: ignore[arg-type]


def test_it_names_exactly_the_settings_of_teams() -> None:
    shown = _shown("TEAMS_")
    assert list(shown) == list(TeamsSettings.model_fields)
    paths = {"app_secret_file", "certificate_file"}  # an empty path would be this folder
    given = {name: value for name, value in shown.items() if name not in paths}
    assert TeamsSettings(_env_file=None, **given) == TeamsSettings(_env_file=None)  # type: ignore[arg-type]


def test_every_line_that_names_a_setting_says_what_it_is_for() -> None:
    assert [line for line in LINES if "PATHBOT_" in line and not SETTING.fullmatch(line)] == []


def test_copied_as_it_is_it_sets_nothing() -> None:
    assert dotenv_values(ROOT / ".env.example") == {}


def test_taking_away_every_mark_gives_the_defaults() -> None:
    defaults = {name: field.get_default(call_default_factory=True) for name, field in Settings.model_fields.items()}
    shown, default = Settings(_env_file=None, **_shown()), Settings(_env_file=None, **defaults)  # type: ignore[arg-type]
    assert shown.model_dump(exclude={"key_file", "prompts", "knowledge"}) == default.model_dump(
        exclude={"key_file", "prompts", "knowledge"}
    )
    assert shown.key_path == default.key_path
    assert ROOT / shown.prompts == default.prompts
    assert ROOT / shown.knowledge == default.knowledge
    assert ModelSettings(_env_file=None, **_shown()) == ModelSettings(_env_file=None)  # type: ignore[arg-type]
