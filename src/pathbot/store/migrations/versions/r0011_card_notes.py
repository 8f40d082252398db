"""What schools add to role cards."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "card_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("soc", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name="fk_card_notes_school", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["proposed_by"], ["people.id"], name="fk_card_notes_proposed_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_card_notes_decided_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_card_notes"),
    )
    for column in ("school", "proposed_by", "decided_by"):
        op.create_index(f"ix_card_notes_{column}", "card_notes", [column])


def downgrade() -> None:
    """Drops it."""
    op.drop_table("card_notes")
