"""App Home: the same cards as in the chat, on one page that is always there. What does not fit is a page further."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from pathbot.channels.slack import blocks
from pathbot.channels.slack.render import CHOOSE, card_blocks
from pathbot.frozen import Frozen
from pathbot.messages import Card, Choice

MOST_BLOCKS = 90  # Slack takes 100
MOST_CHARACTERS = 9000
TURN_PAGE = "page"


class HomeLabels(Frozen):
    """The words around the cards, in one language."""

    earlier: str
    more: str


def home_view(cards: Sequence[Card], labels: HomeLabels, page: int = 0) -> dict[str, Any]:
    """One page of the Home, with the way to the others."""
    pages = _pages(cards)
    at = min(max(page, 0), len(pages) - 1)
    around = []
    if at > 0:
        around.append(Choice(label=labels.earlier, value=str(at - 1)))
    if at < len(pages) - 1:
        around.append(Choice(label=labels.more, value=str(at + 1)))
    turning = blocks.buttons(around, TURN_PAGE) if around else []
    return dict(View(type="home", blocks=_named([*pages[at], *turning])).to_dict())


def _pages(cards: Sequence[Card]) -> list[list[Block]]:
    found: list[list[Block]] = [[]]
    size = 0
    for card in cards:
        made = [*([DividerBlock()] if found[-1] else []), *card_blocks(card)]
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


__all__ = ["CHOOSE", "HomeLabels", "home_view"]
