"""App Home: the same cards as in the chat, on one page that is always there. What does not fit is a page further."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from pathbot.channels.slack import blocks
from pathbot.channels.slack.render import CHOOSE, card_blocks
from pathbot.frozen import Frozen
from pathbot.messages import Card, Choice, Picture

MOST_BLOCKS = 90  # Slack takes 100
MOST_CHARACTERS = 9000
TURN_PAGE = "page"
GO_TO = "link"


class Link(NamedTuple):
    """A way to one of Pathbot's own pages."""

    label: str
    url: str


class HomePart(NamedTuple):
    """A card, what it looks like as a picture, and where there is more of it."""

    card: Card
    picture: Picture | None = None
    link: Link | None = None


class HomeLabels(Frozen):
    """The words around the cards, in one language."""

    earlier: str
    more: str


def home_view(
    parts: Sequence[HomePart], labels: HomeLabels, page: int = 0, files: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """One page of the Home, with the way to the others.

    `files` are Slack's ids of uploaded pictures, by their `png`; one that is missing is said in words.
    """
    pages = _pages([_blocks(part, files or {}) for part in parts])
    at = min(max(page, 0), len(pages) - 1)
    around = []
    if at > 0:
        around.append(Choice(label=labels.earlier, value=str(at - 1)))
    if at < len(pages) - 1:
        around.append(Choice(label=labels.more, value=str(at + 1)))
    turning = blocks.buttons(around, TURN_PAGE) if around else []
    return dict(View(type="home", blocks=_named([*pages[at], *turning])).to_dict())


def _blocks(part: HomePart, files: Mapping[str, str]) -> list[Block]:
    made, picture = card_blocks(part.card), part.picture
    if picture is not None:
        file = files.get(picture.png)
        made += blocks.picture(file, picture.alt) if file else blocks.words(picture.alt)
    if part.link is not None:
        text = blocks.label(part.link.label)
        made.append(ActionsBlock(elements=[ButtonElement(text=text, action_id=GO_TO, url=part.link.url)]))
    return made


def _pages(parts: Sequence[list[Block]]) -> list[list[Block]]:
    found: list[list[Block]] = [[]]
    size = 0
    for part in parts:
        made = [*([DividerBlock()] if found[-1] else []), *part]
        for block in made:
            length = blocks.length_of(block.to_dict())
            if found[-1] and (len(found[-1]) >= MOST_BLOCKS or size + length > MOST_CHARACTERS):
                found.append([])
                size = 0
            found[-1].append(block)
            size += length
    return found


def _named(made: list[Block]) -> list[Block]:
    """Every button of a view has a name of its own: cards name theirs from the beginning."""
    for number, block in enumerate(made):
        if block.type == "actions":
            for element in block.elements:  # type: ignore[attr-defined]
                element.action_id = f"{element.action_id}:{number}"
    return made


__all__ = ["CHOOSE", "HomeLabels", "HomePart", "Link", "home_view"]
