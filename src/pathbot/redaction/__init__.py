"""Personal data leaves learners' words before a model sees them. Pure rules: the roster is handed in."""

from pathbot.redaction.redact import NotRedacted, Redacted, redact
from pathbot.redaction.roster import Roster

__all__ = ["NotRedacted", "Redacted", "Roster", "redact"]
