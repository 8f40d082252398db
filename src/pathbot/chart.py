"""A bar chart that works in greyscale, as SVG. Every value is written beside its bar: nothing depends on colour."""

from xml.sax.saxutils import escape, quoteattr

from pathbot.frozen import Frozen

WIDTH, HEIGHT = 640, 260
TOP, BOTTOM, SIDE = 34, 40, 16
INK, BAR, GROUND = "#1f2933", "#52606d", "#ffffff"
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


def svg(chart: BarChart) -> str:
    """The chart as one SVG element with its text equivalent inside."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label={quoteattr(chart.alt)} class="chart">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>',
    ]
    for bar, box in zip(chart.bars, boxes(chart), strict=True):
        parts.append(
            f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
            f'fill="{BAR}" rx="3"/>'
        )
        parts.append(_text(box.middle, box.y - 8, str(bar.value), 16))
        parts.append(_text(box.middle, HEIGHT - 14, bar.label, 14))
    return "".join([*parts, "</svg>"])


def _text(x: float, y: float, text: str, size: int) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="middle" fill="{INK}" '
        f'font-family="system-ui, sans-serif">{escape(text)}</text>'
    )
