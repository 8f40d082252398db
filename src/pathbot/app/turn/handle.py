"""The order of decisions for one message. Each stage may end the turn; code decides, nothing else does."""

from collections.abc import Callable
from datetime import datetime

from pathbot.app.kit import Kit
from pathbot.app.turn import (
    adults,
    care,
    classroom,
    commands,
    consent,
    floor,
    mentors,
    reflect,
    revise,
    roles,
    room,
    statements,
    strangers,
    ways_in,
)
from pathbot.app.turn.state import Turn
from pathbot.messages import Inbound
from pathbot.store.changes import Changes
from pathbot.store.known import Known

ACTION = "!"

# Safety comes before everything, so that nothing a learner meets (a mentor on the floor, a missing consent, a
# half-finished form) can keep their words from the person who must hear them.
STAGES: tuple[Callable[[Turn], bool], ...] = (
    strangers.stranger,
    adults.adult,
    care.screened,
    commands.person,
    ways_in.asked,
    floor.held,
    revise.edited,
    room.shared,
    adults.classless,
    consent.withdrawn,
    care.paused,
    classroom.resting,
    consent.barred,
    consent.asked,
    consent.opened,
    commands.erasing,
    statements.deciding,
    mentors.asking,
    roles.chosen,
    commands.commanded,
    classroom.rested,
    reflect.reflected,
)


def handle(known: Known, inbound: Inbound, kit: Kit, now: datetime) -> Changes:
    """What to store and send for this message.

    Pure but for role search and the key of a sign-in link: the same input gives the same changes.
    """
    turn = _begin(known, inbound, kit, now)
    for stage in STAGES:
        if stage(turn):
            turn.decided.append(f"{stage.__module__.rsplit('.', 1)[-1]}.{stage.__name__}")
            break
    return turn.changes()


def _begin(known: Known, inbound: Inbound, kit: Kit, now: datetime) -> Turn:
    text, action = inbound.text.strip(), ""
    if inbound.kind == "choice":
        value = inbound.data.get("value", "")
        tapped = next((c for c in known.state.offered if c.value == value), None)
        action = value[1:] if value.startswith(ACTION) else ""
        text = text or (tapped.label if tapped else "" if action else value)
    elif inbound.kind == "form":
        action = inbound.data.get("form", "").removeprefix(ACTION)
        text = inbound.data.get("line", "").strip() or text
    return Turn(
        known=known,
        inbound=inbound,
        kit=kit,
        now=now,
        text=text,
        action=action,
        journey=known.journey,
        conversation=known.state,
        slot=known.journey.waiting_for if known.journey else "",
    )
