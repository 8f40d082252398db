"""One line of `pathbot doctor`."""

from pathbot.frozen import Frozen


class Finding(Frozen):
    """One thing looked at: fine, or what to do about it."""

    what: str
    ok: bool
    fix: str = ""
