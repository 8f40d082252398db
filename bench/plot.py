"""Bars in grey, as an SVG file with its numbers in words: readable in print, on a phone, and by a screen reader."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDTH, LEFT, RIGHT, ROW, HEAD = 760, 300, 110, 24, 44
DARK, LIGHT, PAPER = "#333", "#8a8a8a", "#fff"


class Bar(NamedTuple):
    """`value` in the unit of its group. `light` tells one kind from the other, in print too."""

    label: str
    value: float
    light: bool = False


class Group(NamedTuple):
    """Bars that share a unit. `limit` is drawn as a line where there is one."""

    title: str
    unit: str
    bars: Sequence[Bar]
    limit: float | None = None


def svg(groups: Sequence[Group]) -> str:
    """One picture of all groups, below each other."""
    parts, y = [], 10
    for group in groups:
        parts.append(_text(10, y + 24, group.title, bold=True))
        top = y + HEAD
        most = max([*(bar.value for bar in group.bars), group.limit or 0.0, 1e-9])
        scale = (WIDTH - LEFT - RIGHT) / most
        for number, bar in enumerate(group.bars):
            at = top + number * ROW
            parts.append(_text(LEFT - 8, at + 13, bar.label, end=True))
            shade = LIGHT if bar.light else DARK
            width = max(bar.value * scale, 1)
            parts.append(f'<rect x="{LEFT}" y="{at}" width="{width:.1f}" height="16" fill="{shade}"/>')
        y = top + len(group.bars) * ROW + 6
        if group.limit is not None:
            x = LEFT + group.limit * scale
            parts.append(f'<path d="M{x:.1f} {top - 6}V{y}" stroke="{DARK}" stroke-dasharray="3 3"/>')
            parts.append(_text(x + 4, top - 7, f"aim: {group.limit:g} {group.unit}"))
        for number, bar in enumerate(group.bars):  # last, so that no line crosses a number
            parts.append(_text(LEFT + bar.value * scale + 6, top + number * ROW + 13, f"{bar.value:.3g} {group.unit}"))
    words = escape(". ".join(_said(group) for group in groups))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 10}" role="img" font-family="sans-serif"'
    paper = f'<rect width="{WIDTH}" height="{y + 10}" fill="{PAPER}"/>'
    return f'{head} font-size="13"><title>Measured speed</title><desc>{words}</desc>{paper}{"".join(parts)}</svg>\n'


def _said(group: Group) -> str:
    bars = ", ".join(f"{bar.label} {bar.value:.3g} {group.unit}" for bar in group.bars)
    return f"{group.title}: {bars}"


def _text(x: float, y: float, words: str, bold: bool = False, end: bool = False) -> str:
    more = (' font-weight="bold"' if bold else "") + (' text-anchor="end"' if end else "")
    more += f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"'  # paper around it, where a line is behind
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{DARK}"{more}>{escape(words)}</text>'
