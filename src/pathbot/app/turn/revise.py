"""A learner edited or deleted an earlier message: evidence that no longer stands there is withdrawn."""

from pathbot.app.turn.state import Turn
from pathbot.evidence import SkillStatement
from pathbot.store.changes import Edit


def edited(turn: Turn) -> bool:
    """The transcript follows the learner, and so does every line that quoted the old words."""
    if turn.inbound.kind not in ("edit", "delete"):
        return False
    message_id = turn.inbound.data.get("message", "")
    new = turn.text if turn.inbound.kind == "edit" else ""
    if turn.inbound.kind == "edit":
        turn.edits.append(Edit(message_id=message_id, text=new))
    else:
        turn.withdrawn.append(message_id)
    lost = [s for s in turn.known.statements if s.status != "declined" and _lost(s, message_id, new)]
    for line in lost:
        turn.statements[line.id] = line.model_copy(update={"status": "declined", "decided_at": turn.now})
    if any(line.status == "approved" for line in lost) and not turn.inbound.address.shared:
        turn.say("statements.withdrawn")
    if turn.journey is not None:
        _forget(turn, message_id, new)
    return True


def _lost(line: SkillStatement, message_id: str, new: str) -> bool:
    return any(q.message_id == message_id and new[q.start : q.end] != q.text for q in line.draft.evidence)


def _forget(turn: Turn, message_id: str, new: str) -> None:
    """Answers of that message now span its new words; a deleted message answers nothing."""
    assert turn.journey is not None
    answers = tuple(
        a.model_copy(update={"start": 0, "end": len(new)}) if a.message_id == message_id else a
        for a in turn.journey.answers
        if new or a.message_id != message_id
    )
    withdrawn = turn.journey.withdrawn if new else (*turn.journey.withdrawn, message_id)
    turn.journey = turn.journey.model_copy(update={"answers": answers, "withdrawn": withdrawn})
