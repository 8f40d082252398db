"""The store of the fault plan: every scenario runs on both databases."""

from tests.store.conftest import engine, migrated_file

__all__ = ["engine", "migrated_file"]
