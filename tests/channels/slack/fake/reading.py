"""A message as a person reads it, and whatever in it is more than text."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

MARKUP = re.compile(r"<[^<>]+>")
OWN = "https://pathbot.example/"  # Pathbot's own pages, the only links it makes
FORMATTED = re.compile(r"[*_~`]\S.*?\S?[*_~`]|https?://")


def read(message: Mapping[str, Any]) -> str:
    """All words of a message, labels of buttons and values of fields included."""
    if message.get("blocks"):
        return "\n".join(part for block in message["blocks"] for part in _words(block))
    return html.unescape(message.get("text", ""))


def live(message: Mapping[str, Any]) -> list[str]:
    """Mentions, links and formatting that Slack would make out of it."""
    found = [f"text: {mark}" for mark in MARKUP.findall(message.get("text", ""))]
    if not message.get("blocks") and message.get("mrkdwn", True):
        found += FORMATTED.findall(message.get("text", ""))
    if message.get("unfurl_links", True) or message.get("unfurl_media", True):
        found.append("unfurls")
    if message.get("link_names") or message.get("parse") == "full":
        found.append("names become links")
    return found + live_blocks(message.get("blocks", []))


def live_blocks(blocks: Any) -> list[str]:
    """The same for blocks alone."""
    return list(_live(blocks))


def buttons(message: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every button with the block it stands in."""
    for block in message.get("blocks", []):
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]:
            if isinstance(element, dict) and element.get("type") == "button":
                yield block, element


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, dict):
        text = value.get("text")
        if isinstance(text, str):
            yield text if value.get("type") == "text" else html.unescape(text)
        for name in ("text", "label", "elements", "fields", "element", "accessory", "title"):
            if isinstance(value.get(name), dict | list):
                yield from _words(value[name])
        for name in ("initial_value", "alt_text"):
            if isinstance(value.get(name), str):
                yield value[name]


def _live(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from _live(inner)
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind in ("link", "user", "usergroup", "channel", "broadcast", "team", "color", "date", "emoji"):
            yield f"{kind} element"
        if kind == "mrkdwn":
            yield from MARKUP.findall(value.get("text", ""))
            yield from FORMATTED.findall(value.get("text", ""))
        if kind == "plain_text":
            yield from MARKUP.findall(value.get("text", ""))
            if value.get("emoji", True):
                yield "emoji"
        if "url" in value and not str(value["url"]).startswith(OWN):
            yield "url"
        for inner in value.values():
            yield from _live(inner)
