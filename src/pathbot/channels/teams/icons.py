"""The two icons of the app package, drawn here: the mark of the pages, as PNG files without any picture library."""

import struct
import zlib
from typing import Any

import numpy as np

Picture = Any  # an array of height x width x 4, red, green, blue and opacity, 0 to 255

TEAL, WHITE = (15, 106, 107), (255, 255, 255)
COLOR_SIZE, OUTLINE_SIZE = 192, 32  # pixels, as Teams wants them
SAFE = 0.55  # how much of the colour icon the mark takes: Teams cuts corners off
GRID = 32.0  # the mark is drawn on a square of this size, as in mark.svg


def color_icon() -> bytes:
    """192 x 192: the mark in white on teal."""
    opacity = _mark(COLOR_SIZE, SAFE)[..., None]
    shade = np.array(TEAL) * (1 - opacity) + np.array(WHITE) * opacity
    return _png(np.concatenate([shade, np.full_like(opacity, 255)], axis=-1))


def outline_icon() -> bytes:
    """32 x 32: the mark in white on nothing."""
    opacity = _mark(OUTLINE_SIZE, 0.94)[..., None]
    return _png(np.concatenate([np.broadcast_to(np.array(WHITE), (*opacity.shape[:2], 3)), opacity * 255], axis=-1))


def _mark(size: int, share: float) -> Picture:
    """How much of each pixel the mark covers, 0 to 1: a winding path from a ring to a dot."""
    unit = GRID / (size * share)  # of the grid, per pixel
    middle = (np.arange(size) + 0.5 - size / 2) * unit + GRID / 2
    x, y = np.meshgrid(middle, middle)
    path = np.minimum.reduce(
        [
            _line(x, y, 9, 15.5, 26),
            _bend(x, y, 15.5, 21, 5, right=True),
            _line(x, y, 14.5, 15.5, 16),
            _bend(x, y, 14.5, 11, 5, right=False),
            _line(x, y, 14.5, 20, 6),
        ]
    )
    dot = np.hypot(x - 25, y - 6) - 4.4
    ring = np.abs(np.hypot(x - 6, y - 26) - 3.1) - 1.3
    nearest = np.minimum.reduce([path - 1.7, dot, ring])
    return np.clip(0.5 - nearest / unit, 0, 1)


def _line(x: Picture, y: Picture, start: float, end: float, height: float) -> Picture:
    """Distance to a level stroke."""
    return np.hypot(x - np.clip(x, start, end), y - height)


def _bend(x: Picture, y: Picture, across: float, down: float, radius: float, *, right: bool) -> Picture:
    """Distance to half a circle that opens to the other side."""
    side = x - across if right else across - x
    on_arc = np.abs(np.hypot(x - across, y - down) - radius)
    to_ends = np.minimum(np.hypot(side, y - down - radius), np.hypot(side, y - down + radius))
    return np.where(side >= 0, on_arc, to_ends)


def _png(picture: Picture) -> bytes:
    """A picture as a PNG file."""
    pixels = np.rint(picture).astype(np.uint8)
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)  # 8 bits, with opacity
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, data) for name, data in parts)


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
