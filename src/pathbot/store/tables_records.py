"""What is kept beside the conversation: concerns, the log of turns, summaries that went out, the audit trail."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from pathbot.store.columns import UtcDateTime, metadata, person_column, school_column

concerns = Table(
    "concerns",
    metadata,
    Column("id", String, primary_key=True),
    school_column(),
    person_column("learner"),
    Column("message_id", String, nullable=False),
    Column("tier", String, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("raised_at", UtcDateTime, nullable=False),
    person_column("acknowledged_by", optional=True),
    Column("acknowledged_at", UtcDateTime),
    Column("outcome", String, nullable=False, server_default=""),
)

# Why Pathbot did what it did. Codes and counts only, never a word of a learner.
turn_log = Table(
    "turn_log",
    metadata,
    Column("id", Integer, primary_key=True),
    school_column(),
    person_column(),
    Column("delivery_id", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("suggested", String, nullable=False),
    Column("decided", String, nullable=False),
    Column("why", String, nullable=False),
    Column("prompt_hash", String, nullable=False),
    Column("model", String, nullable=False),
    Column("tokens", Integer, nullable=False),
    sqlite_autoincrement=True,
)

digests = Table(
    "digests",
    metadata,
    Column("teacher", String, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("class_id", String, primary_key=True),
    Column("week", String, primary_key=True),  # ISO week, 2026-W47
    school_column(),
    Column("made_at", UtcDateTime, nullable=False),
)

# People stand here under a pseudonym (see audit.py), because a chain of hashes cannot lose a link.
audit = Table(
    "audit",
    metadata,
    Column("school", String, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)
