"""Log lines for machines: one JSON object each, when the settings say so."""

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Time (UTC), level, logger, message; of an error its kind alone: its text may hold what people wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def log_json() -> None:
    """From now on every line of this process is JSON, on stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if root.level > logging.INFO or root.level == logging.NOTSET else root.level)
    for noisy in ("httpx", "httpcore", "slack_sdk", "openai", "langchain", "alembic", "chromadb"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
