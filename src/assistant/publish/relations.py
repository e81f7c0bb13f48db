"""Draws the criteria and how they bear on each other; the numbered list behind it carries the content."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from assistant.corpus import Criterion

_COLUMNS = 2
_BOX_WIDTH, _BOX_HEIGHT = 166, 50
_STEP_X, _STEP_Y = 244, 126
_MARGIN = 5
_RADIUS = 12
_DASHES = ' stroke-dasharray="5 4"'
"""For what is in development: a criterion, or a relation of one."""

Point = tuple[float, float]


def relations_svg(criteria: Sequence[Criterion]) -> str:
    """SVG of a box for each criterion and a numbered arrow for each relation, numbered in the order of `criteria`.

    Narrow enough for a telephone: two columns, and numbers in place of words along the arrows. The picture is hidden
    from assistive technology (`aria-hidden`) since the list follows it.
    """
    rows = -(-len(criteria) // _COLUMNS)
    width = 2 * _MARGIN + (_COLUMNS - 1) * _STEP_X + _BOX_WIDTH
    height = 2 * _MARGIN + (rows - 1) * _STEP_Y + _BOX_HEIGHT
    centre = {
        criterion.id: (
            _MARGIN + _BOX_WIDTH / 2 + (number % _COLUMNS) * _STEP_X,
            _MARGIN + _BOX_HEIGHT / 2 + (number // _COLUMNS) * _STEP_Y,
        )
        for number, criterion in enumerate(criteria)
    }
    status = {criterion.id: criterion.status for criterion in criteria}
    arrows = [
        _arrow(centre[criterion.id], centre[relation.to], number, status[criterion.id] != "vastgesteld")
        for number, (criterion, relation) in enumerate(
            ((criterion, relation) for criterion in criteria for relation in criterion.relations), 1
        )
    ]
    boxes = [_box(centre[criterion.id], criterion) for criterion in criteria]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" class="flowchart" '
        f'style="max-width:{width}px" aria-hidden="true" focusable="false">'
        '<defs><marker id="relation-end" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0,0 L10,5 L0,10 z"/></marker></defs>'
        f"{''.join(arrows)}{''.join(boxes)}</svg>"
    )


def _box(centre: Point, criterion: Criterion) -> str:
    x, y = centre
    dashes = "" if criterion.status == "vastgesteld" else _DASHES
    name = criterion.name[0].upper() + criterion.name[1:]
    lines = [name] if " " not in name else name.split(" ", 1)
    spans = "".join(
        f'<tspan x="{x:g}" y="{y + 5 + 18 * (number - (len(lines) - 1) / 2):g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f'<g class="node"><rect x="{x - _BOX_WIDTH / 2:g}" y="{y - _BOX_HEIGHT / 2:g}" width="{_BOX_WIDTH}" '
        f'height="{_BOX_HEIGHT}" rx="6"{dashes}/><text text-anchor="middle">{spans}</text></g>'
    )


def _arrow(start: Point, end: Point, number: int, dashed: bool) -> str:
    x1, y1 = _border(start, end)
    x2, y2 = _border(end, start)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return (
        f'<g class="edge"><path d="M{x1:.1f},{y1:.1f} L{x2:.1f},{y2:.1f}" stroke-width="2" '
        f'marker-end="url(#relation-end)"{_DASHES if dashed else ""}/></g>'
        f'<g class="node"><circle cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle">{number}</text></g>'
    )


def _border(box: Point, towards: Point) -> Point:
    """Where the line between two centres leaves the box around the first."""
    dx, dy = towards[0] - box[0], towards[1] - box[1]
    share = min(
        _BOX_WIDTH / 2 / abs(dx) if dx else float("inf"),
        _BOX_HEIGHT / 2 / abs(dy) if dy else float("inf"),
    )
    return box[0] + dx * share, box[1] + dy * share
