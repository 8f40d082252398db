"""LangChain's clients for an endpoint: OpenAI, Azure, and whatever speaks as OpenAI does. Making one sends nothing."""

from typing import TYPE_CHECKING, Any

from pathbot.llm.endpoint import Endpoint
from pathbot.llm.quiet import keep_quiet

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel


def chat_client(endpoint: Endpoint) -> "BaseChatModel":
    """For questions. Loads LangChain (about a second). Raises ValueError for a setting it refuses."""
    keep_quiet()
    from langchain.chat_models import init_chat_model

    quiet: dict[str, Any] = {"cache": False, "use_responses_api": False, "disable_streaming": True}
    client: BaseChatModel = init_chat_model(
        endpoint.name, model_provider=endpoint.provider, **quiet, **_options(endpoint)
    )
    return client


def embedding_client(endpoint: Endpoint) -> "Embeddings":
    """For vectors. Counting tokens beforehand is off: it would fetch a table from the internet."""
    keep_quiet()
    from langchain.embeddings import init_embeddings

    client: Embeddings = init_embeddings(
        endpoint.name, provider=endpoint.provider, check_embedding_ctx_length=False, **_options(endpoint)
    )
    return client


def _options(endpoint: Endpoint) -> dict[str, Any]:
    options: dict[str, Any] = {"max_retries": 0}
    key = endpoint.key.get_secret_value()
    if endpoint.provider == "azure_openai":
        options |= {"azure_endpoint": endpoint.base_url, "api_version": endpoint.api_version}
    elif endpoint.base_url:
        options["base_url"] = endpoint.base_url
        key = key or "none"  # compatible servers on the school's own machines ask for none, the SDK does
    return {**options, "api_key": key} if key else options
