"""One turn: `load` what is known, decide elsewhere, `commit` everything at once or nothing."""

from datetime import datetime

from sqlalchemy import Connection, Engine, case, or_, select, update

from pathbot.conversation import ConversationState
from pathbot.joining import MOST_TRIES, find_code
from pathbot.messages import Inbound
from pathbot.people import Invitation, Person, School
from pathbot.store import concerns, jobs, joining, keep, models, outbox, rights, rows
from pathbot.store.changes import Changes, consent_ended
from pathbot.store.claims import Claim, release
from pathbot.store.engine import reading, wipe_traces, writing
from pathbot.store.fences import only
from pathbot.store.known import Known
from pathbot.store.sender import about
from pathbot.store.tables import conversations, inbox, people, schools, turn_log


class _Gone(Exception):
    """The message is no longer there to be answered: everything of this turn is undone."""


def load(engine: Engine, claim: Claim) -> Known:
    """Everything a turn may use, from one consistent picture of the database."""
    with only(claim.school), reading(engine) as connection:
        school = rows.one(connection, School, schools, schools.c.id == claim.school)
        assert school is not None, "a message cannot outlive its school"
        here = conversations.c.key == claim.conversation
        stored = connection.execute(select(conversations.c.state_json).where(here)).scalar_one_or_none()
        known = Known(school=school, state=ConversationState.model_validate_json(stored or "{}"))
        sender = rows.person_behind(connection, claim.school, claim.inbound.channel, claim.inbound.person)
        if sender is None:
            return known.model_copy(update={"invitation": _invited(connection, claim, known.state)})
        return about(connection, known, sender, claim.inbound.sent_at)


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
    sender = rows.person_behind(connection, claim.school, claim.inbound.channel, claim.inbound.person)
    if not release(connection, claim):
        raise _Gone
    _close(connection, claim)
    if changes.erase_person and sender is not None:
        rights.erase(connection, sender.id, now, but=claim.conversation)
        sender = None
    if changes.joining is not None and sender is None:
        if not joining.join(connection, changes.joining, claim.inbound.channel, claim.inbound.person):
            raise _Gone
        sender = changes.joining.person
    _remember(connection, claim, changes.conversation, sender)
    if sender is not None:
        _store(connection, claim, sender, changes, now)
        for job in changes.jobs:
            jobs.plan(connection, job)
    whom = _concerned(connection, sender, changes)
    for message in changes.outgoing:
        outbox.queue(connection, claim.school, message, now, whom)


def _store(connection: Connection, claim: Claim, sender: Person, changes: Changes, now: datetime) -> None:
    for message_id in changes.withdrawn:
        keep.reword(connection, claim.conversation, sender.id, message_id, None)
    if changes.concern is not None:  # an adult has to hear, whatever was agreed so far
        keep.concern(connection, changes.concern)
    if changes.acknowledged and sender is not None:
        concerns.take_on(connection, changes.acknowledged, sender.id, now)
    if changes.consent is not None:
        keep.consent(connection, claim.school, changes.consent)
    if _may_keep(connection, sender, now):
        _keep(connection, claim, sender.id, changes, now)


def _close(connection: Connection, claim: Claim) -> None:
    """The inbox keeps that a message came, not what it said."""
    bare: Inbound = claim.inbound.model_copy(update={"text": "", "data": {}})
    done = {"state": "done", "body": bare.model_dump_json()}
    open_ = (inbox.c.id == claim.inbox_id, inbox.c.state == "new")
    if connection.execute(update(inbox).where(*open_).values(done)).rowcount != 1:
        raise _Gone


def _remember(connection: Connection, claim: Claim, state: ConversationState, sender: Person | None) -> None:
    done_at, sent_at = conversations.c.last_done_at, claim.inbound.sent_at
    newer = case((or_(done_at.is_(None), done_at < sent_at), sent_at), else_=done_at)
    private = None if claim.inbound.address.shared or sender is None else sender.id
    values = {"state_json": state.model_dump_json(), "last_done_at": newer, "person": private}
    connection.execute(update(conversations).where(conversations.c.key == claim.conversation).values(values))


def _may_keep(connection: Connection, sender: Person, now: datetime) -> bool:
    """Adults at work are asked nothing; a learner, or anyone without a duty, has to have said yes."""
    duties = {m.duty for m in rows.duties_of(connection, sender.id)}
    works_here = bool(duties) and "learner" not in duties
    return works_here or not consent_ended(rows.consent_of(connection, sender.id), now)


def _keep(connection: Connection, claim: Claim, sender: str, changes: Changes, now: datetime) -> None:
    school = claim.school
    for line in changes.lines:
        keep.line(connection, school, claim.conversation, sender, line)
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
        connection.execute(turn_log.insert().values({**row, "delivery_id": claim.inbound.delivery_id}))


def _concerned(connection: Connection, sender: Person | None, changes: Changes) -> set[str]:
    """Whose words may stand in what goes out; nobody who was just erased."""
    concerned = {question.learner for question in changes.questions}
    concerned |= {sender.id} if sender else set()
    there = select(people.c.id).where(people.c.id.in_(list(concerned)))
    return set(connection.execute(there).scalars())
