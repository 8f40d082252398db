"""What Slack delivers, as what a person did. Pure and total: whatever a payload holds, something comes out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pathbot.channels.slack import names
from pathbot.channels.slack.escape import clean, plain
from pathbot.messages import CALLED, Address, Inbound

LONGEST_TEXT = 4000  # characters of one message, as on the web
TYPED_SUBTYPES = {"", "file_share", "thread_broadcast", "me_message"}
HOMES = ("team", "user_team", "source_team")

Payload = Mapping[str, Any]


class Heard(NamedTuple):
    """Something a person of this workspace did. `member` is false when the payload itself says they are no member."""

    team: str
    user: str
    inbound: Inbound
    member: bool = True
    problem: str = ""
    """``only_text`` or ``too_long``: it cannot be taken as it is, and the person hears why."""


def read_event(body: Payload, bot: str, now: datetime) -> Heard | None:
    """An Events API callback; None when it is nothing a person did towards Pathbot."""
    event = part(body, "event")
    kind, team = text(event, "type"), text(body, "team_id")
    if not names.is_id(team):
        return None
    if kind == "message":
        return _message(body, event, team, bot, now)
    if kind == "app_mention":
        return _mention(body, event, team, bot, now)
    if kind == "app_home_opened" and text(event, "tab") == "messages":
        return _opened(body, event, team, now)
    return None


def part(payload: Payload, name: str) -> Payload:
    """An object inside a payload, empty when it is no object."""
    found = payload.get(name)
    return found if isinstance(found, Mapping) else {}


def text(payload: Payload, name: str) -> str:
    """A string inside a payload, empty when it is none."""
    found = payload.get(name)
    return found if isinstance(found, str) else ""


def _message(body: Payload, event: Payload, team: str, bot: str, now: datetime) -> Heard | None:
    """Private chats only: in channels Pathbot hears its name and nothing else."""
    if text(event, "channel_type") != "im":
        return None
    subtype = text(event, "subtype")
    if subtype == "message_changed":
        return _edited(body, event, team, bot, now)
    if subtype == "message_deleted":
        return _deleted(body, part(event, "previous_message"), text(event, "deleted_ts"), event, team, bot, now)
    if subtype not in TYPED_SUBTYPES:
        return None
    return _written(body, event, team, bot, now, shared=False)


def _mention(body: Payload, event: Payload, team: str, bot: str, now: datetime) -> Heard | None:
    if text(event, "subtype") not in TYPED_SUBTYPES or text(event, "channel").startswith("D"):
        return None
    return _written(body, event, team, bot, now, shared=True)


def _written(body: Payload, event: Payload, team: str, bot: str, now: datetime, shared: bool) -> Heard | None:
    user, channel, ts = text(event, "user"), text(event, "channel"), text(event, "ts")
    if not (_is_person(event, user, bot) and names.is_id(channel) and names.is_ts(ts)):
        return None
    said = plain(text(event, "text"), bot)
    thread = text(event, "thread_ts") or ts
    address = (
        names.class_address(team, channel, thread if names.is_ts(thread) else ts)
        if shared
        else names.private_address(team, user)
    )
    problem = "too_long" if len(said) > LONGEST_TEXT else "only_text" if not said and event.get("files") else ""
    if not said and not problem and not shared:
        return None
    inbound = _inbound(address, names.message_id(team, channel, ts), team, user, names.moment(ts))
    inbound = inbound.model_copy(update={"text": said[:LONGEST_TEXT], "data": {CALLED: "yes"} if shared else {}})
    return Heard(team, user, inbound, _is_member(body, event, team), problem)


def _edited(body: Payload, event: Payload, team: str, bot: str, now: datetime) -> Heard | None:
    message, before = part(event, "message"), part(event, "previous_message")
    ts = text(message, "ts")
    if text(message, "subtype") == "tombstone":  # deleted, but its thread stays
        return _deleted(body, before, ts, event, team, bot, now)
    user, said = text(message, "user"), plain(text(message, "text"), bot)
    same = said == plain(text(before, "text"), bot)  # Slack adds previews and stars this way
    if same or not _is_person(message, user, bot) or not names.is_ts(ts) or not names.is_id(text(event, "channel")):
        return None
    edited_at = text(part(message, "edited"), "ts") or text(event, "event_ts")
    problem = "too_long" if len(said) > LONGEST_TEXT else ""
    return _change(body, event, team, user, ts, edited_at, now, said[:LONGEST_TEXT], problem)


def _deleted(
    body: Payload, before: Payload, ts: str, event: Payload, team: str, bot: str, now: datetime
) -> Heard | None:
    user = text(before, "user")
    if not _is_person(before, user, bot) or not names.is_ts(ts) or not names.is_id(text(event, "channel")):
        return None
    return _change(body, event, team, user, ts, text(event, "event_ts"), now, "", "")


def _change(
    body: Payload, event: Payload, team: str, user: str, ts: str, at: str, now: datetime, said: str, problem: str
) -> Heard:
    original = names.message_id(team, text(event, "channel"), ts)
    when = at if names.is_ts(at) else ""
    verb = "edit" if said else "delete"
    delivery = f"{original}/{verb}/{when}" if verb == "edit" else f"{original}/{verb}"
    inbound = _inbound(
        names.private_address(team, user), delivery, team, user, names.moment(when) if when else now
    ).model_copy(update={"kind": verb, "text": said, "data": {"message": original}})
    return Heard(team, user, inbound, _is_member(body, event, team), problem)


def _opened(body: Payload, event: Payload, team: str, now: datetime) -> Heard | None:
    user, delivery = text(event, "user"), text(body, "event_id")
    if not names.is_id(user) or not delivery:
        return None
    at = text(event, "event_ts")
    inbound = _inbound(
        names.private_address(team, user),
        f"{team}/open/{clean(delivery)[:64]}",
        team,
        user,
        names.moment(at) if names.is_ts(at) else now,
    )
    return Heard(team, user, inbound.model_copy(update={"kind": "open"}), _is_member(body, event, team))


def _inbound(address: Address, delivery: str, team: str, user: str, at: datetime) -> Inbound:
    return Inbound(
        channel=names.NAME, delivery_id=delivery, address=address, person=names.person_id(team, user), sent_at=at
    )


def _is_person(message: Payload, user: str, bot: str) -> bool:
    """Not a bot, and not Pathbot itself."""
    robot = message.get("bot_id") or message.get("bot_profile") or text(message, "subtype") == "bot_message"
    return names.is_id(user) and user[:1] in ("U", "W") and user not in (bot, "USLACKBOT") and not robot


def _is_member(body: Payload, event: Payload, team: str) -> bool:
    """False when the payload says that they come from another workspace, through Slack Connect."""
    homes = {text(message, name) for message in (event, part(event, "message")) for name in HOMES}
    return not (homes - {"", team, text(body, "enterprise_id"), text(body, "context_enterprise_id")})
