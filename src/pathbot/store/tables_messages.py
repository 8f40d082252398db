"""What arrives (inbox), what leaves (outbox), whose turn it is (conversations), and what was said (transcript).

`seq` counts what is shown in one conversation. Every writer takes its numbers by updating the conversation's row first,
which holds that row until its commit. So no reader ever sees a number appear below one it has already read: on
SQLite because there is one writer, on PostgreSQL because of that row lock (a sequence would not do).
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from pathbot.store.columns import UtcDateTime, metadata, person_column, school_column

conversations = Table(
    "conversations",
    metadata,
    Column("key", String, primary_key=True),
    school_column(),
    Column("channel", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("thread", String),
    Column("shared", Boolean(create_constraint=False), nullable=False),
    person_column(optional=True),  # who it is with, where nobody else reads along
    Column("state_json", Text, nullable=False),
    Column("last_message_at", UtcDateTime),  # newest message filed: where a back-fill starts
    Column("last_done_at", UtcDateTime),  # newest message answered: anything older comes late
    Column("last_seq", Integer, nullable=False),
    Column("owner", String),
    Column("lease_until", UtcDateTime),
    Column("fence", Integer, nullable=False),
    person_column("turn_of", optional=True),  # whose message is being answered while the lease runs
)


def _conversation() -> Column[str]:
    link = ForeignKey("conversations.key", ondelete="CASCADE")
    return Column("conversation", String, link, nullable=False)


# How a platform is reached: nothing that anybody said. `external_id` is who it is private with.
routes = Table(
    "routes",
    metadata,
    Column("channel", String, primary_key=True),
    Column("conversation", String, primary_key=True),
    school_column(),
    Column("external_id", String),
    Column("body", Text, nullable=False),
    Index("ix_routes_sender", "school", "channel", "external_id"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    school_column(),
    Column("channel", String, nullable=False),
    Column("delivery_id", String, nullable=False),
    _conversation(),
    Column("external_id", String, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),  # new, done, dead
    Column("attempts", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Column("error_code", String),
    Column("body", Text, nullable=False),
    UniqueConstraint("channel", "delivery_id"),
    Index("ix_inbox_open", "state", "id"),
    Index("ix_inbox_order", "conversation", "state", "sent_at", "id"),
    Index("ix_inbox_sender", "school", "channel", "external_id"),
    sqlite_autoincrement=True,  # ids order messages, so a freed one is never used again
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    school_column(),
    Column("k", String, nullable=False, unique=True),
    Column("channel", String, nullable=False),
    _conversation(),
    Column("seq", Integer, nullable=False),
    Column("priority", String, nullable=False),
    Column("rank", Integer, nullable=False),  # 0 for alerts, which go ahead of everything
    Column("body", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),  # new, sending, sent, dead
    Column("attempts", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("not_before", UtcDateTime),
    Column("platform_id", String),
    Column("sent_at", UtcDateTime),
    Index("ix_outbox_open", "state", "rank", "id"),
    Index("ix_outbox_order", "conversation", "state", "rank", "seq"),
    Index("ix_outbox_shown", "conversation", "seq"),
    sqlite_autoincrement=True,
)

# Whom an outgoing message speaks about: an alert, a question to a mentor or a class summary repeats a learner's words
# in somebody else's conversation, and goes when the learner is erased.
outbox_people = Table(
    "outbox_people",
    metadata,
    Column("outbox", Integer, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    Column("person", String, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    school_column(),
)

transcript = Table(
    "transcript",
    metadata,
    Column("id", Integer, primary_key=True),
    school_column(),
    _conversation(),
    Column("seq", Integer, nullable=False),
    Column("line_id", String, nullable=False),
    person_column(),  # whose turn it was: the learner, or the adult who wrote
    Column("sender", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("slot", String, nullable=False),
    Column("project", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("edited", Boolean(create_constraint=False), nullable=False),
    Column("withdrawn", Boolean(create_constraint=False), nullable=False),
    UniqueConstraint("conversation", "line_id"),
    Index("ix_transcript_shown", "conversation", "seq"),
    sqlite_autoincrement=True,
)
