"""A mentor's floor stands on the question, not in the state of a conversation."""

import json
from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Adds the columns, and takes the unused holder out of every conversation."""
    always: Literal["always", "auto"] = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("mentor_questions", recreate=always) as batch:
        batch.add_column(sa.Column("floor", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("floor_until", sa.DateTime(timezone=True), nullable=True))
    conversations = sa.table("conversations", sa.column("key", sa.String), sa.column("state_json", sa.Text))
    connection = op.get_bind()
    for row in connection.execute(sa.select(conversations)).all():
        state = json.loads(row.state_json or "{}")
        if state.get("expecting") == "mentor_back":
            state["expecting"] = "answer"
        if "holder" in state or '"mentor_back"' in row.state_json:
            state.pop("holder", None)
            here = sa.update(conversations).where(conversations.c.key == row.key)
            connection.execute(here.values(state_json=json.dumps(state, ensure_ascii=False)))


def downgrade() -> None:
    """Takes the columns away again."""
    with op.batch_alter_table("mentor_questions") as batch:
        batch.drop_column("floor_until")
        batch.drop_column("floor")
