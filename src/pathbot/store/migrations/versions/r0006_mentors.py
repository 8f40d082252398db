"""Questions are claimed, passed on, asked back and thanked for; mentors say what they can take on."""

from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NEW = ("claimed_at", "tried", "rounds", "exchange", "thanked_at")


def upgrade() -> None:
    """Adds the columns and the table."""
    always: Literal["always", "auto"] = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("mentor_questions", recreate=always) as batch:
        batch.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("tried", sa.Text(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("rounds", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("exchange", sa.Text(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "mentor_offers",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("clusters", sa.Text(), nullable=False),
        sa.Column("most_open", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_mentor_offers_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name="fk_mentor_offers_school", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name="pk_mentor_offers"),
    )
    op.create_index("ix_mentor_offers_school", "mentor_offers", ["school"])


def downgrade() -> None:
    """Takes them away again."""
    op.drop_table("mentor_offers")
    with op.batch_alter_table("mentor_questions") as batch:
        for name in _NEW:
            batch.drop_column(name)
