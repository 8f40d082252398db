"""What machines read of Pathbot while it works: log lines as JSON, spans of turns and sends. Never a word said."""

import json
import logging
import sys
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.conversations.player import Player

from pathbot.app import spans
from pathbot.app.kit import Kit
from pathbot.app.logs import JsonLines


def test_a_log_line_is_one_json_object_with_the_kind_of_an_error_and_not_its_text() -> None:
    try:
        raise ValueError("the otters are sick")
    except ValueError:
        record = logging.LogRecord(
            "pathbot.x", logging.ERROR, "x.py", 1, "a turn of %s failed", ("web",), sys.exc_info()
        )
    line = json.loads(JsonLines().format(record))
    at = line.pop("at")
    assert at.endswith("+00:00")
    assert line == {"level": "error", "logger": "pathbot.x", "message": "a turn of web failed", "error": "ValueError"}


async def test_a_turn_and_its_reply_are_spans_that_name_the_channel_and_nobody(
    tmp_path: Path, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(seen))
    monkeypatch.setattr(spans, "tracer", provider.get_tracer("test"))
    async with Player(tmp_path, kit) as player:
        await player.says("the otters are sick")
    with pytest.raises(ValueError, match="sick"), spans.span("turn", "web"):
        raise ValueError("the otters are sick")
    found = seen.get_finished_spans()
    assert {span.name for span in found} == {"turn", "send"}
    assert {key for span in found for key in span.attributes or {}} == {"pathbot.channel"}
    assert not any("otter" in span.to_json() or "maya" in span.to_json().lower() for span in found)
