"""What one message was understood to say. A model may suggest one of these too; code decides what follows."""

from typing import Literal

from pathbot.frozen import Frozen

Intent = Literal[
    "answer",
    "vague",
    "skip",
    "stop",
    "resume",
    "help",
    "ask_role",
    "ask_mentor",
    "show_portfolio",
    "who_sees",
    "delete_data",
    "export",
    "change_answer",
    "off_topic",
    "greeting",
]
Signal = Literal["tired", "joking", "rude", "blames_others", "strong_claim", "team_only", "pasted", "yes", "no"]


class Context(Frozen):
    """What the message may be an answer to: Pathbot's last words, the slot asked for, the options offered."""

    question: str = ""
    slot: str = ""
    options: tuple[str, ...] = ()
    language: str = "en"


class SlotHit(Frozen):
    """A slot of evidence and where in the message it stands (code points, end exclusive)."""

    slot: str
    start: int
    end: int


class Judgement(Frozen):
    """An intent, the evidence found, and signals. `option` is the index of the offered option that was meant."""

    intent: Intent
    slots: tuple[SlotHit, ...] = ()
    signals: tuple[Signal, ...] = ()
    option: int | None = None
