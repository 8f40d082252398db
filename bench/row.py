"""One measurement and the yardstick it was run beside."""

from typing import NamedTuple


class Row(NamedTuple):
    """Milliseconds. `beside` says what the yardstick is."""

    what: str
    measured: float
    yardstick: float
    beside: str
