"""Draws the milestones as an SVG timeline; the table behind it carries the same content."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from xml.sax.saxutils import escape

from assistant.corpus import Milestone

_WIDTH, _NARROW = 720, 340
_LEFT, _RIGHT = 16, 16
_TOP = 32
_BAR = 13
_GAP = 7
_LETTER = 7.4
"""Width of a letter at the size of the labels, on the wide side."""
_LINE = 17
_YEAR_LABEL = 38
"""Least width of a year that is named."""

_GAP_BELOW = 14
_MONTHS = 12


def _label(title: str, bar: float, width: float, narrow: bool) -> tuple[list[str], float, str, int]:
    """Lines of a title, x and anchor of its text, and how far it pushes its bar down."""
    if narrow:
        lines = wrap(title, int((_NARROW - _LEFT) / _LETTER))
        return lines, _LEFT, "start", _LINE * len(lines)
    text = len(title) * _LETTER + _GAP
    if bar + width + text <= _WIDTH:
        return [title], bar + width + _GAP, "start", 0
    if bar >= text:
        return [title], bar - _GAP, "end", 0
    # No room on either side: above.
    return ([title], bar, "start", _LINE) if bar < _WIDTH / 2 else ([title], bar + width, "end", _LINE)


def _month(date: str, end: bool) -> float:
    """`date` as months since year 0; a year or month alone counts from its start or to its end."""
    parts = [int(part) for part in date.split("-")]
    year = parts[0]
    if len(parts) == 1:
        return year * _MONTHS + (_MONTHS if end else 0)
    month = year * _MONTHS + parts[1] - 1
    if len(parts) == 2:
        return month + (1 if end else 0)
    return month + (parts[2] - 1) / 31


def timeline_svg(milestones: Sequence[Milestone], narrow: bool = False) -> str:
    """SVG of all milestones that have a start; planned and uncertain ones are drawn open or dashed.

    The picture is hidden from assistive technology (`aria-hidden`) since a table follows it.

    Args:
        narrow: For a telephone: each title stands above its bar, over the whole width.
    """
    spans = [(m, _month(m.start or "", False), _month(m.end or m.start or "", True)) for m in milestones if m.start]
    if not spans:
        return ""
    first = int(min(start for _, start, _ in spans)) // _MONTHS
    last = int(max(end for _, _, end in spans) - 0.001) // _MONTHS + 1
    total = _NARROW if narrow else _WIDTH
    scale = (total - _LEFT - _RIGHT) / ((last - first) * _MONTHS)

    def x(month: float) -> float:
        return round(_LEFT + (month - first * _MONTHS) * scale, 1)

    marks: list[str] = []
    y = float(_TOP)
    for milestone, start, end in spans:
        bar, width = x(start), max(round(x(end) - x(start), 1), 8)
        lines, at, anchor, lift = _label(milestone.title, bar, width, narrow)
        y += lift
        done = milestone.state == "opgeleverd"
        kind = "tl-done" if done else "tl-likely" if milestone.state.startswith("vermoedelijk") else "tl-plan"
        marks.append(f'<rect class="tl-bar {kind}" x="{bar}" y="{y}" width="{width}" height="{_BAR}" rx="3"/>')
        marks.extend(
            f'<text class="tl-text" x="{round(at, 1)}" y="{y - 4 - _LINE * above if lift else y + 11}" '
            f'text-anchor="{anchor}">{escape(line)}</text>'
            for above, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True)
        )
        y += _BAR + _GAP_BELOW
    height = round(y)
    every = -(-_YEAR_LABEL * (last - first) // (total - _LEFT - _RIGHT))
    parts = [
        f'<svg class="timeline {"narrow" if narrow else "wide"}" viewBox="0 0 {total} {height}" '
        'aria-hidden="true" focusable="false" '
        'xmlns="http://www.w3.org/2000/svg">'
    ]
    for year in range(first, last + 1):
        at = x(year * _MONTHS)
        parts.append(f'<line class="tl-year" x1="{at}" x2="{at}" y1="22" y2="{height}"/>')
        if year < last and (not narrow or (year - first) % every == 0):
            parts.append(f'<text class="tl-label" x="{at}" y="14">{year}</text>')
    parts.extend(marks)
    parts.append("</svg>")
    return "".join(parts)
