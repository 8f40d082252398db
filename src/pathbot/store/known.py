"""What a turn knows before it decides: one frozen picture of the sender and what is theirs."""

from pydantic import Field

from pathbot.care import CareRules, LearnerCare
from pathbot.conversation import ConversationState
from pathbot.evidence import Said, SavedRole, SkillStatement
from pathbot.frozen import Frozen
from pathbot.mentoring import CardNote, MentorOffer, MentorQuestion
from pathbot.messages import Address
from pathbot.people import Class, Concern, Consent, Invitation, Membership, Person, School
from pathbot.reflection.journey import Journey
from pathbot.usage import Month


class Known(Frozen):
    """`person` is None when the channel's sender is not linked to anyone; then everything personal is empty,
    and `invitation` is what a code in their message lets them do.

    `class_` is the class the person learns in (else works in), the newest one; `teammates` are whom they work with
    there in a group project. `memberships` are all active duties
    in that class and those of the whole school, with `people` naming whoever holds one. `reach` says where a private
    word reaches a person: these people, the sender, the learners and mentors of `questions` and the learners of
    `concerns`; nobody who never wrote is in it.
    `journey` is the newest one of the class's project, `said` the learner's messages in that project in order.
    `questions` are those that are previewed, open or not yet thanked for, which the person asked or is asked as a
    mentor; `mentors` are those of the class and of the whole school. `recent` are the
    sender's last messages before this one, oldest first. `concerns` are those nobody has acknowledged, for a safety
    contact only; `worried` says whether one about the sender is among those. `rules` are the school's about care,
    `learner_care` what it recorded about the sender. `month` is what language models cost this month, None where the
    school allows none; then `asked` is empty too, else it holds what Pathbot said in this project, the newest first.
    `notes` are what the school added to role cards.
    """

    school: School
    state: ConversationState
    person: Person | None = None
    class_: Class | None = None
    teammates: tuple[Person, ...] = ()
    duties: tuple[Membership, ...] = ()
    memberships: tuple[Membership, ...] = ()
    people: dict[str, Person] = Field(default_factory=dict)
    reach: dict[str, Address] = Field(default_factory=dict)
    consent: Consent | None = None
    journey: Journey | None = None
    said: tuple[Said, ...] = ()
    statements: tuple[SkillStatement, ...] = ()
    saved_roles: tuple[SavedRole, ...] = ()
    questions: tuple[MentorQuestion, ...] = ()
    mentors: tuple[MentorOffer, ...] = ()
    recent: tuple[str, ...] = ()
    concerns: tuple[Concern, ...] = ()
    rules: CareRules = CareRules()
    learner_care: LearnerCare | None = None
    worried: bool = False
    invitation: Invitation | None = None
    month: Month | None = None
    asked: tuple[str, ...] = ()
    notes: tuple[CardNote, ...] = ()
