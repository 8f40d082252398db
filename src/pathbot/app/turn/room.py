"""The class channel: others read along, so nothing private is said there."""

from pathbot.app.turn.state import Turn
from pathbot.messages import CALLED, Text


def shared(turn: Turn) -> bool:
    """Keep the line with the class. Answer only when called by name, and then only to go on in private."""
    if not turn.inbound.address.shared:
        return False
    if CALLED in turn.inbound.data or (turn.text and "pathbot" in turn.text.lower()):
        turn.reply(Text(text=turn.line("room.to_private")))
    return True
