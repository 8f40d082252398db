"""A chart as PNG, drawn by Pillow with the font it brings along: no system packages, no files."""

from base64 import b64encode
from io import BytesIO

from pathbot.chart import BAR, GROUND, HEIGHT, INK, WIDTH, BarChart, boxes

SCALE = 2  # screens of phones


def png(chart: BarChart) -> str:
    """The chart as base64 of a greyscale PNG, 1280 × 520 pixels and a few KB."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE), GROUND)
    draw = ImageDraw.Draw(image)
    numbers, labels = ImageFont.load_default(16 * SCALE), ImageFont.load_default(14 * SCALE)
    for bar, box in zip(chart.bars, boxes(chart), strict=True):
        corners = [(box.x, box.y), (box.x + box.width, box.y + box.height)]
        draw.rounded_rectangle([(x * SCALE, y * SCALE) for x, y in corners], radius=3 * SCALE, fill=BAR)
        middle = box.middle * SCALE
        draw.text((middle, (box.y - 6) * SCALE), str(bar.value), fill=INK, font=numbers, anchor="ms")
        draw.text((middle, (HEIGHT - 14) * SCALE), bar.label, fill=INK, font=labels, anchor="ms")
    held = BytesIO()
    image.save(held, "PNG", optimize=True)
    return b64encode(held.getvalue()).decode("ascii")
