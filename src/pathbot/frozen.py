"""The base of every noun: a frozen pydantic model that refuses unknown fields."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value. Change one with ``model_copy(update=...)``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
