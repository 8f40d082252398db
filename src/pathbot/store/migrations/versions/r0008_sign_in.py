"""One-time links to sign in with."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "sign_in_links",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_sign_in_links_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name="fk_sign_in_links_school", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_links"),
    )
    for column in ("person", "school"):
        op.create_index(f"ix_sign_in_links_{column}", "sign_in_links", [column])


def downgrade() -> None:
    """Drops it."""
    op.drop_table("sign_in_links")
