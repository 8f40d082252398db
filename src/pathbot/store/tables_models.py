"""Which schools let a language model help, and what each request to one cost. Codes and counts, never a word said."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from pathbot.store.columns import UtcDateTime, metadata, person_column, school_column

# No row, or `allowed` false: the school's learners never meet a model.
model_permits = Table(
    "model_permits",
    metadata,
    Column("school", String, ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True),
    Column("allowed", Boolean(create_constraint=False), nullable=False),
    Column("since", UtcDateTime, nullable=False),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("id", Integer, primary_key=True),
    school_column(),
    person_column(),
    Column("class_id", String, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("purpose", String, nullable=False),
    Column("model", String, nullable=False),
    Column("prompt", String, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("microdollars", Integer),
    Column("milliseconds", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    sqlite_autoincrement=True,
)
