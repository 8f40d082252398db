"""What arrives and what leaves, in words no channel owns.

A channel converts its payloads to `Inbound` and renders `Reply` values in its own way; every reply has a
plain-text fallback, so a channel that can show nothing else still says everything.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from pathbot.frozen import Frozen

CALLED = "called"
"""In `Inbound.data` of a line in a class channel: Pathbot was called by name there, in the platform's own way."""

InboundKind = Literal["text", "choice", "form", "open", "edit", "delete"]
Priority = Literal["alert", "reply", "summary"]


class Address(Frozen):
    """Where a reply goes: a conversation of a channel, and a thread in it for class channels.

    `shared` is true where others read along; nothing private is ever said there.
    """

    channel: str
    conversation: str
    thread: str | None = None
    shared: bool = False

    @property
    def key(self) -> str:
        """One string per conversation, used to keep turns of one conversation in order."""
        return f"{self.channel}:{self.conversation}" + (f":{self.thread}" if self.thread else "")


class Inbound(Frozen):
    """One thing a person did. `delivery_id` is the channel's own id: the same delivery twice is one message.

    `person` is the sender's id in that channel; the turn looks up who that is. `kind` says what happened:
    a typed text, a tapped choice (`data["value"]`), a sent form (`data` holds the fields), the conversation was
    opened, or a message of theirs (`data["message"]`, a delivery id) was edited or deleted.
    `sent_at` is timezone-aware.
    """

    channel: str
    delivery_id: str
    address: Address
    person: str
    kind: InboundKind = "text"
    text: str = ""
    data: dict[str, str] = Field(default_factory=dict)
    sent_at: datetime


class Choice(Frozen):
    """A button or numbered option. `value` comes back in ``Inbound.data["value"]``; `label` is what people see."""

    label: str
    value: str


class Text(Frozen):
    """One or two sentences."""

    kind: Literal["text"] = "text"
    text: str


class Choices(Frozen):
    """A sentence with options. Typing an option's label or number is the same as tapping it."""

    kind: Literal["choices"] = "choices"
    text: str
    choices: tuple[Choice, ...]


class FormField(Frozen):
    """One input of a form, prefilled with `value`."""

    name: str
    label: str
    value: str = ""
    long: bool = False


class Form(Frozen):
    """A few fields to fill in. `submit` is the value that comes back in ``Inbound.data["form"]``.

    Where a channel has no forms, the person types the first field as a message.
    """

    kind: Literal["form"] = "form"
    text: str
    submit: str
    fields: tuple[FormField, ...]


class CardRow(Frozen):
    """A labelled line of a card: a fact, a quote beside its statement, a way in.

    `link` is the page that shows more: a path of Pathbot's own pages, or its whole address where a school set one.
    """

    label: str
    text: str
    link: str = ""

    @property
    def address(self) -> str:
        """Where the link leads from outside the pages; "" when nobody said what the pages' address is."""
        return self.link if self.link.startswith("http") else ""

    @property
    def lead(self) -> str:
        """The label as it stands before the text on one line: a sentence stays one, anything else gets a colon."""
        return f"{self.label}:" if self.label and self.label[-1] not in ".!?…" else self.label

    @property
    def says(self) -> str:
        """The text, and where more is."""
        return f"{self.text} {self.address}".strip()


class Card(Frozen):
    """A titled block: a role, a statement beside its evidence, a portfolio entry, a mentor's question."""

    kind: Literal["card"] = "card"
    title: str
    text: str = ""
    rows: tuple[CardRow, ...] = ()
    footer: str = ""
    choices: tuple[Choice, ...] = ()


class Picture(Frozen):
    """A picture that says nothing its `alt` text does not say. `png` is base64, small enough for a message (64 KB).

    `text` is the caption. A channel that cannot show pictures shows both texts.
    """

    kind: Literal["picture"] = "picture"
    text: str
    alt: str = Field(min_length=1)
    png: str = Field(max_length=90_000)


Reply = Annotated[Text | Choices | Form | Card | Picture, Field(discriminator="kind")]


class Outgoing(Frozen):
    """A reply on its way. `key` is unique for ever: writing the same key twice sends it once.

    `step` is the step of the journey it belongs to (0: none), for progress and transcripts. `to` is the id of the
    person it is for where that is known: a private chat that was never opened has nobody in it yet.
    """

    key: str
    address: Address
    reply: Reply
    to: str = ""
    priority: Priority = "reply"
    step: int = 0


class Capabilities(Frozen):
    """What a channel can show. A contract test checks that nothing is lost where it cannot.

    `remembers` says whether the platform can be asked later what it holds (`Channel.find_sent`).
    """

    choices: bool = True
    forms: bool = False
    cards: bool = True
    pictures: bool = False
    remembers: bool = True
    max_choices: int = 10
    max_text: int = 3000


def reply_key(channel: str, delivery_id: str) -> str:
    """What the keys of everything said in answer to this delivery begin with."""
    return f"{channel}:{delivery_id}"


def replied_to(key: str) -> str:
    """The delivery a message with this key was made in; for a key not made from one, a name no delivery has."""
    return key.partition(":")[2].rpartition(":")[0]


def options(reply: Reply) -> tuple[Choice, ...]:
    """The choices a reply offers, empty when it offers none."""
    return () if isinstance(reply, Text | Form | Picture) else reply.choices


def fallback(reply: Reply) -> str:
    """The whole reply as plain text, choices numbered from 1."""
    if isinstance(reply, Text):
        return reply.text
    if isinstance(reply, Picture):
        return f"{reply.text}\n{reply.alt}".strip()
    if isinstance(reply, Form):
        return "\n".join([reply.text, *(f"{f.label}: {f.value}".rstrip(": ") for f in reply.fields)])
    lines = [reply.text]
    if isinstance(reply, Card):
        rows = [f"{row.lead} {row.says}".strip() for row in reply.rows]
        lines = [line for line in (reply.title, reply.text, *rows, reply.footer) if line]
    return "\n".join([*lines, *(f"  {n}. {c.label}" for n, c in enumerate(reply.choices, 1))])
