"""Pictures made at build: the icons of the site, and for each page a card that links to it show elsewhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import font_lato
from PIL import Image, ImageDraw, ImageFont

_BRAND, _DARK, _WHITE, _PALE = "#0b5563", "#073c46", "#ffffff", "#d5e6e9"
_NEEDLE = ((16, 5), (20, 14), (27, 16), (20, 18), (16, 27), (12, 18), (5, 16), (12, 14))
"""The needle of the compass in a square of 32 by 32."""
_HUB = 2.6

_SIZE = (1200, 630)
"""What link previews ask for: 1.91 to 1 (Open Graph)."""
_MARGIN = 84
_TITLE_SIZES = (84, 72, 62, 54)
_COLOURS = 32
_SHARPER = 4
"""Shapes are drawn so much larger and then scaled down, for smooth edges."""


def write_icons(site: Path) -> None:
    """Write ``favicon.ico``, and the icons in ``assets``, into the built site."""
    (site / "assets").mkdir(exist_ok=True)
    points = " ".join(f"{x},{y}" for x, y in _NEEDLE)
    (site / "assets" / "favicon.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{_BRAND}"/>'
        f'<polygon points="{points}" fill="{_WHITE}"/><circle cx="16" cy="16" r="{_HUB}" fill="{_BRAND}"/></svg>\n',
        encoding="utf-8",
    )
    _icon(256, rounded=True).save(site / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
    _icon(180, rounded=False).save(site / "assets" / "apple-touch-icon.png", optimize=True)


def _icon(size: int, *, rounded: bool) -> Image.Image:
    image = Image.new("RGBA", (size * _SHARPER,) * 2, _BRAND if not rounded else (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if rounded:
        draw.rounded_rectangle((0, 0, *image.size), radius=7 * image.width / 32, fill=_BRAND)
    _draw_needle(draw, 0, 0, image.width, _WHITE, _BRAND)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _draw_needle(draw: ImageDraw.ImageDraw, left: float, top: float, size: float, colour: str, hub: str) -> None:
    scale = size / 32
    draw.polygon([(left + x * scale, top + y * scale) for x, y in _NEEDLE], fill=colour)
    low, high = (16 - _HUB) * scale, (16 + _HUB) * scale
    draw.ellipse((left + low, top + low, left + high, top + high), fill=hub)


def write_card(path: Path, site_name: str, section: str, title: str, state: str) -> None:
    """Write the card of one page.

    Args:
        section: Part of the site that the page belongs to; may be empty.
        state: Line at the foot.
    """
    image = _ground().copy()
    draw = ImageDraw.Draw(image)
    draw.text((_MARGIN + 84, 78), site_name, fill=_WHITE, font=_font("Bold", 44))
    lines, font = _fitted(title)
    height = round(font.size * 1.16)
    top = 330 - height * len(lines) / 2
    if section:
        draw.text((_MARGIN, top - 62), section, fill=_PALE, font=_font("Regular", 36))
    for number, line in enumerate(lines):
        draw.text((_MARGIN, top + number * height), line, fill=_WHITE, font=font)
    draw.text((_MARGIN, 530), state, fill=_PALE, font=_font("Regular", 32))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(path)


@lru_cache(maxsize=1)
def _ground() -> Image.Image:
    """What all cards share."""
    image = Image.new("RGB", (_SIZE[0] * _SHARPER, _SIZE[1] * _SHARPER), _BRAND)
    draw = ImageDraw.Draw(image)
    _draw_needle(draw, 760 * _SHARPER, 60 * _SHARPER, 620 * _SHARPER, _DARK, _BRAND)
    _draw_needle(draw, 68 * _SHARPER, 62 * _SHARPER, 84 * _SHARPER, _WHITE, _BRAND)
    draw.rectangle((0, image.height - 14 * _SHARPER, *image.size), fill=_DARK)
    return image.resize(_SIZE, Image.Resampling.LANCZOS)


@lru_cache(maxsize=16)
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(font_lato.font_directory) / f"Lato-{weight}.ttf"), size)


def _fitted(title: str) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The title in at most three lines, as large as fits."""
    for size in _TITLE_SIZES:
        font = _font("Bold", size)
        lines = _lines(title, font)
        if len(lines) <= 3:
            break
    return lines[:3], font


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > _SIZE[0] - 2 * _MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
