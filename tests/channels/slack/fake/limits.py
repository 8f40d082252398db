"""What Slack refuses: the limits of Block Kit, and what must be unique."""

from collections.abc import Iterator, Mapping
from typing import Any

KNOWN = {"rich_text", "section", "header", "context", "actions", "divider", "image", "input"}
LIMITS = {"header": 150, "section": 3000}
MOST_TOTAL = 13_200


def problem_of(blocks: Any, most: int) -> str:
    """Slack's name for what is wrong with these blocks; empty when nothing is."""
    if not isinstance(blocks, list) or len(blocks) > most:
        return "invalid_blocks"
    ids: set[str] = set()
    for block in blocks:
        if not isinstance(block, dict) or block.get("type") not in KNOWN:
            return "invalid_blocks"
        if block["type"] == "actions" and not 1 <= len(block["elements"]) <= 25:
            return "invalid_blocks"
        if block["type"] == "context" and not 1 <= len(block["elements"]) <= 10:
            return "invalid_blocks"
        if block["type"] == "rich_text" and not _rich_ok(block):
            return "invalid_blocks"
        if block["type"] == "image" and not (block.get("alt_text") and len(block["alt_text"]) <= 2000):
            return "invalid_blocks"
        text = block.get("text")
        if block["type"] in LIMITS and (not text or len(text["text"]) > LIMITS[block["type"]] or not text["text"]):
            return "invalid_blocks"
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]:
            if element.get("type") == "button" and not _button_ok(element):
                return "invalid_blocks"
        named = [block.get("block_id"), *(e.get("action_id") for e in block.get("elements", []))]
        for name in filter(None, named):
            if name in ids or len(name) > 255:
                return "invalid_blocks"
            ids.add(name)
    return "msg_blocks_too_long" if sum(map(len, words_in(blocks))) > MOST_TOTAL else ""


def problem_of_view(view: Mapping[str, Any]) -> str:
    """The same for a window or a Home."""
    if problem := problem_of(view.get("blocks"), 100):
        return problem
    if view.get("type") == "modal" and not view.get("title"):
        return "invalid_arguments"
    for name in ("title", "submit", "close"):
        if name in view and not 1 <= len(view[name]["text"]) <= 24:
            return "invalid_arguments"
    return "invalid_arguments" if len(view.get("private_metadata", "")) > 3000 else ""


def words_in(value: Any) -> Iterator[str]:
    """Every text in some blocks."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "text" and isinstance(inner, str):
                yield inner
            elif name != "type":
                yield from words_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner)


def _button_ok(button: Mapping[str, Any]) -> bool:
    text = button.get("text", {})
    fits = 1 <= len(text.get("text", "")) <= 75 and len(button.get("value", "")) <= 2000
    return fits and text.get("type") == "plain_text" and bool(button.get("action_id"))


def _rich_ok(block: Mapping[str, Any]) -> bool:
    if not block.get("elements"):
        return False
    for section in block["elements"]:
        if section.get("type") not in ("rich_text_section", "rich_text_quote", "rich_text_list"):
            return False
        for piece in section["elements"]:
            if piece.get("type") == "text" and not piece.get("text"):
                return False
    return True
