"""Nothing but the one request leaves: tracing and the SDKs' own logs of requests are off before they are imported."""

import logging
import os

TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
LOGGERS = ("openai", "httpx", "httpx2", "httpcore", "httpcore2", "langsmith", "langchain", "langchain_core")


def keep_quiet() -> None:
    """Turns off everything that would copy a prompt elsewhere.

    langsmith reads its variables once, at its first use: call this before the first import of an SDK.
    """
    for name in TRACING:
        os.environ[name] = "false"
    os.environ["LANGSMITH_OTEL_ENABLED"] = "false"
    os.environ.pop("OPENAI_LOG", None)  # at `debug`, the SDK logs whole requests
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)
