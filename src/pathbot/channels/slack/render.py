"""Replies as messages of Slack. Pure: a reply in, pages out; what does not fit one message goes on in the next."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from slack_sdk.models.blocks import Block

from pathbot.channels.slack import blocks
from pathbot.channels.slack.escape import escaped
from pathbot.frozen import Frozen
from pathbot.messages import Card, Choice, Form, Picture, Reply, fallback, options

MOST_BLOCKS = 40  # Slack takes 50
MOST_CHARACTERS = 9000  # of one message; Slack refuses somewhere above 13,000
LONGEST_NOTICE = 2800  # characters of the plain text beside the blocks, which notifications show

CHOOSE, OPEN_FORM = "choose", "form"


class Labels(Frozen):
    """Slack's own few words, in one language."""

    write: str
    alert: str


class Page(NamedTuple):
    """One message. `text` is what a notification and a screen reader say."""

    blocks: list[dict[str, Any]]
    text: str


def pages(reply: Reply, key: str, labels: Labels, file: str = "") -> list[Page]:
    """All of a reply. `key` is the outgoing message's, so that a form can be found again when it is opened.

    `file` is Slack's id of an uploaded picture; without one a picture is shown as its words.
    """
    made = _pages(_blocks(reply, key, labels, file))
    notice = blocks.parts(fallback(reply), LONGEST_NOTICE)
    return [Page(page, escaped(notice[min(n, len(notice) - 1)] if notice else "…")) for n, page in enumerate(made)]


def plain_pages(reply: Reply) -> list[str]:
    """The same without blocks, for a Slack that refuses them: markup is off, options are typed."""
    return [escaped(part) for part in blocks.parts(fallback(reply), LONGEST_NOTICE)] or ["…"]


def _blocks(reply: Reply, key: str, labels: Labels, file: str) -> list[Block]:
    if isinstance(reply, Card):
        return card_blocks(reply)
    elif isinstance(reply, Picture):
        return [*blocks.words(reply.text), *(blocks.picture(file, reply.alt) if file else blocks.words(reply.alt))]
    elif isinstance(reply, Form):
        made = [*blocks.words(reply.text), *_fields(reply)]
        return [*made, *blocks.buttons([Choice(label=labels.write, value=key)], OPEN_FORM)]
    else:
        made = blocks.words(reply.text)
    return [*made, *_choices(options(reply))]


def card_blocks(card: Card) -> list[Block]:
    """A card: title, text, rows with a bar beside them, footer, buttons."""
    made = [*blocks.words(card.title, bold=True), *blocks.words(card.text)]
    for row in card.rows:
        made += blocks.quoted(row.label, row.text, row.address)
    return [*made, *blocks.small(card.footer), *_choices(card.choices)]


def _fields(form: Form) -> list[Block]:
    return [block for field in form.fields for block in blocks.quoted(field.label, field.value)]


def _choices(choices: Sequence[Choice]) -> list[Block]:
    """Buttons; a label that no button can hold stands above them in full, with the number to type."""
    if not choices:
        return []
    cut = [f"{n}. {c.label}" for n, c in enumerate(choices, 1) if blocks.is_cut(c.label)]
    above = [block for line in cut for block in blocks.words(line)]
    return [*above, *blocks.buttons(choices, CHOOSE)]


def _pages(made: Iterable[Block]) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = [[]]
    size = 0
    for block in made:
        as_dict = block.to_dict()
        length = blocks.length_of(as_dict)
        if found[-1] and (len(found[-1]) >= MOST_BLOCKS or size + length > MOST_CHARACTERS):
            found.append([])
            size = 0
        found[-1].append(as_dict)
        size += length
    return found
