"""Settings of Teams: PATHBOT_TEAMS_… in the environment or `.env`. Without an app id there is no such channel."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pathbot.app.errors import BadInput
from pathbot.channels.teams.hosts import LOOPBACK

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
CLOUDS = {
    # where Pathbot signs in, where the signing keys are, and who signs
    "public": (
        "https://login.microsoftonline.com",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://api.botframework.com",
    ),
    "usgov": (
        "https://login.microsoftonline.us",
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://api.botframework.us",
    ),
}


class TeamsSettings(BaseSettings):
    """What an administrator of a Teams school sets. `docs/teams.md` says where each value comes from."""

    model_config = SettingsConfigDict(
        env_prefix="PATHBOT_TEAMS_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    app_id: str = Field(default="", description="Microsoft app id of the bot; empty: no Teams.")
    app_secret: SecretStr = Field(default=SecretStr(""), description="Its client secret.")
    app_secret_file: Path | None = Field(default=None, description="A file with the client secret, instead.")
    certificate_file: Path | None = Field(default=None, description="A PEM file with key and certificate, instead.")
    managed_identity: bool = Field(default=False, description="On Azure: sign in as the machine's own identity.")
    tenants: str = Field(default="", description="Entra tenant ids with their schools: `tenant=school, …`.")
    cloud: Literal["public", "usgov"] = Field(default="public", description="`usgov` for GCC High.")
    unauthenticated: bool = Field(default=False, description="For development only: believe every request.")
    login_url: str = Field(default="", description="For development only: where Pathbot signs in.")
    keys_url: str = Field(default="", description="For development only: where the signing keys are.")

    @property
    def schools(self) -> dict[str, str]:
        """The tenants that may write, with their schools. Raises BadInput."""
        found = {}
        for pair in filter(None, (part.strip() for part in self.tenants.split(","))):
            tenant, _, school = (part.strip() for part in pair.partition("="))
            if not GUID.fullmatch(tenant) or not school:
                raise BadInput(
                    f"PATHBOT_TEAMS_TENANTS cannot be used: write each tenant's id and the id of its school, as in "
                    f"`11111111-2222-3333-4444-555555555555=lincoln-high`, not `{pair}`."
                )
            found[tenant.lower()] = school
        return found

    def secret(self) -> str:
        """The client secret. Raises BadInput saying how to give one."""
        if self.app_secret_file is not None:
            return _content("secret", self.app_secret_file, "APP_SECRET_FILE").decode("utf-8", "replace").strip()
        return self.app_secret.get_secret_value()

    def certificate(self) -> bytes:
        """The PEM file, empty where there is none. Raises BadInput saying how to give one."""
        file = self.certificate_file
        return _content("certificate", file, "CERTIFICATE_FILE") if file is not None else b""

    @property
    def credentials(self) -> int:
        """How many ways to sign in are set."""
        return sum([bool(self.secret()), bool(self.certificate()), self.managed_identity])


def load_teams_settings(env: str) -> TeamsSettings | None:
    """The settings in force, None without Teams. Raises BadInput naming what cannot be used, or is not safe here.

    `env` is PATHBOT_ENV: only in `dev` may requests be believed unsigned, or Microsoft be somewhere else.
    """
    try:
        settings = TeamsSettings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise BadInput(f"PATHBOT_TEAMS_{name} cannot be used: fix it in the environment or .env.") from None
    if env != "dev":
        _refuse_development(settings)
    if not settings.app_id:
        return None
    if not GUID.fullmatch(settings.app_id):
        raise BadInput("PATHBOT_TEAMS_APP_ID is no app id: copy the Application (client) id of the bot from Azure.")
    if not settings.schools:
        raise BadInput("PATHBOT_TEAMS_TENANTS is empty: name the tenant and its school, as docs/teams.md shows.")
    if settings.credentials > 1:
        raise BadInput(
            "Teams has more than one way to sign in: keep one of PATHBOT_TEAMS_APP_SECRET (or its file), "
            "PATHBOT_TEAMS_CERTIFICATE_FILE and PATHBOT_TEAMS_MANAGED_IDENTITY."
        )
    if not settings.unauthenticated and not settings.credentials:
        raise BadInput(
            "PATHBOT_TEAMS_APP_SECRET is empty: copy the bot's client secret from Azure, or set "
            "PATHBOT_TEAMS_CERTIFICATE_FILE or PATHBOT_TEAMS_MANAGED_IDENTITY, as docs/teams.md shows."
        )
    return settings


def _content(what: str, file: Path, name: str) -> bytes:
    try:
        return file.expanduser().read_bytes()
    except OSError as error:
        raise BadInput(
            f"The Teams {what} cannot be read from {file} ({error.strerror}). "
            f"Set PATHBOT_TEAMS_{name} to a file Pathbot may read."
        ) from None


def _refuse_development(settings: TeamsSettings) -> None:
    if settings.unauthenticated:
        raise BadInput(
            "PATHBOT_TEAMS_UNAUTHENTICATED would let anyone write as any learner, so Pathbot does not start with it. "
            "Remove it; it is only for PATHBOT_ENV=dev."
        )
    if settings.login_url or settings.keys_url:
        raise BadInput("PATHBOT_TEAMS_LOGIN_URL and PATHBOT_TEAMS_KEYS_URL are only for PATHBOT_ENV=dev. Remove them.")


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    return (urlsplit(url).hostname or "") in LOOPBACK
