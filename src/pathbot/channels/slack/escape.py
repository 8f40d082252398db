"""Text on its way to Slack, and back. Where Slack would read markup, nothing of ours may be any."""

import re

_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_MARKED = re.compile(r"<([^<>]*)>")
_ENTITY = re.compile("|".join(_ENTITIES))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def escaped(text: str) -> str:
    """For the places where Slack reads markup: the three characters that begin all of it, written out."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clean(text: str) -> str:
    """Without the characters that no keyboard makes, and without halves of characters, which are no text at all."""
    return _CONTROL.sub("", text).encode("utf-8", "replace").decode("utf-8")


def plain(text: str, bot: str) -> str:
    """What a person wrote, out of the text of an event: no mention of `bot`, links as they read, entities undone."""
    said = _MARKED.sub(lambda found: _spelled(found.group(1), bot), text)
    return clean(_ENTITY.sub(lambda found: _ENTITIES[found.group()], said)).strip()


def _spelled(mark: str, bot: str) -> str:
    kind, rest = mark[:1], mark[1:]
    target, _, label = rest.partition("|")
    if kind == "@":
        return "" if target == bot else f"@{label}" if label else "@…"
    if kind == "#":
        return f"#{label}" if label else "#…"
    if kind == "!":
        return label or f"@{target.partition('^')[0]}"
    address, _, label = mark.partition("|")
    return label or address.removeprefix("mailto:")
