"""The parts of an Adaptive Card 1.5 that Pathbot uses.

Words only ever stand in text runs, input values and button titles, where Teams reads no Markdown, no mention and no
link: a learner's asterisks stay asterisks. `TextBlock` and `FactSet` do read Markdown, so they are never used.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pathbot.channels.starting import Named
from pathbot.channels.teams.reading import CHOICE, FORM
from pathbot.messages import Choice, FormField

Json = dict[str, Any]

_MARKDOWN = re.compile(r"[\[\]()*_~`<>#|!\\]")
LONGEST_RUN = 4000  # characters in one text run
LONGEST_TITLE = 60  # characters of a button that Teams shows in full
SIDE_BY_SIDE = 24  # characters; longer titles stand under each other, or Teams cuts them short
MOST_ABREAST = 4  # Teams hides what comes after the sixth button of a row
LARGEST_INPUT = 20_000


def words(text: str, label: str = "", **style: object) -> list[Json]:
    """A text, one block per line of it. `label` stands in bold before the first line, or above where there are more."""
    blocks: list[Json] = []
    for line in text.split("\n") or [""]:
        for piece in split(line, LONGEST_RUN):
            blocks.append(_block([_run(piece, **style)], "Default" if not blocks and not label else "Small"))
    if not label:
        return blocks
    bold = [_run(piece, weight="Bolder") for piece in split(label, LONGEST_RUN)]
    if len(blocks) > 1:
        return [_block(bold), *blocks]
    told = [_run(" "), *blocks[0]["inlines"]] if text else []
    return [_block([*bold, *told])]


def buttons(choices: Sequence[Choice]) -> list[Json]:
    """Every choice as a button, in rows that Teams shows in full."""
    long = any(len(choice.label) > LONGEST_TITLE for choice in choices)
    listed = [block for n, choice in enumerate(choices, 1) for block in words(f"{n}. {choice.label}")] if long else []
    titles = [_title(n, choice.label) if long else choice.label for n, choice in enumerate(choices, 1)]
    actions = [submit(title, {CHOICE: choice.value}) for title, choice in zip(titles, choices, strict=True)]
    abreast = MOST_ABREAST if all(len(title) <= SIDE_BY_SIDE for title in titles) else 1
    rows = [actions[n : n + abreast] for n in range(0, len(actions), abreast)]
    return listed + [{"type": "ActionSet", "actions": row} for row in rows]


def inputs(fields: Sequence[FormField], form: str, send: str) -> list[Json]:
    """The fields of a form, prefilled, and the button that sends them."""
    asked = [_input(field) for field in fields]
    return [*asked, {"type": "ActionSet", "actions": [submit(send, {FORM: form})]}]


def choose(name: str, label: str, choices: Sequence[Named], chosen: Sequence[Named] = (), many: bool = False) -> Json:
    """One of these, or `many`. Some clients read Markdown beside a box, so nothing of it is left there."""
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "expanded" if many else "compact",
        "isMultiSelect": many,
        "isRequired": not many,
        "errorMessage": label,
        "value": ",".join(choice.id for choice in chosen),
        "choices": [{"title": _MARKDOWN.sub("", choice.name) or "?", "value": choice.id} for choice in choices],
    }


def picture(png: str, alt: str) -> Json:
    """A picture, and what it shows in words for who cannot see it. `png` is base64."""
    return {"type": "Image", "url": f"data:image/png;base64,{png}", "altText": alt, "size": "Stretch"}


def split(text: str, size: int) -> Iterator[str]:
    """Pieces of at most `size` characters, at a space where there is one. An empty text is one empty piece."""
    while len(text) > size:
        at = text.rfind(" ", size // 2, size)
        at = size if at < 0 else at
        yield text[:at]
        text = text[at:].lstrip(" ")
    yield text


def _block(inlines: list[Json], spacing: str = "Default") -> Json:
    return {"type": "RichTextBlock", "inlines": inlines, "spacing": spacing}


def _run(text: str, **style: object) -> Json:
    return {"type": "TextRun", "text": text, **style}


def submit(title: str, data: Json) -> Json:
    """A button that sends this, with what was filled in."""
    return {"type": "Action.Submit", "title": title, "data": data}


def _title(number: int, label: str) -> str:
    return f"{number}. {label[: SIDE_BY_SIDE * 2].rstrip()}…" if len(label) > LONGEST_TITLE else f"{number}. {label}"


def _input(field: FormField) -> Json:
    return {
        "type": "Input.Text",
        "id": field.name,
        "label": field.label,
        "value": field.value,
        "isMultiline": field.long,
        "maxLength": LARGEST_INPUT,
    }
