"""While a person holds the floor, Pathbot says nothing: the one place that decides so."""

from pathbot.app.turn.state import Turn
from pathbot.messages import Text


def held(turn: Turn) -> bool:
    """Forward to whoever holds the floor, and stay silent."""
    holder = turn.known.state.holder
    if holder is None:
        return False
    if turn.text:
        turn.send(holder, Text(text=turn.text), key=f"{turn.key}:floor")
    return True
