"""Where a model is and what it costs."""

from pydantic import Field, SecretStr

from pathbot.frozen import Frozen


class Endpoint(Frozen):
    """One model at one place. `base_url` is "" for the provider's own address; for Azure it is the resource's address.

    Prices are dollars for a million tokens, which is millionths of a dollar for one; None where nobody said.
    """

    provider: str
    name: str
    base_url: str = ""
    key: SecretStr = SecretStr("")
    api_version: str = ""
    price_in: float | None = Field(default=None, ge=0)
    price_out: float | None = Field(default=None, ge=0)

    def microdollars(self, tokens_in: int, tokens_out: int) -> int | None:
        """What a request cost, None without prices."""
        if self.price_in is None or self.price_out is None:
            return None
        return round(tokens_in * self.price_in + tokens_out * self.price_out)
