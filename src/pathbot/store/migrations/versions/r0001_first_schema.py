"""The first schema."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "schools",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schools")),
    )
    op.create_table(
        "audit",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_audit_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("school", "n", name=op.f("pk_audit")),
    )
    op.create_table(
        "classes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_classes_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classes")),
    )
    op.create_index(op.f("ix_classes_school"), "classes", ["school"])
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_people_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_school"), "people", ["school"])
    op.create_table(
        "concerns",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["people.id"], name=op.f("fk_concerns_acknowledged_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["learner"], ["people.id"], name=op.f("fk_concerns_learner"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_concerns_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerns")),
    )
    op.create_index(op.f("ix_concerns_acknowledged_by"), "concerns", ["acknowledged_by"])
    op.create_index(op.f("ix_concerns_learner"), "concerns", ["learner"])
    op.create_index(op.f("ix_concerns_school"), "concerns", ["school"])
    op.create_table(
        "consents",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("notice_hash", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_consents_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_consents_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "given_at", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_school"), "consents", ["school"])
    op.create_table(
        "conversations",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("state_json", sa.Text(), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("turn_of", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_conversations_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_conversations_school"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["turn_of"], ["people.id"], name=op.f("fk_conversations_turn_of"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_person"), "conversations", ["person"])
    op.create_index(op.f("ix_conversations_school"), "conversations", ["school"])
    op.create_index(op.f("ix_conversations_turn_of"), "conversations", ["turn_of"])
    op.create_table(
        "digests",
        sa.Column("teacher", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_digests_school"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["teacher"], ["people.id"], name=op.f("fk_digests_teacher"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("teacher", "class_id", "week", name=op.f("pk_digests")),
    )
    op.create_index(op.f("ix_digests_school"), "digests", ["school"])
    op.create_table(
        "identities",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_identities_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_identities_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("school", "channel", "external_id", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_person"), "identities", ["person"])
    op.create_table(
        "journeys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["learner"], ["people.id"], name=op.f("fk_journeys_learner"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_journeys_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journeys")),
    )
    op.create_index(op.f("ix_journeys_class_id"), "journeys", ["class_id"])
    op.create_index(op.f("ix_journeys_learner"), "journeys", ["learner"])
    op.create_index(op.f("ix_journeys_school"), "journeys", ["school"])
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_memberships_class_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_memberships_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_memberships_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_memberships_class_id"), "memberships", ["class_id"])
    op.create_index(op.f("ix_memberships_person"), "memberships", ["person"])
    op.create_index(op.f("ix_memberships_school"), "memberships", ["school"])
    op.create_table(
        "mentor_questions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mentor", sa.String(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner"], ["people.id"], name=op.f("fk_mentor_questions_learner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor"], ["people.id"], name=op.f("fk_mentor_questions_mentor"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school"], ["schools.id"], name=op.f("fk_mentor_questions_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_questions")),
    )
    op.create_index(op.f("ix_mentor_questions_class_id"), "mentor_questions", ["class_id"])
    op.create_index(op.f("ix_mentor_questions_learner"), "mentor_questions", ["learner"])
    op.create_index(op.f("ix_mentor_questions_mentor"), "mentor_questions", ["mentor"])
    op.create_index(op.f("ix_mentor_questions_school"), "mentor_questions", ["school"])
    op.create_table(
        "saved_roles",
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("soc", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner"], ["people.id"], name=op.f("fk_saved_roles_learner"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_saved_roles_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner", "soc", name=op.f("pk_saved_roles")),
    )
    op.create_index(op.f("ix_saved_roles_school"), "saved_roles", ["school"])
    op.create_table(
        "statements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("own_words", sa.Float(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("verification", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner"], ["people.id"], name=op.f("fk_statements_learner"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_statements_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_learner"), "statements", ["learner"])
    op.create_index(op.f("ix_statements_school"), "statements", ["school"])
    op.create_table(
        "turn_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suggested", sa.String(), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("prompt_hash", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_turn_log_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_turn_log_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_log")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_turn_log_person"), "turn_log", ["person"])
    op.create_index(op.f("ix_turn_log_school"), "turn_log", ["school"])
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.key"], name=op.f("fk_inbox_conversation"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_inbox_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "delivery_id", name=op.f("uq_inbox_channel_delivery_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_open", "inbox", ["state", "id"])
    op.create_index("ix_inbox_order", "inbox", ["conversation", "state", "sent_at", "id"])
    op.create_index(op.f("ix_inbox_school"), "inbox", ["school"])
    op.create_index("ix_inbox_sender", "inbox", ["school", "channel", "external_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("k", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("platform_id", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.key"], name=op.f("fk_outbox_conversation"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_outbox_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("k", name=op.f("uq_outbox_k")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_open", "outbox", ["state", "rank", "id"])
    op.create_index("ix_outbox_order", "outbox", ["conversation", "state", "rank", "seq"])
    op.create_index(op.f("ix_outbox_school"), "outbox", ["school"])
    op.create_index("ix_outbox_shown", "outbox", ["conversation", "seq"])
    op.create_table(
        "statement_quotes",
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school"], ["schools.id"], name=op.f("fk_statement_quotes_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["statement"], ["statements.id"], name=op.f("fk_statement_quotes_statement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("statement", "position", name=op.f("pk_statement_quotes")),
    )
    op.create_index(op.f("ix_statement_quotes_school"), "statement_quotes", ["school"])
    op.create_table(
        "transcript",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.key"], name=op.f("fk_transcript_conversation"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_transcript_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_transcript_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
        sa.UniqueConstraint("conversation", "line_id", name=op.f("uq_transcript_conversation_line_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_transcript_person"), "transcript", ["person"])
    op.create_index(op.f("ix_transcript_school"), "transcript", ["school"])
    op.create_index("ix_transcript_shown", "transcript", ["conversation", "seq"])
    op.create_table(
        "outbox_people",
        sa.Column("outbox", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["outbox"], ["outbox.id"], name=op.f("fk_outbox_people_outbox"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_outbox_people_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_outbox_people_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("outbox", "person", name=op.f("pk_outbox_people")),
    )
    op.create_index(op.f("ix_outbox_people_person"), "outbox_people", ["person"])
    op.create_index(op.f("ix_outbox_people_school"), "outbox_people", ["school"])


def downgrade() -> None:
    """Drops every table."""
    for table in (
        "outbox_people",
        "transcript",
        "statement_quotes",
        "outbox",
        "inbox",
        "turn_log",
        "statements",
        "saved_roles",
        "mentor_questions",
        "memberships",
        "journeys",
        "identities",
        "digests",
        "conversations",
        "consents",
        "concerns",
        "people",
        "classes",
        "audit",
        "schools",
    ):
        op.drop_table(table)
