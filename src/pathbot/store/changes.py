"""Everything one turn wants to store, as one frozen value."""

from datetime import datetime

from pathbot.conversation import ConversationState, Line
from pathbot.evidence import SavedRole, SkillStatement
from pathbot.frozen import Frozen
from pathbot.jobs import Job
from pathbot.mentoring import MentorQuestion
from pathbot.messages import Outgoing
from pathbot.people import Concern, Consent, Heard, SignInLink
from pathbot.reflection.journey import Journey
from pathbot.store.joining import Joining
from pathbot.usage import ModelCall


class TurnLog(Frozen):
    """Why a turn went as it did: what was suggested, what code decided and why. Codes only, no words of a learner."""

    suggested: str = ""
    decided: str
    why: str = ""
    prompt_hash: str = ""
    model: str = ""
    tokens: int = 0


class Edit(Frozen):
    """A message of the same sender in this conversation now reads so."""

    message_id: str
    text: str


class Changes(Frozen):
    """What `turns.commit` stores at once. `conversation` is always given: how the next message is read.

    `lines` are the new lines of this conversation's transcript. `outgoing` may go to other conversations, such as
    the alert to a safety contact. `withdrawn` are ids of messages the sender deleted; `acknowledged` is the id of
    a concern the sender takes on, or calls a false alarm (`outcome`); `drill` the month of a drill they answered.
    `joining` makes an unknown sender someone; `sign_in` opens the pages for the sender once. `jobs` are planned for
    later (`app/schedule.py` does them), with or without consent, as re-paging must be. `model_calls` are this turn's
    requests, made for a learner of `class_id`.
    With `erase_person`, everything about the sender is erased and only `outgoing` is stored.
    """

    conversation: ConversationState
    journey: Journey | None = None
    lines: tuple[Line, ...] = ()
    edited: tuple[Edit, ...] = ()
    withdrawn: tuple[str, ...] = ()
    statements: tuple[SkillStatement, ...] = ()
    saved_roles: tuple[SavedRole, ...] = ()
    questions: tuple[MentorQuestion, ...] = ()
    consent: Consent | None = None
    concern: Concern | None = None
    acknowledged: str = ""
    outcome: Heard = "taken"
    drill: str = ""
    log: TurnLog | None = None
    outgoing: tuple[Outgoing, ...] = ()
    jobs: tuple[Job, ...] = ()
    model_calls: tuple[ModelCall, ...] = ()
    class_id: str = ""
    erase_person: bool = False
    joining: Joining | None = None
    sign_in: SignInLink | None = None


def consent_ended(consent: Consent | None, now: datetime) -> bool:
    """Whether nothing of a learner may be stored: no yes yet, or one that was taken back."""
    return consent is None or (consent.withdrawn_at is not None and consent.withdrawn_at <= now)
