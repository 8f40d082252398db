"""A neutral reply as messages of Teams. Pure. Nothing is left out: what does not fit in one message goes into the next.

Plain sentences are plain text, the rest are Adaptive Cards that also carry their whole content as text, for clients
that show no cards.
"""

import json
from collections.abc import Sequence

from pathbot.channels.teams.elements import Json, buttons, inputs, picture, split, words
from pathbot.frozen import Frozen
from pathbot.messages import Card, Form, Outgoing, Picture, Reply, Text, fallback, options

LONGEST_TEXT = 10_000  # characters of a plain message, at most 40 KB
LARGEST_PAGE = 60_000  # bytes of a card and its fallback; Teams refuses more than about 100 KB
LARGEST_PICTURE = 56_000  # characters of base64; a larger one is told in words
LONGEST_NOTICE = 120
CARD = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


class Labels(Frozen):
    """The few words of Teams' own: the button of a form, how to choose where no buttons are shown, what a banner says
    of a safety alert, the answer to a message that holds no words, and what stands before a message that may be there
    already."""

    send: str
    choose: str
    alert: str
    only_words: str
    again: str


def render(outgoing: Outgoing, labels: Labels) -> tuple[Json, ...]:
    """The activities to post, in order. A banner on a locked screen never says what a safety alert is about."""
    reply = outgoing.reply
    if isinstance(reply, Text):
        messages = [_plain(piece) for piece in split(reply.text, LONGEST_TEXT)]
    else:
        pages = _pages(_body(reply, labels))
        texts = [fallback(reply)] if len(pages) == 1 else [_read(page) for page in pages]
        texts[-1] += f"\n{labels.choose}" if options(reply) else ""
        messages = [as_card(page, text) for page, text in zip(pages, texts, strict=True)]
    notice = labels.alert if outgoing.priority == "alert" else _notice(reply)
    return tuple({**message, "summary": notice} for message in messages)


def again(activity: Json, labels: Labels) -> Json:
    """An activity that may be in the chat already, with a line before it that says so."""
    if "text" in activity:
        return {**activity, "text": f"{labels.again}\n{activity['text']}"}
    card = activity["attachments"][0]["content"]
    body = [*words(labels.again, isSubtle=True, size="Small"), *card["body"]]
    content = {**card, "body": body, "fallbackText": f"{labels.again}\n{card['fallbackText']}"}
    return {**activity, "attachments": [{"contentType": CARD, "content": content}]}


def _body(reply: Reply, labels: Labels) -> list[Json]:
    body: list[Json] = []
    if isinstance(reply, Card):
        body += words(reply.title, weight="Bolder", size="Medium") if reply.title else []
        body += words(reply.text) if reply.text else []
        for row in reply.rows:
            body += words(row.says, row.lead)
        body += words(reply.footer, isSubtle=True, size="Small") if reply.footer else []
    else:
        body += words(reply.text)
    if isinstance(reply, Picture):
        body += [picture(reply.png, reply.alt)] if len(reply.png) <= LARGEST_PICTURE else words(reply.alt)
    if isinstance(reply, Form):
        body += inputs(reply.fields, reply.submit, labels.send)
    return body + buttons(options(reply))


def _pages(body: Sequence[Json]) -> list[list[Json]]:
    """Elements by the card they fit in, in order. A form's fields and its button stay together."""
    pages: list[list[Json]] = [[]]
    size = 0
    for group in _together(body):
        needed = sum(_size(element) for element in group)
        if pages[-1] and size + needed > LARGEST_PAGE:
            pages.append([])
            size = 0
        pages[-1] += group
        size += needed
    return pages


def _together(body: Sequence[Json]) -> list[list[Json]]:
    first = next((n for n, element in enumerate(body) if element["type"] == "Input.Text"), len(body))
    rest = [list(body[first:])] if first < len(body) else []
    return [*([element] for element in body[:first]), *rest]


def _size(element: Json) -> int:
    """Bytes on the wire, the share of the fallback included."""
    return len(json.dumps(element, ensure_ascii=False).encode()) + len(_read([element]).encode()) + 2


def _read(page: Sequence[Json]) -> str:
    """A page as text."""
    return "\n".join(filter(None, (_text(element) for element in page)))


def _text(element: Json) -> str:
    if element["type"] == "RichTextBlock":
        return "".join(run["text"] for run in element["inlines"])
    if element["type"] == "Input.Text":
        return f"{element['label']}: {element['value']}".rstrip(": ")
    if element["type"] == "Image":
        return str(element["altText"])
    return "\n".join(f"- {action['title']}" for action in element["actions"])


def _plain(text: str) -> Json:
    return {"type": "message", "text": text, "textFormat": "plain"}


def as_card(body: list[Json], text: str) -> Json:
    """A message with one card, and what it says where no cards are shown."""
    card = {"type": "AdaptiveCard", "$schema": SCHEMA, "version": "1.5", "fallbackText": text, "body": body}
    return {"type": "message", "attachments": [{"contentType": CARD, "content": card}]}


def _notice(reply: Reply) -> str:
    """What a banner and the list of chats show."""
    first = (reply.title if isinstance(reply, Card) else "") or reply.text or fallback(reply)
    line = first.split("\n")[0]
    return line if len(line) <= LONGEST_NOTICE else line[:LONGEST_NOTICE].rstrip() + "…"
