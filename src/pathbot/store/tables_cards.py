"""What schools add to role cards: proposed by one adult, approved by another, shown to that school's learners only."""

from sqlalchemy import Column, String, Table, Text

from pathbot.store.columns import UtcDateTime, metadata, person_column, school_column

card_notes = Table(
    "card_notes",
    metadata,
    Column("id", String, primary_key=True),
    school_column(),
    Column("soc", String, nullable=False),
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String, nullable=False),  # proposed, approved, refused
    person_column("proposed_by", optional=True),
    Column("proposed_at", UtcDateTime, nullable=False),
    person_column("decided_by", optional=True),
    Column("decided_at", UtcDateTime),
)
