"""What a learner makes: journeys, statements with the quotes they stand on, saved roles, questions to mentors."""

from sqlalchemy import Column, Float, ForeignKey, Integer, String, Table, Text

from pathbot.store.columns import UtcDateTime, metadata, person_column, school_column

journeys = Table(
    "journeys",
    metadata,
    Column("id", String, primary_key=True),
    school_column(),
    person_column("learner"),
    Column("class_id", String, nullable=False, index=True),
    Column("project", String, nullable=False),
    Column("step", String),
    Column("version", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("snapshot", Text, nullable=False),
)

statements = Table(
    "statements",
    metadata,
    Column("id", String, primary_key=True),
    school_column(),
    person_column("learner"),
    Column("project", String, nullable=False),
    Column("statement", Text, nullable=False),
    Column("skills", Text, nullable=False),  # JSON list of SkillTag
    Column("own_words", Float, nullable=False),
    Column("status", String, nullable=False),
    Column("verification", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
)

statement_quotes = Table(
    "statement_quotes",
    metadata,
    Column("statement", String, ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    school_column(),
    Column("message_id", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

saved_roles = Table(
    "saved_roles",
    metadata,
    Column("learner", String, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("soc", String, primary_key=True),
    school_column(),
    Column("title", String, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)

# What a mentor can take on; without a row: anything, three at a time.
mentor_offers = Table(
    "mentor_offers",
    metadata,
    Column("person", String, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    school_column(),
    Column("clusters", Text, nullable=False),  # JSON list of career clusters
    Column("most_open", Integer, nullable=False),
)

mentor_questions = Table(
    "mentor_questions",
    metadata,
    Column("id", String, primary_key=True),
    school_column(),
    person_column("learner"),
    Column("class_id", String, nullable=False, index=True),
    Column("project", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    person_column("mentor", optional=True),
    Column("claimed_at", UtcDateTime),
    Column("tried", Text, nullable=False, server_default="[]"),  # JSON list of mentors who had it before
    Column("rounds", Integer, nullable=False, server_default="0"),
    Column("exchange", Text, nullable=False, server_default="[]"),  # JSON list of what was said since
    Column("answer", Text, nullable=False),
    Column("answered_at", UtcDateTime),
    Column("thanked_at", UtcDateTime),
    Column("floor", String, nullable=False, server_default=""),
    Column("floor_until", UtcDateTime),
)
