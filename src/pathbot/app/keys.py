"""Keys nobody guesses."""

import secrets


def new_key() -> str:
    """192 bits, in letters and digits that no chat reads as markup."""
    return secrets.token_hex(24)
