"""Draws the milestones as an SVG timeline; the table behind it carries the same content."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from assistant.corpus import Milestone

_WIDTH = 720
_LEFT, _RIGHT = 16, 16
_TOP = 32
_ROW = 27
_BAR = 13
_GAP = 7
_LETTER = 7.4
"""Width of a letter at the size of the labels, on the wide side."""
_MONTHS = 12


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


def timeline_svg(milestones: Sequence[Milestone]) -> str:
    """SVG of all milestones that have a start; planned and uncertain ones are drawn open or dashed.

    The picture is hidden from assistive technology (`aria-hidden`) since a table follows it.
    """
    spans = [(m, _month(m.start or "", False), _month(m.end or m.start or "", True)) for m in milestones if m.start]
    if not spans:
        return ""
    first = int(min(start for _, start, _ in spans)) // _MONTHS
    last = int(max(end for _, _, end in spans) - 0.001) // _MONTHS + 1
    scale = (_WIDTH - _LEFT - _RIGHT) / ((last - first) * _MONTHS)

    def x(month: float) -> float:
        return round(_LEFT + (month - first * _MONTHS) * scale, 1)

    marks: list[str] = []
    y = float(_TOP)
    for milestone, start, end in spans:
        bar, width = x(start), max(round(x(end) - x(start), 1), 8)
        text = len(milestone.title) * _LETTER + _GAP
        if bar + width + text <= _WIDTH:
            at, anchor, lift = bar + width + _GAP, "start", 0
        elif bar >= text:
            at, anchor, lift = bar - _GAP, "end", 0
        else:  # no room on either side: above
            at, anchor, lift = (bar, "start", 16) if bar < _WIDTH / 2 else (bar + width, "end", 16)
        y += lift
        done = milestone.state == "opgeleverd"
        kind = "tl-done" if done else "tl-likely" if milestone.state.startswith("vermoedelijk") else "tl-plan"
        marks.append(f'<rect class="tl-bar {kind}" x="{bar}" y="{y}" width="{width}" height="{_BAR}" rx="3"/>')
        marks.append(
            f'<text class="tl-text" x="{round(at, 1)}" y="{y - 4 if lift else y + 11}" text-anchor="{anchor}">'
            f"{escape(milestone.title)}</text>"
        )
        y += _ROW
    height = round(y)
    parts = [
        f'<svg class="timeline" viewBox="0 0 {_WIDTH} {height}" aria-hidden="true" focusable="false" '
        'xmlns="http://www.w3.org/2000/svg">'
    ]
    for year in range(first, last + 1):
        at = x(year * _MONTHS)
        parts.append(f'<line class="tl-year" x1="{at}" x2="{at}" y1="22" y2="{height}"/>')
        if year < last:
            parts.append(f'<text class="tl-label" x="{at}" y="14">{year}</text>')
    parts.extend(marks)
    parts.append("</svg>")
    return "".join(parts)
