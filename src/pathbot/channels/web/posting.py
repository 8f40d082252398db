"""What a page posts, and the `Inbound` it stands for. Pages post plain forms, so that they work without scripts."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from pydantic import StringConstraints, ValidationError

from pathbot.channels.web.desk import NAME
from pathbot.frozen import Frozen
from pathbot.messages import Address, Inbound

LONGEST_TEXT = 4000  # characters
MOST_FIELDS = 40
LARGEST_SEQ = 2**53  # numbers a browser can count with
FIELD = "field."

RoomName = Literal["chat", "class"]


class Unreadable(Exception):
    """This is not what a page sends."""


class Posted(Frozen):
    """One thing a person did on a page. `delivery_id` is made by the page: the same one twice is one message."""

    delivery_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    room: RoomName = "chat"
    kind: Literal["text", "choice", "form"] = "text"
    text: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""
    value: Annotated[str, StringConstraints(max_length=200)] = ""
    form: Annotated[str, StringConstraints(max_length=200)] = ""
    fields: Mapping[str, Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]] = {}


def read_number(text: str) -> int:
    """A number of a message, 0 for before the first. Raises Unreadable."""
    if not (text.isascii() and text.isdigit()) or len(text) > 16 or int(text) > LARGEST_SEQ:
        raise Unreadable
    return int(text)


def read_form(body: bytes, most: int = MOST_FIELDS) -> dict[str, str]:
    """The fields of a posted form, at most so many. Raises Unreadable."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=most)
    except ValueError:  # also not UTF-8, and too many fields
        raise Unreadable from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise Unreadable
    return form


def read_posted(form: Mapping[str, str]) -> Posted:
    """A person's message out of the fields of a form. Raises Unreadable."""
    known = {name: form[name] for name in ("delivery_id", "room", "kind", "text", "value", "form") if name in form}
    fields = {name.removeprefix(FIELD): _plain(text) for name, text in form.items() if name.startswith(FIELD)}
    known["text"] = _plain(known.get("text", ""))
    try:
        posted = Posted.model_validate({**known, "fields": fields})
    except ValidationError:  # its message would repeat what was written
        raise Unreadable from None
    said = {"text": posted.text.strip(), "choice": posted.value, "form": posted.form}[posted.kind]
    if not said:
        raise Unreadable
    return posted


def to_inbound(posted: Posted, person: str, address: Address, now: datetime) -> Inbound:
    """The same, in words no channel owns."""
    data = {
        "text": {},
        "choice": {"value": posted.value},
        "form": {**posted.fields, "form": posted.form},
    }[posted.kind]
    return Inbound(
        channel=NAME,
        delivery_id=posted.delivery_id,
        address=address,
        person=person,
        kind=posted.kind,
        text=posted.text if posted.kind == "text" else "",
        data=data,
        sent_at=now,
    )


def opening(person: str, address: Address, after: int, now: datetime) -> Inbound:
    """The conversation was opened when `after` was the last thing shown. Opened twice, it is the same delivery.

    Its id has a dot, which none that a page makes can have: nobody uses up the opening of somebody else's chat.
    """
    return Inbound(
        channel=NAME,
        delivery_id=f"open.{person}.{after}",
        address=address,
        person=person,
        kind="open",
        sent_at=now,
    )


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _plain(text: str) -> str:
    """Line ends as one character, and none of the characters that no keyboard makes."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
