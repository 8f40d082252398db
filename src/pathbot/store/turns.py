"""One turn: `load` what is known, decide elsewhere, `commit` everything at once or nothing."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, case, func, or_, select, update

from pathbot.conversation import ConversationState
from pathbot.joining import MOST_TRIES, find_code
from pathbot.messages import Inbound
from pathbot.people import Consent, Invitation, Person
from pathbot.store import audit, care, concerns, jobs, joining, keep, models, outbox, place, rights, rows, sign_in
from pathbot.store.changes import Changes, consent_ended
from pathbot.store.claims import Claim
from pathbot.store.columns import UtcDateTime
from pathbot.store.engine import reading, wipe_traces, writing
from pathbot.store.fences import only
from pathbot.store.known import Known
from pathbot.store.sender import about
from pathbot.store.tables import conversations, inbox, people, turn_log


class _Gone(Exception):
    """The message is no longer there to be answered: everything of this turn is undone."""


def load(engine: Engine, claim: Claim) -> Known:
    """Everything a turn may use, from one consistent picture of the database."""
    inbound = claim.inbound
    with only(claim.school), reading(engine) as connection:
        here = place.read(connection, claim.school, claim.conversation, inbound.channel, inbound.person)
        if here.sender is None:
            invited = _invited(connection, claim, here.state)
            return Known(school=here.school, state=here.state, rules=here.rules, invitation=invited)
        known = about(connection, here, here.sender, inbound.sent_at)
        return _near(connection, known, here.sender, claim) if inbound.address.shared else known


def _near(connection: Connection, known: Known, sender: Person, claim: Claim) -> Known:
    """Whoever writes in a class channel is answered in private on the same platform: that is where they look."""
    there = rows.private_address_in(connection, sender.id, claim.inbound.channel)
    return known if there is None else known.model_copy(update={"reach": {**known.reach, sender.id: there}})


def _invited(connection: Connection, claim: Claim, state: ConversationState) -> Invitation | None:
    """Codes count in private only, and not after too many wrong ones."""
    code = None if claim.inbound.address.shared else find_code(claim.inbound.text)
    if code is None or state.wrong_codes >= MOST_TRIES:
        return None
    found = joining.invitation(connection, code, claim.inbound.sent_at, claim.school)
    used = found and found.person and joining.is_used(connection, found, claim.inbound.channel)
    return None if used else found


def commit(engine: Engine, claim: Claim, changes: Changes, now: datetime) -> bool:
    """Stores a whole turn, if the claim still holds. False: nothing was written, somebody else answers.

    Until a learner has consented (and of an unknown sender always) only the conversation, the outgoing messages and a
    concern are stored. The message's text leaves the inbox in any case.
    """
    try:
        with only(claim.school), writing(engine) as connection:
            _commit(connection, claim, changes, now)
    except _Gone:
        return False
    if changes.erase_person:
        wipe_traces(engine)
    return True


def _commit(connection: Connection, claim: Claim, changes: Changes, now: datetime) -> None:
    sender, consent = place.standing(connection, claim.school, claim.inbound.channel, claim.inbound.person)
    numbers = _settle(connection, claim, changes, sender)
    _close(connection, claim)
    if changes.erase_person and sender is not None:
        rights.erase(connection, sender.id, now, but=claim.conversation)
        sender = None
        _remember(connection, claim, changes.conversation, None)
    if changes.joining is not None and sender is None:
        if not joining.join(connection, changes.joining, claim.inbound.channel, claim.inbound.person):
            raise _Gone
        sender, consent = changes.joining.person, None
        _remember(connection, claim, changes.conversation, sender)
    if sender is not None and changes.sign_in is not None:
        sign_in.keep_link(connection, changes.sign_in, sender)
    if sender is not None:
        _store(connection, claim, sender, consent, changes, numbers, now)
        for job in changes.jobs:
            jobs.plan(connection, job)
    whom = _concerned(connection, sender, changes)
    here = [message for message in changes.outgoing if message.address.key == claim.conversation]
    outbox.queue_numbered(connection, claim.school, [(message, next(numbers)) for message in here], now, whom)
    if sender is None or whom != {sender.id}:  # what somebody hears about themselves is no look at another's words
        outbox.note_readers(connection, claim.school, here, whom, now)
    elsewhere = [message for message in changes.outgoing if message.address.key != claim.conversation]
    outbox.queue(connection, claim.school, elsewhere, now, whom)


def _store(
    connection: Connection,
    claim: Claim,
    sender: Person,
    consent: Consent | None,
    changes: Changes,
    numbers: Iterator[int],
    now: datetime,
) -> None:
    for message_id in changes.withdrawn:
        keep.reword(connection, claim.conversation, sender.id, message_id, None)
    if changes.concern is not None:  # an adult has to hear, whatever was agreed so far
        keep.concern(connection, changes.concern)
        audit.append(connection, claim.school, audit.SYSTEM, "alert", sender.id, now)  # a contact reads an excerpt
    if changes.acknowledged:
        concerns.take_on(connection, changes.acknowledged, sender.id, now, changes.outcome)
    if changes.drill:
        care.drill_answered(connection, claim.school, changes.drill, sender.id, now)
    if changes.consent is not None:
        keep.consent(connection, claim.school, changes.consent)
    if not consent_ended(changes.consent or consent, now) or _works_here(connection, sender):
        keep.lines(connection, claim.school, claim.conversation, sender.id, changes.lines, numbers)
        _keep(connection, claim, sender.id, changes, now)


def _close(connection: Connection, claim: Claim) -> None:
    """The inbox keeps that a message came, not what it said."""
    bare: Inbound = claim.inbound.model_copy(update={"text": "", "data": {}})
    done = {"inbox_id": claim.inbox_id, "bare": bare.model_dump_json()}
    if connection.execute(_CLOSED, done).rowcount != 1:
        raise _Gone


def _settle(connection: Connection, claim: Claim, changes: Changes, sender: Person | None) -> Iterator[int]:
    """Ends the lease, remembers how to go on, and takes numbers for everything said here: one change of one row.

    Numbers that are not used in the end leave a gap, which readers never notice.
    """
    here = sum(message.address.key == claim.conversation for message in changes.outgoing)
    said = len(changes.lines) + here
    last = connection.execute(_SETTLED, {**_next_state(claim, changes.conversation, sender), "said": said}).scalar()
    if last is None:
        raise _Gone
    return iter(range(last - said + 1, last + 1))


def _remember(connection: Connection, claim: Claim, state: ConversationState, sender: Person | None) -> None:
    """Once more, after the sender was erased or joined: whose conversation it is has changed."""
    connection.execute(_REMEMBERED, _next_state(claim, state, sender))


def _next_state(claim: Claim, state: ConversationState, sender: Person | None) -> dict[str, object]:
    private = None if claim.inbound.address.shared or sender is None else sender.id
    mine = {"at": claim.conversation, "worker": claim.worker, "held_fence": claim.fence}
    return {**mine, "sent": claim.inbound.sent_at, "state": state.model_dump_json(), "with_whom": private}


def _works_here(connection: Connection, sender: Person) -> bool:
    """Adults at work are asked nothing; a learner, or anyone without a duty, has to have said yes."""
    duties = {m.duty for m in rows.duties_of(connection, sender.id)}
    return bool(duties) and "learner" not in duties


def _keep(connection: Connection, claim: Claim, sender: str, changes: Changes, now: datetime) -> None:
    school = claim.school
    for edit in changes.edited:
        keep.reword(connection, claim.conversation, sender, edit.message_id, edit.text)
    if changes.journey is not None:
        keep.journey(connection, changes.journey)
    for statement in changes.statements:
        keep.statement(connection, school, statement)
    for role in changes.saved_roles:
        keep.saved_role(connection, school, role)
    for question in changes.questions:
        keep.question(connection, question)
    models.keep_calls(connection, school, changes.class_id, sender, changes.model_calls, now)
    if changes.log is not None:
        row = {**changes.log.model_dump(), "school": school, "person": sender, "at": now}
        connection.execute(_LOGGED, {**row, "delivery_id": claim.inbound.delivery_id})


def _concerned(connection: Connection, sender: Person | None, changes: Changes) -> set[str]:
    """Whose words may stand in what goes out; nobody who was just erased."""
    concerned = {question.learner for question in changes.questions}
    concerned |= {sender.id} if sender else set()
    if concerned <= {sender.id if sender else ""}:
        return concerned
    return set(connection.execute(_STILL_THERE, {"ids": list(concerned)}).scalars())


# Built once: putting a statement together takes longer than running it.
_SENT = bindparam("sent", type_=UtcDateTime)
_NEWER = case((or_(conversations.c.last_done_at.is_(None), conversations.c.last_done_at < _SENT), _SENT))
_STATE = {
    "state_json": bindparam("state"),
    "last_done_at": func.coalesce(_NEWER, conversations.c.last_done_at),
    "person": bindparam("with_whom"),
}
_REMEMBERED = update(conversations).where(conversations.c.key == bindparam("at")).values(_STATE)
_SETTLED = (
    update(conversations)
    .where(
        conversations.c.key == bindparam("at"),
        conversations.c.fence == bindparam("held_fence"),
        conversations.c.owner == bindparam("worker"),
    )
    .values(**_STATE, owner=None, lease_until=None, turn_of=None, last_seq=conversations.c.last_seq + bindparam("said"))
    .returning(conversations.c.last_seq)
)
_CLOSED = (
    update(inbox)
    .where(inbox.c.id == bindparam("inbox_id"), inbox.c.state == "new")
    .values(state="done", body=bindparam("bare"))
)
_LOGGED = turn_log.insert()
_STILL_THERE = select(people.c.id).where(people.c.id.in_(bindparam("ids", expanding=True)))
