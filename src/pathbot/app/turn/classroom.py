"""A project that is paused or over for the class: nothing is asked, and everything else still works."""

from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge

OPENING = ("greeting", "resume")
RIGHTS = ("who_sees", "export", "delete_data", "show_portfolio")


def resting(turn: Turn) -> bool:
    """While the class rests, opening the chat or greeting Pathbot does not bring up the next question."""
    if turn.room.state == "running" or turn.inbound.kind in ("edit", "delete"):
        return False
    opens = turn.inbound.kind == "open" or (not turn.action and judge(turn).intent in OPENING)
    starts = turn.journey is None and judge(turn).intent not in RIGHTS
    return (opens or starts) and _told(turn)


def rested(turn: Turn) -> bool:
    """An answer while the class rests: it is not taken in, and that is said."""
    open_ = turn.journey is not None and turn.journey.step is not None
    return turn.room.state != "running" and open_ and bool(turn.text) and _told(turn)


def _told(turn: Turn) -> bool:
    turn.say(f"room.{turn.room.state}")
    return True
