"""What a person sees of an activity in Teams, and what in it is more than text."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
READS_MARKDOWN = ("TextBlock", "FactSet")


def read(activity: Json) -> str:
    """All words of a message, as Teams shows them."""
    return "\n".join([activity.get("text") or "", *(_words(element) for element in elements(activity))]).strip()


def card(activity: Json) -> Json:
    """The one card of a message."""
    (attachment,) = activity["attachments"]
    content: Json = attachment["content"]
    return content


def actions(activity: Json) -> list[Json]:
    """Every button of a message."""
    return [action for element in elements(activity) for action in element.get("actions", ())]


def elements(activity: Json) -> Iterator[Json]:
    """The elements of the message's cards, the nested ones too."""
    waiting = [e for a in activity.get("attachments") or () for e in a["content"]["body"]]
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting = [*element.get("items", ()), *waiting]


def live(activity: Json) -> list[str]:
    """Whatever Teams would make more than text of: Markdown, mentions, links."""
    found = [e["type"] for e in elements(activity) if e["type"] in READS_MARKDOWN]
    found += [a["type"] for a in actions(activity) if a["type"] != "Action.Submit"]
    found += [e["type"] for e in activity.get("entities") or () if e["type"] == "mention"]
    if activity.get("text") and activity.get("textFormat") != "plain":
        found.append(f"textFormat {activity.get('textFormat')}")
    return found


def _words(element: Json) -> str:
    kind = element["type"]
    if kind == "RichTextBlock":
        return "".join(run["text"] for run in element["inlines"])
    if kind == "Input.Text":
        return f"{element['label']} {element['value']}"
    if kind == "Image":
        return str(element["altText"])
    return " ".join(action["title"] for action in element.get("actions", ()))
