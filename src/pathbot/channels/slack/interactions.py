"""Taps, sent forms, commands and shortcuts, as what a person did. Pure and total, like `reading`."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from pathbot.channels.slack import names
from pathbot.channels.slack.escape import clean, plain
from pathbot.channels.slack.reading import LONGEST_TEXT, Heard, Payload, part, text
from pathbot.messages import Address, Inbound, InboundKind

MODAL = "form"
SAVE_WORDS = "save_evidence"
LONGEST_ID = 120


class Tap(NamedTuple):
    """A button that was tapped: its name and value, where, and the right to open a window for three seconds."""

    team: str
    user: str
    name: str
    value: str
    trigger: str
    address: Address
    delivery: str
    at: datetime


class Command(NamedTuple):
    """``/pathbot verb rest``, typed in `channel`."""

    team: str
    user: str
    channel: str
    verb: str
    rest: str
    trigger: str


def read_tap(body: Payload, now: datetime) -> Tap | None:
    """A block action; None when it is no button of Pathbot's."""
    team, user = _who(body)
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}
    if not (names.is_id(team) and names.is_id(user) and text(action, "action_id")):
        return None
    container = part(body, "container")
    channel = text(container, "channel_id") or text(part(body, "channel"), "id")
    ts = text(container, "message_ts") or text(part(body, "message"), "ts")
    at = text(action, "action_ts")
    shared = channel[:1] not in ("", "D") and names.is_id(channel)
    thread = text(container, "thread_ts") or text(part(body, "message"), "thread_ts") or ts
    return Tap(
        team=team,
        user=user,
        name=text(action, "action_id").partition(":")[0],
        value=text(action, "value"),
        trigger=text(body, "trigger_id"),
        address=names.class_address(team, channel, thread if names.is_ts(thread) else None)
        if shared
        else names.private_address(team, user),
        delivery=_short(f"{team}/{channel or 'home'}/{ts}/tap/{user}/{at or text(body, 'trigger_id')}"),
        at=names.moment(at) if names.is_ts(at) else now,
    )


def chosen(tap: Tap, value: str) -> Heard:
    """The tap as a choice."""
    return Heard(tap.team, tap.user, _done(tap.address, tap.delivery, tap, "choice", data={"value": value}))


def typed(tap: Tap | Command, said: str, delivery: str, at: datetime) -> Heard:
    """Something a button or a command says for a person, in their private chat."""
    address = names.private_address(tap.team, tap.user)
    inbound = Inbound(
        channel=names.NAME,
        delivery_id=_short(delivery),
        address=address,
        person=names.person_id(tap.team, tap.user),
        text=said[:LONGEST_TEXT],
        sent_at=at,
    )
    return Heard(tap.team, tap.user, inbound, problem="too_long" if len(said) > LONGEST_TEXT else "")


def read_form(body: Payload, now: datetime) -> Heard | None:
    """A window that was sent; None when it is no form of a conversation."""
    team, user = _who(body)
    view = part(body, "view")
    kept = _kept(text(view, "private_metadata"))
    if not (names.is_id(team) and names.is_id(user) and text(kept, "form")):
        return None
    fields = fields_of(view)
    address = names.private_address(team, user)
    delivery = _short(f"{team}/view/{text(view, 'id')}/{text(view, 'hash')}")
    inbound = Inbound(
        channel=names.NAME,
        delivery_id=delivery,
        address=address,
        person=names.person_id(team, user),
        kind="form",
        data={**fields, "form": text(kept, "form")},
        sent_at=now,
    )
    return Heard(team, user, inbound)


def fields_of(view: Payload) -> dict[str, str]:
    """What was filled in, by the names of the fields."""
    found: dict[str, str] = {}
    for name, inputs in part(part(view, "state"), "values").items():
        for given in inputs.values() if isinstance(inputs, Mapping) else ():
            if isinstance(given, Mapping):
                found[str(name)] = clean(text(given, "value") or text(part(given, "selected_option"), "value")).strip()
    return found


def read_command(body: Payload) -> Command | None:
    """A slash command."""
    team, user, channel = text(body, "team_id"), text(body, "user_id"), text(body, "channel_id")
    if not (names.is_id(team) and names.is_id(user)):
        return None
    verb, _, rest = plain(text(body, "text"), "").partition(" ")
    return Command(team, user, channel, verb.casefold(), rest.strip(), text(body, "trigger_id"))


def read_shortcut(body: Payload, bot: str, now: datetime) -> tuple[Heard, bool] | None:
    """ "Save as evidence" on a message, and whether it is the person's own: only then it may be taken."""
    team, user = _who(body)
    message, channel = part(body, "message"), text(part(body, "channel"), "id")
    ts = text(message, "ts") or text(body, "message_ts")
    if not (names.is_id(team) and names.is_id(user) and names.is_id(channel) and names.is_ts(ts)):
        return None
    said = plain(text(message, "text"), bot)
    inbound = Inbound(
        channel=names.NAME,
        delivery_id=names.message_id(team, channel, ts),
        address=names.private_address(team, user),
        person=names.person_id(team, user),
        text=said[:LONGEST_TEXT],
        sent_at=now,
    )
    problem = "too_long" if len(said) > LONGEST_TEXT else "only_text" if not said else ""
    mine = text(message, "user") == user and not message.get("bot_id")
    return Heard(team, user, inbound, problem=problem), mine


def kept_form(form: str) -> str:
    """What a window remembers while it is open."""
    return json.dumps({"form": form})


def _kept(metadata: str) -> Payload:
    try:
        found = json.loads(metadata)
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _who(body: Payload) -> tuple[str, str]:
    """The workspace and the user. Of someone from another workspace, nothing is taken."""
    user = part(body, "user")
    team = text(part(body, "team"), "id") or text(user, "team_id")
    home = text(user, "team_id")
    enterprise = text(part(body, "enterprise"), "id")
    return ("", "") if home not in ("", team, enterprise) else (team, text(user, "id"))


def _done(address: Address, delivery: str, tap: Tap, kind: InboundKind, data: dict[str, str]) -> Inbound:
    return Inbound(
        channel=names.NAME,
        delivery_id=delivery,
        address=address,
        person=names.person_id(tap.team, tap.user),
        kind=kind,
        data=data,
        sent_at=tap.at,
    )


def _short(delivery: str) -> str:
    return clean(delivery)[:LONGEST_ID]
