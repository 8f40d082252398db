"""What a teacher may choose when a project is started in a chat. Slack and Teams each show it in their own way."""

from typing import NamedTuple

from pathbot.frozen import Frozen


class Named(NamedTuple):
    """Something to choose: its id, and what people call it."""

    id: str
    name: str


class Starter(Frozen):
    """What this person may start: their classes, the projects there are, and who of a channel is staff.

    `ready` is False while the school lacks what has to be there before any class begins.
    """

    classes: tuple[Named, ...]
    projects: tuple[Named, ...]
    language: str = "en"
    staff: tuple[str, ...] = ()
    ready: bool = True
