"""Which schools allow a language model, and the record of requests to one."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "model_permits",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_model_permits_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("school", name=op.f("pk_model_permits")),
    )
    op.create_table(
        "model_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("microdollars", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_model_calls_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_model_calls_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_calls")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_model_calls_school"), "model_calls", ["school"])
    op.create_index(op.f("ix_model_calls_person"), "model_calls", ["person"])
    op.create_index(op.f("ix_model_calls_class_id"), "model_calls", ["class_id"])


def downgrade() -> None:
    """Takes them away again."""
    op.drop_table("model_calls")
    op.drop_table("model_permits")
