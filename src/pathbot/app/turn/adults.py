"""People who are not learners: adults get what is theirs."""

from pathbot.app.turn import mentor_side, ways_in
from pathbot.app.turn.state import Turn
from pathbot.messages import Text
from pathbot.people import Concern, Heard

STAFF = ("teacher", "mentor", "safety_contact", "admin")


def adult(turn: Turn) -> bool:
    """A teacher, mentor, safety contact or admin. Nothing they write becomes a learner's evidence."""
    duties = {m.duty for m in turn.known.duties}
    if "learner" in duties or not duties & set(STAFF):
        return False
    if ways_in.asked(turn):
        return True
    if turn.inbound.address.shared or turn.inbound.kind in ("edit", "delete"):
        return True
    if turn.action.startswith("ack:"):
        return _acknowledged(turn, turn.action.removeprefix("ack:"), "taken")
    if turn.action.startswith("false:"):
        return _acknowledged(turn, turn.action.removeprefix("false:"), "false_alarm")
    if turn.action.startswith("drill:") and "safety_contact" in duties:
        turn.drill = turn.action.removeprefix("drill:")
        turn.say("care.drill_answered")
        return True
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


def _acknowledged(turn: Turn, concern_id: str, outcome: Heard) -> bool:
    concern = next((c for c in turn.known.concerns if c.id == concern_id), None)
    if concern is None:
        turn.say("care.already")
        return True
    turn.acknowledged, turn.outcome = concern.id, outcome
    turn.say("care.acknowledged" if outcome == "taken" else "care.false_alarm_noted")
    if outcome == "taken":
        _read(turn, concern)
    return True


def _read(turn: Turn, concern: Concern) -> None:
    """The learner hears who has read it: until then they only know that somebody was told."""
    learner = turn.known.people[concern.learner]
    heard = turn.kit.texts.say("care.heard", learner.language, contact=turn.person.name)
    turn.send(learner.id, Text(text=heard), key=f"{concern.id}:heard")
