"""Mermaid flowcharts drawn at build time: vector, no JavaScript, coloured by the site's own style sheet."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

from merm import render_diagram

_STYLE = re.compile(r"<style>.*?</style>", re.S)
_ROOT = re.compile(r"<svg\b[^>]*>")
_ID = re.compile(r'(\bid="|url\(#)')
_WIDTH = re.compile(r'width="([\d.]+)"')


def draw(source: str) -> str:
    """SVG of a Mermaid diagram.

    It is hidden from assistive technology, since the page carries the same content in words.

    Raises:
        merm.ParseError: The text is no diagram.
    """
    svg = _STYLE.sub("", render_diagram(source))
    # Two diagrams on one page would share the ids of their arrow heads.
    mark = blake2b(source.encode(), digest_size=4).hexdigest()
    svg = _ID.sub(rf"\1d{mark}-", svg)
    root = _ROOT.search(svg)
    if root is None:
        raise ValueError("merm gave no svg element")
    width = _WIDTH.search(root.group())
    view = re.search(r'viewBox="[^"]+"', root.group())
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {view.group() if view else ""} class="flowchart" '
        f'style="max-width:{width.group(1) if width else 600}px" aria-hidden="true" focusable="false">'
    )
    # A blank line would end the HTML block for Markdown.
    return re.sub(r"\n\s*\n", "\n", svg[: root.start()] + opening + svg[root.end() :])


def fence(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **kwargs: Any) -> str:
    """Formatter of ``mermaid`` fences for pymdownx.superfences."""
    return f'<div class="mermaid-figure no-passage">{draw(source)}</div>'
