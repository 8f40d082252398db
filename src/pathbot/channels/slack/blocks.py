"""The few shapes every message is made of. `slack_sdk.models` refuse whatever Slack would.

Words stand in `rich_text` elements, which Slack shows as they are: there is no markup in them that could be injected.
Only buttons and labels take `plain_text`, where the three characters Slack reads are written out.
"""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ImageBlock,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.basic_components import SlackFile

from pathbot.channels.slack.escape import clean, escaped
from pathbot.messages import Choice

LONGEST_PART = 2500  # characters of one piece of text
LONGEST_ALT = 1900
LONGEST_LABEL = 75
LONGEST_VALUE = 2000
BUTTONS_A_ROW = 5
LABEL_TAIL = "…"


def words(text: str, bold: bool = False) -> list[Block]:
    """A text as it is, in as many blocks as it needs."""
    return [_rich(RichTextSectionElement(elements=[_text(part, bold)])) for part in parts(text)]


def quoted(label: str, text: str, link: str = "") -> list[Block]:
    """A text with a bar beside it, its label in bold above, and the address of a page of ours after it."""
    blocks: list[Block] = []
    for number, part in enumerate(parts(text)):
        more = [_text(" "), RichTextElementParts.Link(url=link)] if link and number == 0 else []
        elements: list[Any] = [RichTextQuoteElement(elements=[_text(part), *more])]
        if label and number == 0:
            elements.insert(0, RichTextSectionElement(elements=[_text(label[:LONGEST_PART], bold=True)]))
        blocks.append(_rich(*elements))
    if label and (not blocks or len(label) > LONGEST_PART):
        blocks[:0] = words(label, bold=True)
    return blocks


def small(text: str) -> list[Block]:
    """A footer, in italics."""
    return [_rich(RichTextSectionElement(elements=[_text(part, italic=True)])) for part in parts(text)]


def buttons(choices: Sequence[Choice], action: str) -> list[Block]:
    """A button for each choice, five in a row. The first of the ids names what a tap does."""
    rows = [choices[n : n + BUTTONS_A_ROW] for n in range(0, len(choices), BUTTONS_A_ROW)]
    return [
        ActionsBlock(elements=[button(c, f"{action}:{n}:{m}") for m, c in enumerate(row)]) for n, row in enumerate(rows)
    ]


def button(choice: Choice, action_id: str, style: str | None = None) -> ButtonElement:
    """One button. A value too long for Slack is cut: the label, when typed, still means the whole one."""
    text = label(choice.label)
    return ButtonElement(text=text, action_id=action_id, value=clean(choice.value)[:LONGEST_VALUE], style=style)


def picture(file: str, alt: str) -> list[Block]:
    """An uploaded picture; what its description has no room for stands below."""
    described = parts(alt, LONGEST_ALT) or [LABEL_TAIL]
    shown: list[Block] = [ImageBlock(alt_text=described[0], slack_file=SlackFile(id=file))]
    return [*shown, *(block for more in described[1:] for block in words(more))]


def label(text: str, longest: int = LONGEST_LABEL) -> PlainTextObject:
    """The words on a button, cut where Slack cuts."""
    return PlainTextObject(text=fitted(text, longest), emoji=False)


def fitted(text: str, longest: int) -> str:
    """Escaped and not longer than this; never cut inside an entity."""
    whole = escaped(" ".join(text.split())) or LABEL_TAIL
    if len(whole) <= longest:
        return whole
    kept = ""
    for character in " ".join(text.split()):
        more = kept + escaped(character)
        if len(more) > longest - len(LABEL_TAIL):
            break
        kept = more
    return kept + LABEL_TAIL


def is_cut(text: str) -> bool:
    """Whether a button would not show all of it."""
    return len(escaped(" ".join(text.split()))) > LONGEST_LABEL


def parts(text: str, longest: int = LONGEST_PART) -> list[str]:
    """A text in pieces, cut at a space where there is one. Nothing but the space at a cut is left out."""
    text, found = clean(text).strip(), []
    while len(text) > longest:
        at = max(text.rfind(" ", 0, longest + 1), text.rfind("\n", 0, longest + 1))
        at = at if at > longest // 2 else longest
        found.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [part for part in (*found, text) if part]


def length_of(value: Any) -> int:
    """Characters in all the words of a block."""
    if isinstance(value, dict):
        return sum(length_of(v) for k, v in value.items() if k not in ("type", "action_id", "block_id"))
    if isinstance(value, list):
        return sum(map(length_of, value))
    return len(value) if isinstance(value, str) else 0


def _rich(*elements: Any) -> RichTextBlock:
    return RichTextBlock(elements=list(elements))


def _text(text: str, bold: bool = False, italic: bool = False) -> RichTextElementParts.Text:
    style = RichTextElementParts.TextStyle(bold=bold or None, italic=italic or None) if bold or italic else None
    return RichTextElementParts.Text(text=clean(text), style=style)
