"""Schools, classes, people, how a channel knows them, what they do, and what they agreed to."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

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
    Column("grade", String, nullable=False, server_default=""),
    Column("shows", String, nullable=False, server_default=""),
    Column("state", String, nullable=False, server_default="running"),
    Column("quiet_from", String, nullable=False, server_default="20:00"),
    Column("quiet_until", String, nullable=False, server_default="07:00"),
    Column("channel", String, nullable=False, server_default=""),
    Column("conversation", String, nullable=False, server_default=""),
)

plans = Table(
    "plans",
    metadata,
    Column("class_id", String, ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("project", String, primary_key=True),
    school_column(),
    Column("state", String, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("dates", Text, nullable=False),  # JSON: a step's id to a date
)

people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    school_column(),
    Column("name", String, nullable=False),
    Column("language", String, nullable=False),
    Column("title", String, nullable=False),
    Column("email", String, nullable=False, server_default="", index=True),
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
    Column("team", String, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

# Codes as digests: whoever reads the database cannot use them.
join_codes = Table(
    "join_codes",
    metadata,
    Column("code", String, primary_key=True),
    school_column(),
    Column("person", String, ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("class_id", String, ForeignKey("classes.id", ondelete="CASCADE"), index=True),
    Column("duty", String, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

# A one-time link, as a digest; gone once used.
sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("key", String, primary_key=True),
    school_column(),
    person_column(),
    Column("expires_at", UtcDateTime, nullable=False),
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
