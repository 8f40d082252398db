"""What a school decided about care, what it recorded about its learners, and the drills of its adults."""

from sqlalchemy import Column, Date, ForeignKey, String, Table, Text

from pathbot.store.columns import UtcDateTime, metadata, person_column, school_column

care_rules = Table(
    "care_rules",
    metadata,
    Column("school", String, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
    Column("rules", Text, nullable=False),  # JSON of CareRules
)

learner_care = Table(
    "learner_care",
    metadata,
    Column("person", String, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    school_column(),
    Column("age", String, nullable=False),
    Column("parent_ok_on", Date),
    Column("parent_ended_on", Date),
    Column("recorded_by", String, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
)

# One row per school and month: the alert nobody needed, and who answered it.
drills = Table(
    "drills",
    metadata,
    Column("school", String, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
    Column("month", String, primary_key=True),  # 2026-11
    Column("sent_at", UtcDateTime, nullable=False),
    person_column("answered_by", optional=True),
    Column("answered_at", UtcDateTime),
)
