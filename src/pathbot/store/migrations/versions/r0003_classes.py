"""Classes run projects, codes let people in, people have a school e-mail."""

from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_CLASS = {
    "grade": "",
    "shows": "",
    "state": "running",
    "quiet_from": "20:00",
    "quiet_until": "07:00",
    "channel": "",
    "conversation": "",
}


def upgrade() -> None:
    """Adds how a class runs its projects, join codes and e-mail addresses."""
    always: Literal["always", "auto"] = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("classes", recreate=always) as batch:
        for name, default in _CLASS.items():
            batch.add_column(sa.Column(name, sa.String(), nullable=False, server_default=default))
    with op.batch_alter_table("people", recreate=always) as batch:
        batch.add_column(sa.Column("email", sa.String(), nullable=False, server_default=""))
        batch.create_index("ix_people_email", ["email"])
    op.create_table(
        "plans",
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("dates", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_plans_class_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name="fk_plans_school", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("class_id", "project", name="pk_plans"),
    )
    op.create_index("ix_plans_school", "plans", ["school"])
    op.create_table(
        "join_codes",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("class_id", sa.String(), nullable=True),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_join_codes_class_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_join_codes_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["schools.id"], name="fk_join_codes_school", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("code", name="pk_join_codes"),
    )
    for column in ("class_id", "person", "school"):
        op.create_index(f"ix_join_codes_{column}", "join_codes", [column])


def downgrade() -> None:
    """Takes them away again."""
    op.drop_table("join_codes")
    op.drop_table("plans")
    with op.batch_alter_table("people") as batch:
        batch.drop_index("ix_people_email")
        batch.drop_column("email")
    with op.batch_alter_table("classes") as batch:
        for name in _CLASS:
            batch.drop_column(name)
