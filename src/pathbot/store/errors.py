"""Errors of the store: one sentence each, never a value that was being stored."""


class StoreProblem(Exception):
    """The database cannot be used as asked; the sentence says what to do."""


class StoreUnavailable(StoreProblem):
    """Nothing can be stored just now: the disk is full, or the database is busy or away. Try again later."""
