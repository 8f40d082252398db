"""Who works with whom in a group project."""

from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Adds the column."""
    always: Literal["always", "auto"] = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    options = {"sqlite_autoincrement": True}
    with op.batch_alter_table("memberships", recreate=always, table_kwargs=options) as batch:
        batch.add_column(sa.Column("team", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Takes it away again."""
    with op.batch_alter_table("memberships", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("team")
