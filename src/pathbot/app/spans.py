"""OpenTelemetry spans. Where they go, and whether anywhere, is for whoever runs Pathbot to say."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace

tracer = trace.get_tracer("pathbot")


@contextmanager
def span(name: str, channel: str) -> Iterator[None]:
    """A piece of work on a message of this channel. No more is told: an error's text may hold what people wrote."""
    about = {"pathbot.channel": channel}
    with tracer.start_as_current_span(name, attributes=about, record_exception=False, set_status_on_exception=False):
        yield
