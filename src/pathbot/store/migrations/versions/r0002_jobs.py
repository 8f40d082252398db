"""Work that is due at a time."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Makes the table of jobs."""
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_jobs_school"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_jobs_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name", "key", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_school"), "jobs", ["school"])
    op.create_index(op.f("ix_jobs_person"), "jobs", ["person"])
    op.create_index("ix_jobs_open", "jobs", ["state", "due_at"])


def downgrade() -> None:
    """Takes it away again."""
    op.drop_table("jobs")
