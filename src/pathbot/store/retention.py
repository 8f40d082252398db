"""What is deleted when its time is over. The portfolio a learner approved stays theirs."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from pathbot.care import CareRules
from pathbot.store.engine import Transaction
from pathbot.store.tables import concerns, inbox, outbox, transcript, turn_log

LOG_DAYS = 90
DELIVERY_DAYS = 90  # a platform repeats a delivery within hours; its id is remembered far longer


def forget_old(transaction: Transaction, school: str, rules: CareRules, now: datetime) -> dict[str, int]:
    """Deletes what a school keeps no longer: rows deleted, by table.

    A concern nobody has answered is never deleted by time, nor a message that has yet to go out.
    """
    words = now - timedelta(days=rules.keep_days)
    heard = now - timedelta(days=rules.concern_days)
    logged, delivered = now - timedelta(days=LOG_DAYS), now - timedelta(days=DELIVERY_DAYS)
    gone = {
        "transcript": delete(transcript).where(transcript.c.school == school, transcript.c.at < words),
        "outbox": delete(outbox).where(
            outbox.c.school == school, outbox.c.created_at < words, outbox.c.state.in_(("sent", "dead"))
        ),
        "inbox": delete(inbox).where(
            inbox.c.school == school, inbox.c.received_at < delivered, inbox.c.state.in_(("done", "dead"))
        ),
        "concerns": delete(concerns).where(concerns.c.school == school, concerns.c.acknowledged_at < heard),
        "turn_log": delete(turn_log).where(turn_log.c.school == school, turn_log.c.at < logged),
    }
    return {name: transaction.execute(statement).rowcount for name, statement in gone.items()}
