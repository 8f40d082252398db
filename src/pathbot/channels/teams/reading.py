"""An activity of Teams in words no channel owns. Pure: the same activity is always the same `Inbound`."""

import hashlib
import html
import json
import re
from datetime import UTC, datetime
from typing import Any

from pathbot.channels.teams.desk import NAME, Route, private_address, shared_address
from pathbot.channels.teams.wire import Account, Activity
from pathbot.messages import CALLED, Address, Inbound, InboundKind

LONGEST_TEXT = 20_000  # characters; Teams itself allows a little more
LONGEST_VALUE = 200
MOST_FIELDS = 40
CHOICE, FORM = "pathbot_choice", "pathbot_form"
BOT = "28:"  # how ids of bots begin; what programs say to each other is not a conversation

_THREAD = re.compile(r";messageid=(\d+)")
_AT = re.compile(r"<at(?:\s[^<>]*)?>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""What no keyboard makes, and what only serves to hide text from a reader."""


def address_of(activity: Activity, tenant: str) -> Address:
    """Where an answer goes: the person's private chat, or the thread of the channel."""
    where = activity.conversation.id
    if activity.private:
        return private_address(tenant, activity.sender.key)
    thread = _THREAD.search(where)
    return shared_address(where.partition(";")[0], thread[1] if thread else None)


def routes_of(activity: Activity, tenant: str) -> tuple[Route, ...]:
    """How to reach where this happened.

    Someone who wrote in a channel is reached in private too: Teams lets Pathbot open that chat.
    """
    service, bot, sender = activity.service_url, activity.recipient.id, activity.sender
    private = Route(
        conversation=private_address(tenant, sender.key).conversation,
        service_url=service,
        tenant=tenant,
        bot=bot,
        user=sender.id,
        person=sender.key,
        locale=activity.locale,
    )
    if activity.private:
        return (private.model_copy(update={"teams_id": activity.conversation.id}),)
    place = activity.conversation.id.partition(";")[0]
    room = Route(conversation=place, teams_id=place, service_url=service, tenant=tenant, bot=bot)
    return (room, private) if sender.aad_object_id else (room,)  # a channel speaking for itself is in no directory


def read(activity: Activity, tenant: str, now: datetime) -> Inbound | None:
    """What a person did, None when there is nothing to answer."""
    found = _happened(activity)
    if found is None or not activity.sender.key or activity.sender.id.startswith(BOT):
        return None
    kind, text, data = found
    address = address_of(activity, tenant)
    return Inbound(
        channel=NAME,
        delivery_id=_delivery(activity, kind),
        address=address,
        person=activity.sender.key,
        kind=kind,
        text=text,
        data=data,
        sent_at=_time(activity.timestamp) or now,
    )


def wordless(activity: Activity) -> str | None:
    """The name of a private message that is only a picture, a file or a voice note; None for any other."""
    kinds = [str(a.get("contentType", "")) for a in activity.attachments]
    only = activity.type == "message" and activity.private and not activity.value and not _words(activity)
    return _message_name(activity) if only and any(kind not in ("", "text/html") for kind in kinds) else None


def removed(activity: Activity) -> bool:
    """Whether somebody took the app away here."""
    return activity.type == "installationUpdate" and activity.action.startswith("remove")


def _happened(activity: Activity) -> tuple[InboundKind, str, dict[str, str]] | None:
    if activity.type == "message":
        return _tapped(activity.value) if activity.value else _written(activity)
    if activity.type == "messageDelete":
        return "delete", "", {"message": _message_name(activity)}
    if activity.type == "messageUpdate":
        return "edit", _words(activity), {"message": _message_name(activity)}
    if activity.private and _opened(activity):
        return "open", "", {}
    return None


def _written(activity: Activity) -> tuple[InboundKind, str, dict[str, str]] | None:
    text, called = _words(activity), not activity.private and bool(_own_names(activity) & _mentioned(activity))
    return ("text", text, {CALLED: "yes"} if called else {}) if text or called else None


def _opened(activity: Activity) -> bool:
    """The app was added for this person; Teams says so once or twice, in different words."""
    if activity.type == "installationUpdate":
        return activity.action.startswith("add")
    return activity.type == "conversationUpdate" and any(m.id == activity.recipient.id for m in activity.members_added)


def _tapped(value: Any) -> tuple[InboundKind, str, dict[str, str]] | None:
    """A button or a form of one of our cards; anything else is not ours."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if not isinstance(value, dict):
        return None
    strings = {str(name): _plain(field) for name, field in value.items() if isinstance(field, str)}
    if choice := strings.get(CHOICE, "")[:LONGEST_VALUE]:
        return "choice", "", {"value": choice}
    if form := strings.pop(FORM, "")[:LONGEST_VALUE]:
        fields = dict(list(strings.items())[:MOST_FIELDS])
        return "form", "", {**fields, "form": form}
    return None


def _words(activity: Activity) -> str:
    """What was typed. The bot's own name is how it was called, not part of what was said."""
    own = _own_names(activity)

    def named(match: re.Match[str]) -> str:
        name = html.unescape(match[1]).strip()
        return "" if name in own else name

    text = html.unescape(_AT.sub(named, activity.text))
    return _plain(text)[:LONGEST_TEXT].strip()


def _own_names(activity: Activity) -> set[str]:
    """What this bot is called here, whatever an administrator named it."""
    return {activity.recipient.name} | {e.mentioned.name for e in activity.entities if _is_bot(e.mentioned, activity)}


def _mentioned(activity: Activity) -> set[str]:
    names = {html.unescape(match[1]).strip() for match in _AT.finditer(activity.text)}
    return names | {e.mentioned.name for e in activity.entities if _is_bot(e.mentioned, activity)}


def _is_bot(account: Account, activity: Activity) -> bool:
    return bool(account.id) and account.id == activity.recipient.id


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return _CONTROL.sub("", text)[:LONGEST_TEXT]


def _delivery(activity: Activity, kind: InboundKind) -> str:
    """The same thing that happened has the same name, however often and by which event Teams says so."""
    if kind == "open":
        return f"open-{_short(activity.conversation.id, activity.timestamp[:10])}"
    if kind == "edit":
        return f"edit-{_message_name(activity)}-{_short(activity.timestamp, activity.text)}"
    if kind == "delete":
        return f"delete-{_message_name(activity)}"
    return _message_name(activity)


def _message_name(activity: Activity) -> str:
    """Ids of messages are unique within a conversation only. Without one, the words and the time have to do."""
    return _short(activity.conversation.id, activity.id or f"{activity.timestamp}{activity.text}{activity.value}")


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _time(stamp: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
