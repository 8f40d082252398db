"""Work that is due at a time: summaries, reminders, pages that nobody answered, tidying up."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from pathbot.store.columns import UtcDateTime, metadata, school_column

jobs = Table(
    "jobs",
    metadata,
    Column("name", String, primary_key=True),
    Column("key", String, primary_key=True),
    school_column(),
    Column("person", String, ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("data", Text, nullable=False),  # JSON of ids and counts
    Column("state", String, nullable=False),  # new, done, missed (too late), dead (failed)
    Column("attempts", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("not_before", UtcDateTime),
    Column("error_code", String),
    Column("ended_at", UtcDateTime),
    Index("ix_jobs_open", "state", "due_at"),
)
