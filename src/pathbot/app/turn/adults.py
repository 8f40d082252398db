"""People who are not learners: adults get what is theirs."""

from pathbot.app.turn import mentor_side
from pathbot.app.turn.state import Turn
from pathbot.messages import Text

STAFF = ("teacher", "mentor", "safety_contact", "admin")


def adult(turn: Turn) -> bool:
    """A teacher, mentor, safety contact or admin. Nothing they write becomes a learner's evidence."""
    duties = {m.duty for m in turn.known.duties}
    if "learner" in duties or not duties & set(STAFF):
        return False
    if turn.inbound.address.shared or turn.inbound.kind in ("edit", "delete"):
        return True
    if turn.action.startswith("ack:"):
        return _acknowledged(turn, turn.action.removeprefix("ack:"))
    if turn.inbound.kind != "open" and "mentor" in duties:
        return mentor_side.answered(turn)
    if turn.known.state.question:
        return True
    hello = turn.line("stranger.adult", name=turn.person.name)
    turn.reply(Text(text=hello), question=hello)
    return True


def classless(turn: Turn) -> bool:
    """Known at the school, but in no class: there is nothing to reflect on yet."""
    if turn.known.class_ is not None:
        return False
    turn.say("stranger.no_class", name=turn.person.name)
    return True


def _acknowledged(turn: Turn, concern_id: str) -> bool:
    concern = next((c for c in turn.known.concerns if c.id == concern_id), None)
    if concern is None:
        turn.say("care.already")
        return True
    turn.acknowledged = concern.id
    turn.say("care.acknowledged")
    return True
