"""A bar chart that works in greyscale: where its bars stand. Every value is written beside its bar."""

from pathbot.frozen import Frozen

WIDTH, HEIGHT = 640, 260
TOP, BOTTOM, SIDE = 34, 40, 16
INK, BAR, GROUND = "#1f2933", "#52606d", "#ffffff"  # for pictures; pages use their own colours
GAP = 0.3


class Bar(Frozen):
    """One bar: a short label under it, and how many."""

    label: str
    value: int


class BarChart(Frozen):
    """Bars side by side. `alt` says the same in a sentence."""

    title: str
    alt: str
    bars: tuple[Bar, ...]


class Box(Frozen):
    """Where a bar stands: its left and upper edge, its size and its middle, in the chart's units (pixels)."""

    x: float
    y: float
    width: float
    height: float
    middle: float


def boxes(chart: BarChart) -> tuple[Box, ...]:
    """The bars' places, left to right. The highest one fills the height; an empty one is a thin line."""
    most = max((bar.value for bar in chart.bars), default=0) or 1
    slot = (WIDTH - 2 * SIDE) / max(len(chart.bars), 1)
    room = HEIGHT - TOP - BOTTOM
    placed = []
    for n, bar in enumerate(chart.bars):
        high = max(room * bar.value / most, 2.0)
        left = SIDE + slot * (n + GAP / 2)
        wide = slot * (1 - GAP)
        placed.append(Box(x=left, y=TOP + room - high, width=wide, height=high, middle=left + wide / 2))
    return tuple(placed)
