"""Errors people see: one sentence that says what to do."""


class BadInput(Exception):
    """The person gave something we cannot use. Exit code 2."""


class Failed(Exception):
    """Something did not work although the input was fine. Exit code 1."""
