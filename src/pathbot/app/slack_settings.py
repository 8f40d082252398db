"""Settings of Slack: PATHBOT_SLACK_… in the environment or `.env`. Without a token there is no such channel."""

import re

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pathbot.app.errors import BadInput

TEAM = re.compile(r"[TE][A-Z0-9]{4,20}")
API = "https://slack.com/api/"


class SlackSettings(BaseSettings):
    """What an administrator of a Slack workspace sets. `docs/slack.md` says where each value comes from."""

    model_config = SettingsConfigDict(env_prefix="PATHBOT_SLACK_", env_file=".env", extra="ignore", frozen=True)

    bot_token: SecretStr = Field(default=SecretStr(""), description="Bot token of one workspace (xoxb-…).")
    app_token: SecretStr = Field(default=SecretStr(""), description="App-level token (xapp-…): Socket Mode.")
    signing_secret: SecretStr = Field(default=SecretStr(""), description="Signing secret: deliveries over HTTP.")
    school: str = Field(default="", description="Id of the school of that workspace; empty: the only one there is.")
    client_id: str = Field(default="", description="Client id, for an app that several workspaces install.")
    client_secret: SecretStr = Field(default=SecretStr(""), description="Client secret of that app.")
    schools: str = Field(default="", description="Workspaces that may install it: `T0123=school, …`.")
    api_url: str = Field(default=API, description="For development only: where Slack's Web API is.")

    @property
    def school_of(self) -> dict[str, str]:
        """The workspaces that may install the app, with their schools. Raises BadInput."""
        found = {}
        for pair in filter(None, (part.strip() for part in self.schools.split(","))):
            team, _, school = (part.strip() for part in pair.partition("="))
            if not TEAM.fullmatch(team) or not school:
                raise BadInput(
                    f"PATHBOT_SLACK_SCHOOLS cannot be used: write each workspace's id and its school's id, as in "
                    f"`T0123ABCD=lincoln-high`, not `{pair}`."
                )
            found[team] = school
        return found

    @property
    def socket(self) -> bool:
        """Whether Pathbot connects to Slack (Socket Mode); otherwise Slack connects to Pathbot."""
        return bool(self.app_token.get_secret_value())


def load_slack_settings(env: str) -> SlackSettings | None:
    """The settings in force, None without Slack. Raises BadInput naming what cannot be used.

    `env` is PATHBOT_ENV: only in `dev` may Slack be somewhere else.
    """
    try:
        settings = SlackSettings()
    except ValidationError as error:
        name = "_".join(str(part) for part in error.errors()[0]["loc"]).upper()
        raise BadInput(f"PATHBOT_SLACK_{name} cannot be used: fix it in the environment or .env.") from None
    bot, app = settings.bot_token.get_secret_value(), settings.app_token.get_secret_value()
    if settings.api_url != API and env != "dev":
        raise BadInput("PATHBOT_SLACK_API_URL is only for PATHBOT_ENV=dev. Remove it.")
    if settings.client_id:
        _check_distributed(settings)
        return settings
    if not bot:
        return None
    if not bot.startswith("xoxb-"):
        raise BadInput("PATHBOT_SLACK_BOT_TOKEN must start with xoxb-: copy the Bot User OAuth Token.")
    if app and not app.startswith("xapp-"):
        raise BadInput("PATHBOT_SLACK_APP_TOKEN must start with xapp-: make an app-level token with connections:write.")
    if not app and not settings.signing_secret.get_secret_value():
        raise BadInput(
            "Slack needs PATHBOT_SLACK_APP_TOKEN (Socket Mode) or PATHBOT_SLACK_SIGNING_SECRET (HTTP): set one of them."
        )
    return settings


def _check_distributed(settings: SlackSettings) -> None:
    """An app that several workspaces install needs all of these, and no token of one workspace."""
    if settings.bot_token.get_secret_value():
        raise BadInput("Set PATHBOT_SLACK_BOT_TOKEN or PATHBOT_SLACK_CLIENT_ID, not both: one workspace, or several.")
    for name in ("client_secret", "signing_secret"):
        if not getattr(settings, name).get_secret_value():
            raise BadInput(f"PATHBOT_SLACK_{name.upper()} is empty: copy it from the app's page, Basic Information.")
    if not settings.school_of:
        raise BadInput("PATHBOT_SLACK_SCHOOLS is empty: name the workspaces that may install it, with their schools.")
