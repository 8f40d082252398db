"""How a chat platform is reached, so that Pathbot can speak first."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Adds the table `routes`."""
    op.create_table(
        "routes",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name=op.f("fk_routes_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("channel", "conversation", name=op.f("pk_routes")),
    )
    op.create_index(op.f("ix_routes_school"), "routes", ["school"])
    op.create_index("ix_routes_sender", "routes", ["school", "channel", "external_id"])


def downgrade() -> None:
    """Drops it."""
    op.drop_table("routes")
