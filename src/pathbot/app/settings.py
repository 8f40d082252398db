"""Settings: environment variables that start with PATHBOT_, or a `.env` file. Every one has a safe default."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pathbot.app.content import default_folder
from pathbot.app.errors import BadInput
from pathbot.care import MinAge

LeastAge = Annotated[MinAge, BeforeValidator(lambda given: int(given) if str(given).isdecimal() else given)]


class Settings(BaseSettings):
    """What an administrator can set. `.env.example` lists the same names, one line each."""

    model_config = SettingsConfigDict(env_prefix="PATHBOT_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default=Path("~/.pathbot"), description="Folder for the database, its key and the role index.")
    database: str = Field(
        default="", description="Database address; empty: an encrypted SQLite file in the home folder."
    )
    key_file: Path | None = Field(default=None, description="Key of the SQLite file; empty: `key` in the home folder.")
    prompts: Path = Field(
        default_factory=lambda: default_folder("prompts"), description="Folder with what Pathbot says."
    )
    knowledge: Path = Field(
        default_factory=lambda: default_folder("knowledge"), description="Folder with roles, skills and lexicons."
    )
    language: Literal["en", "es"] = Field(default="en", description="Language for people who have not chosen one.")
    host: str = Field(
        default="127.0.0.1", description="Address the web chat listens on; loopback unless you change it."
    )
    hosts: str = Field(default="", description="Host names people may use, with commas, if not only this machine.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port of the web chat.")
    url: str = Field(
        default="", description="Address people reach the pages at, for links in messages: https://pathbot.school.edu."
    )
    smtp: str = Field(
        default="", description="Mail server for sign-in links, smtp://user:password@host:587; empty: no mail."
    )
    mail_from: str = Field(default="pathbot@localhost", description="Sender of those mails.")
    workers: int = Field(default=2, ge=0, le=64, description="Turns handled at the same time in this process.")
    backup_days: int = Field(default=14, ge=0, description="Nightly backups to keep in the home folder; 0: make none.")
    disk_reserve: int = Field(default=64, ge=0, description="Megabytes kept free, so that a full disk loses nothing.")
    chroma: str = Field(default="", description="Address of a Chroma server; empty: the index is in the home folder.")
    min_age_slack: LeastAge = Field(default=16, description="Least age in Slack (its terms): 0, 13, 16 or 18; 0: none.")
    min_age_teams: LeastAge = Field(default=13, description="Least age in Teams: 0, 13, 16 or 18; 0: none.")
    log: Literal["text", "json"] = Field(default="text", description="How log lines look; `json` is for machines.")
    env: Literal["production", "dev"] = Field(default="production", description="`dev` allows the demo start page.")

    @property
    def home_folder(self) -> Path:
        """The data folder, with `~` resolved."""
        return self.home.expanduser()

    @property
    def key_path(self) -> Path:
        """Where the key of the SQLite file is."""
        return (self.key_file or self.home_folder / "key").expanduser()

    @property
    def database_url(self) -> str:
        """A SQLAlchemy address."""
        return self.database or f"sqlite:///{self.home_folder / 'pathbot.db'}"


def load_settings(**overrides: object) -> Settings:
    """The settings in force. Raises BadInput naming the variable that cannot be used."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise BadInput(f"PATHBOT_{name} cannot be used: {first['msg']}. Fix it in the environment or .env.") from None
