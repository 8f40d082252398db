"""Column types and shorthands that every table uses."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, MetaData, String
from sqlalchemy.types import TypeDecorator

# Named constraints, so that a migration can find each of them on both databases.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A timezone-aware time, stored in UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time in the store must say its time zone")
        utc = value.astimezone(UTC)
        # SQLite keeps text; without a zone in it, text order is time order.
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def school_column() -> Column[str]:
    """Every row says whose it is: nothing crosses from one school to another."""
    return Column("school", String, ForeignKey("schools.id", ondelete="CASCADE"), nullable=False, index=True)


def person_column(name: str = "person", *, optional: bool = False, **options: Any) -> Column[str]:
    """A person's id. Where it is optional, the row outlives the person; else it goes with them."""
    link = ForeignKey("people.id", ondelete="SET NULL" if optional else "CASCADE")
    return Column(name, String, link, nullable=optional, index=True, **options)
