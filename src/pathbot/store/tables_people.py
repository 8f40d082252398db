"""Schools, classes, people, how a channel knows them, what they do, and what they agreed to."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from pathbot.store.columns import UtcDateTime, metadata, person_column, school_column

schools = Table(
    "schools",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("country", String, nullable=False),
    Column("language", String, nullable=False),
)

classes = Table(
    "classes",
    metadata,
    Column("id", String, primary_key=True),
    school_column(),
    Column("name", String, nullable=False),
    Column("project", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("language", String, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    school_column(),
    Column("name", String, nullable=False),
    Column("language", String, nullable=False),
    Column("title", String, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("school", String, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
    Column("channel", String, primary_key=True),
    Column("external_id", String, primary_key=True),
    person_column(),
)

memberships = Table(
    "memberships",
    metadata,
    Column("id", Integer, primary_key=True),
    school_column(),
    person_column(),
    Column("duty", String, nullable=False),
    Column("class_id", String, ForeignKey("classes.id", ondelete="CASCADE"), index=True),
    Column("active", Boolean(create_constraint=False), nullable=False),
    sqlite_autoincrement=True,
)

# One row per yes: a learner who withdraws and says yes again has two.
consents = Table(
    "consents",
    metadata,
    Column("person", String, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("given_at", UtcDateTime, primary_key=True),
    school_column(),
    Column("notice_hash", String, nullable=False),
    Column("withdrawn_at", UtcDateTime),
)
