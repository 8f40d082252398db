"""Settings of Slack: PATHBOT_SLACK_… in the environment or `.env`. Without a token there is no such channel."""

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pathbot.app.errors import BadInput

API = "https://slack.com/api/"


class SlackSettings(BaseSettings):
    """What an administrator of a Slack workspace sets. `docs/slack.md` says where each value comes from."""

    model_config = SettingsConfigDict(env_prefix="PATHBOT_SLACK_", env_file=".env", extra="ignore", frozen=True)

    bot_token: SecretStr = Field(default=SecretStr(""), description="Bot token of one workspace (xoxb-…).")
    app_token: SecretStr = Field(default=SecretStr(""), description="App-level token (xapp-…): Socket Mode.")
    signing_secret: SecretStr = Field(default=SecretStr(""), description="Signing secret: deliveries over HTTP.")
    school: str = Field(default="", description="Id of the school of that workspace; empty: the only one there is.")
    api_url: str = Field(default=API, description="For development only: where Slack's Web API is.")

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
    if settings.api_url != API and env != "dev":
        raise BadInput("PATHBOT_SLACK_API_URL is only for PATHBOT_ENV=dev. Remove it.")
    return settings
