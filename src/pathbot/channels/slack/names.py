"""How Slack's ids become the ids of people, conversations and messages. One place, so that both ways agree."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from pathbot.messages import Address

NAME = "slack"
_TS = re.compile(r"\d{1,11}\.\d{1,6}", re.ASCII)
_ID = re.compile(r"[A-Z0-9]{2,32}", re.ASCII)


class Place(NamedTuple):
    """Where an address is in Slack: a workspace and a channel there, or a user whose private chat it is."""

    team: str
    where: str
    thread: str | None

    @property
    def is_person(self) -> bool:
        """Whether it is the private chat of a user."""
        return self.where[:1] in ("U", "W")


def is_id(text: object) -> bool:
    """Whether this can be an id of Slack's: T…, U…, C…, D…"""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def is_ts(text: object) -> bool:
    """Whether this can be a message's time stamp, which is also its name in a channel."""
    return isinstance(text, str) and _TS.fullmatch(text) is not None


def person_id(team: str, user: str) -> str:
    """A user of a workspace, as `Inbound.person`."""
    return f"{team}/{user}"


def private_address(team: str, user: str) -> Address:
    """The chat of one user with Pathbot. It is known before anyone wrote, so Pathbot can speak first."""
    return Address(channel=NAME, conversation=f"{team}/{user}")


def class_address(team: str, channel: str, thread: str | None) -> Address:
    """A thread in a channel that others read."""
    return Address(channel=NAME, conversation=f"{team}/{channel}", thread=thread, shared=True)


def place_of(address: Address) -> Place:
    """Where it is. Raises ValueError for an address of another channel."""
    team, separator, where = address.conversation.partition("/")
    if address.channel != NAME or not separator:
        raise ValueError("not an address in Slack")
    return Place(team, where, address.thread)


def message_id(team: str, channel: str, ts: str) -> str:
    """The delivery id of what someone wrote: the message, not the event, so that every copy of it is the same."""
    return f"{team}/{channel}/{ts}"


def moment(ts: str) -> datetime:
    """When a message with this time stamp was written, to the microsecond, so that no two change places."""
    seconds, _, micro = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(micro.ljust(6, "0")))
