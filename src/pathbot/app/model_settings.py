"""Settings of a language model. Without `PATHBOT_LLM` there is none, and nothing of this matters."""

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pathbot.app.errors import BadInput

LONGEST_WAIT = 10.0
"""Seconds. A claimed message is a worker's for 15 (`workers.LEASE`): a turn must end well before."""


class ModelSettings(BaseSettings):
    """What an administrator can set about models. `.env.example` lists the same names, one line each."""

    model_config = SettingsConfigDict(env_prefix="PATHBOT_", env_file=".env", extra="ignore", frozen=True)

    llm: str = Field(default="", description="provider:model, e.g. openai:gpt-…; empty: no model.")
    llm_cheap: str = Field(default="", description="A cheaper model for judging answers; empty: the same one.")
    llm_fallbacks: str = Field(default="", description="Models to ask when the first is away, with commas.")
    embedder: str = Field(default="", description="openai:model that searches roles; empty: the bundled encoder.")
    llm_base_url: str = Field(default="", description="Address of a compatible server, or of the Azure resource.")
    llm_key: SecretStr = Field(default=SecretStr(""), description="Key; empty: the provider's own variable.")
    llm_api_version: str = Field(default="", description="API version, for Azure only.")
    llm_prices: str = Field(default="", description="model=in/out in dollars for a million tokens, with commas.")
    llm_seconds: float = Field(
        default=6.0, gt=0, le=LONGEST_WAIT, description="The longest a learner waits for models in one turn."
    )
    llm_learner_tokens: int = Field(default=300_000, ge=0, description="Tokens a learner may use up in a month.")
    llm_class_tokens: int = Field(default=6_000_000, ge=0, description="Tokens a class may use up in a month.")
    llm_learner_dollars: float = Field(default=1.0, ge=0, description="Dollars a learner may cost in a month.")
    llm_class_dollars: float = Field(default=20.0, ge=0, description="Dollars a class may cost in a month.")
    llm_school_dollars: float = Field(default=100.0, ge=0, description="Dollars a school may spend in a month.")


def load_model_settings(**overrides: object) -> ModelSettings:
    """The settings in force. Raises BadInput naming the variable that cannot be used."""
    try:
        return ModelSettings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise BadInput(f"PATHBOT_{name} cannot be used: {first['msg']}. Fix it in the environment or .env.") from None
