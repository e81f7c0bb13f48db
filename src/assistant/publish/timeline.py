"""Draws the milestones as an SVG timeline; the table behind it carries the same content."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from assistant.corpus import Milestone

_WIDTH = 720
_LEFT, _RIGHT = 16, 16
_TOP = 34
_ROW = 40
_BAR = 12
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

    height = _TOP + len(spans) * _ROW + 8
    parts = [
        f'<svg class="timeline" viewBox="0 0 {_WIDTH} {height}" aria-hidden="true" focusable="false" '
        'xmlns="http://www.w3.org/2000/svg">'
    ]
    for year in range(first, last + 1):
        at = x(year * _MONTHS)
        parts.append(f'<line class="tl-year" x1="{at}" x2="{at}" y1="22" y2="{height}"/>')
        if year < last:
            parts.append(f'<text class="tl-label" x="{at + 4}" y="16">{year}</text>')
    for row, (milestone, start, end) in enumerate(spans):
        y = _TOP + row * _ROW
        width = max(x(end) - x(start), 8)
        done = milestone.state == "opgeleverd"
        kind = "tl-done" if done else "tl-likely" if milestone.state.startswith("vermoedelijk") else "tl-plan"
        parts.append(
            f'<rect class="tl-bar {kind}" x="{x(start)}" y="{y + 18}" width="{round(width, 1)}" '
            f'height="{_BAR}" rx="3"/>'
        )
        right = x(start) > _WIDTH / 2
        at = x(start) + width if right else x(start)
        anchor = "end" if right else "start"
        parts.append(
            f'<text class="tl-text" x="{round(at, 1)}" y="{y + 13}" text-anchor="{anchor}">'
            f"{escape(milestone.title)}</text>"
        )
    parts.append("</svg>")
    return "".join(parts)
