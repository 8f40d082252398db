"""The embedder on a server, if one is configured: `PATHBOT_EMBEDDER=openai:model`."""

import importlib.util
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pathbot.app.errors import BadInput
from pathbot.app.model_settings import ModelSettings
from pathbot.app.models import endpoint_of
from pathbot.llm.allowance import Allowance
from pathbot.llm.endpoint import Endpoint
from pathbot.roles.remote import RemoteEmbedder

if TYPE_CHECKING:
    from pathbot.llm.embedding import Embedding

BATCH_SECONDS, BATCH_REQUESTS = 60.0, 3
"""For one batch of role cards while the index is made; a query keeps to the allowance of its turn."""


def open_embedder(settings: ModelSettings) -> RemoteEmbedder | None:
    """None without `PATHBOT_EMBEDDER`. Raises BadInput saying what to set. Connects to nothing."""
    if not settings.embedder:
        return None
    if importlib.util.find_spec("langchain_openai") is None:
        raise BadInput(
            "PATHBOT_EMBEDDER is set, but its libraries are missing. Install them: pip install 'pathbot[llm]'."
        )
    from pathbot.llm.embedding import Embedding

    endpoint = endpoint_of(settings.embedder, settings)
    return embedder_at(endpoint, Embedding(endpoint))


def embedder_at(endpoint: Endpoint, embedding: "Embedding") -> RemoteEmbedder:
    """What `embedding` gives, as an embedder."""

    def ask(texts: Sequence[str], limits: Allowance | None = None) -> list[list[float]] | None:
        return embedding.vectors(texts, limits or Allowance(BATCH_SECONDS, BATCH_REQUESTS))

    return RemoteEmbedder(endpoint.name, f"{endpoint.provider} {endpoint.base_url}", ask)
