"""A teacher starts a project in a channel: the window, and what was chosen in it."""

import json
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import InputBlock, Option, StaticSelectElement, UserMultiSelectElement
from slack_sdk.models.views import View

from pathbot.channels.slack import names
from pathbot.channels.slack.blocks import label, words
from pathbot.channels.slack.modal import LONGEST_TITLE
from pathbot.channels.slack.reading import Payload, part, text
from pathbot.channels.starting import Named, Starter
from pathbot.frozen import Frozen

START = "start_project"
FIELDS = ("class", "project")
MOST_OPTIONS = 100
MOST_LEARNERS = 100


class StartLabels(Frozen):
    """The words of the window, in one language."""

    title: str
    begin: str
    cancel: str
    intro: str
    which_class: str
    project: str
    learners: str


class Start(Frozen):
    """What was chosen: this class does this project in this channel, with these learners (user, first name)."""

    team: str
    user: str
    channel: str
    class_id: str
    project: str
    learners: tuple[Named, ...]
    key: str


def start_modal(starter: Starter, channel: str, members: Sequence[str], labels: StartLabels) -> dict[str, Any]:
    """The window. Everyone of the channel who is not staff is proposed as a learner, and can be taken out."""
    proposed = [user for user in members if user not in starter.staff][:MOST_LEARNERS]
    learners = UserMultiSelectElement(action_id="users", initial_users=proposed or None)
    view = View(
        type="modal",
        callback_id=START,
        title=label(labels.title, LONGEST_TITLE),
        submit=label(labels.begin, LONGEST_TITLE),
        close=label(labels.cancel, LONGEST_TITLE),
        private_metadata=json.dumps({"channel": channel}),
        blocks=[
            *words(labels.intro),
            InputBlock(block_id="class", label=label(labels.which_class), element=_select("class", starter.classes)),
            InputBlock(block_id="project", label=label(labels.project), element=_select("project", starter.projects)),
            InputBlock(block_id="learners", label=label(labels.learners), element=learners, optional=True),
        ],
    )
    return dict(view.to_dict())


def read_start(body: Payload) -> Start | None:
    """What was chosen in the window, None when it is another window, or not whole."""
    view, user = part(body, "view"), part(body, "user")
    if text(view, "callback_id") != START:
        return None
    try:
        channel = json.loads(text(view, "private_metadata")).get("channel", "")
    except (ValueError, AttributeError):
        return None
    values = part(part(view, "state"), "values")
    chosen = {name: text(part(part(part(values, name), name), "selected_option"), "value") for name in FIELDS}
    users = part(part(values, "learners"), "users").get("selected_users")
    team = text(part(body, "team"), "id") or text(user, "team_id")
    whole = names.is_id(team) and names.is_id(text(user, "id")) and names.is_id(channel) and all(chosen.values())
    if not whole or text(user, "team_id") not in ("", team):
        return None
    return Start(
        team=team,
        user=text(user, "id"),
        channel=channel,
        class_id=chosen["class"],
        project=chosen["project"],
        learners=tuple(Named(u, u) for u in users if names.is_id(u)) if isinstance(users, list) else (),
        key=f"{text(view, 'id')}:{text(view, 'hash')}",
    )


def _select(name: str, choices: Sequence[Named]) -> StaticSelectElement:
    options = [Option(text=label(choice.name), value=choice.id) for choice in choices[:MOST_OPTIONS]]
    first = options[0] if len(options) == 1 else None
    return StaticSelectElement(action_id=name, options=options, initial_option=first)
