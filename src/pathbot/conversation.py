"""What a conversation holds between two turns, and the lines of its transcript."""

from datetime import datetime
from typing import Literal

from pathbot.frozen import Frozen
from pathbot.messages import Choice

Expecting = Literal[
    "answer",
    "change",
    "consent",
    "pick",
    "approval",
    "edit",
    "mentor_question",
    "mentor_preview",
    "mentor_answer",
    "erase",
]
Sender = Literal["learner", "pathbot", "mentor", "teacher"]


class ConversationState(Frozen):
    """How the next message is read. `offered` are the options on the table, so that "2" or a label means one.

    `subject` is what is expected about: a statement's id, a question's id. `roles` are SOC codes shown last and
    `dropped_roles` those that were "not for me". `question` is the open question.
    """

    expecting: Expecting = "answer"
    subject: str = ""
    offered: tuple[Choice, ...] = ()
    question: str = ""
    roles: tuple[str, ...] = ()
    dropped_roles: tuple[str, ...] = ()
    wrong_codes: int = 0
    """How many codes of an unknown sender were no codes."""
    care: bool = False
    """A concern was raised and reflection pauses until the learner wants to go on."""
    care_firm: bool = False
    """It was said outright, so only "go on" ends the pause."""
    care_told: bool = False
    """The learner was told how to go on."""
    person_offered: bool = False
    """What they wrote sounded a little low, and they heard how to reach a person."""
    model_spent: str = ""
    """The month (``2026-11``) in which the learner heard that the language model is used up."""
    model_told: bool = False
    """The learner heard that a language model now reads along, which their school allowed after they said yes."""


class Line(Frozen):
    """One line of a transcript. `id` is the delivery id of a learner's message, the outbox key of Pathbot's.

    `step` is the step's number (0: none), `slot` what had been asked for. A withdrawn line has no text.
    """

    id: str
    sender: Sender
    text: str
    step: int = 0
    slot: str = ""
    project: str = ""
    at: datetime
