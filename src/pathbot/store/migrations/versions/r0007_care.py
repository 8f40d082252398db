"""What a school decided about care, what it recorded about learners, drills, and how a concern ended."""

from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Makes the three tables and the column."""
    recreate: Literal["always", "auto"] = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("concerns", recreate=recreate) as batch:
        batch.add_column(sa.Column("outcome", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "care_rules",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_care_rules_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("school", name=op.f("pk_care_rules")),
    )
    op.create_table(
        "learner_care",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("age", sa.String(), nullable=False),
        sa.Column("parent_ok_on", sa.Date(), nullable=True),
        sa.Column("parent_ended_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_learner_care_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_learner_care_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_learner_care")),
    )
    op.create_index(op.f("ix_learner_care_school"), "learner_care", ["school"])
    op.create_table(
        "drills",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_drills_school"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_drills_answered_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("school", "month", name=op.f("pk_drills")),
    )
    op.create_index(op.f("ix_drills_answered_by"), "drills", ["answered_by"])


def downgrade() -> None:
    """Takes them away again."""
    for table in ("drills", "learner_care", "care_rules"):
        op.drop_table(table)
    with op.batch_alter_table("concerns") as batch:
        batch.drop_column("outcome")
