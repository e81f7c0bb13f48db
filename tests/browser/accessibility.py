"""What axe-core (one of the programs in ``tests/node``) finds wrong on a page, and what it leaves undecided."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

from page_checks import SCHEMES, turn
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = r"""
  const light = colour => {
    const [r, g, b] = colour.match(/[\d.]+/g).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, two) => {
    const [low, high] = [light(one), light(two)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
"""
_FAINT = f"""selectors => {{
  {CONTRAST}
  const ground = e => {{
    const colour = getComputedStyle(e).backgroundColor;
    return colour.endsWith(', 0)') ? ground(e.parentElement) : colour;
  }};
  return selectors.map(s => document.querySelector(s)).filter(e => {{
    const style = getComputedStyle(e);
    return contrast(e instanceof SVGElement ? style.fill : style.color, ground(e)) < 4.5;
  }}).map(e => e.outerHTML.slice(0, 150));
}}"""
"""Finds text too faint for what it stands on, where axe leaves that undecided since elements overlap."""

_NAME = "label-content-name-mismatch"
_LOOKED_INTO = {"color-contrast", _NAME}
"""Rules that axe leaves undecided here; docs/over/toegankelijkheid.md tells readers what came of them."""

_SIGN = re.compile(r">\s*(?:↩\s*</a>|<span aria-hidden=\"true\">×</span>\s*</button>)$")
"""A link back from a note, and the button that closes: their names are in words, what is seen of them is no text."""


@cache
def _axe() -> str:
    """The script of axe-core."""
    script = Path(sys.prefix) / "node" / "node_modules" / "axe-core" / "axe.min.js"
    assert script.is_file(), "axe-core is missing: run `scripts/setup dev`"
    return script.read_text(encoding="utf-8")


def axe_faults_in_both_schemes(page: Page) -> list[str]:
    """What axe-core finds wrong on a page as it is now, in light and then in dark colours."""
    found: list[str] = []
    for scheme in SCHEMES:
        turn(page, scheme)
        found += [f"{scheme}: {fault}" for fault in axe_faults(page)]
    return found


def axe_faults(page: Page) -> list[str]:
    """What axe-core finds wrong on a page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    result = page.evaluate(
        """async tags => {
          const {passes, incomplete, violations} = await axe.run(document, {
            runOnly: tags, resultTypes: ['violations', 'incomplete'],
          });
          return {passes: passes.length, incomplete, violations};
        }""",
        RULES,
    )
    assert result["passes"], "axe has looked at nothing"
    undecided = [
        node["target"][0]
        for found in result["incomplete"]
        if found["id"] == "color-contrast"
        for node in found["nodes"]
    ]
    unknown = [
        f"undecided, and never looked into: {found['id']}: {node['html'][:150]}"
        for found in result["incomplete"]
        for node in found["nodes"]
        if found["id"] not in _LOOKED_INTO or (found["id"] == _NAME and not _SIGN.search(node["html"]))
    ]
    faint = [f"contrast of {found}" for found in page.evaluate(_FAINT, undecided)]
    return [*unknown, *faint] + [
        f"{found['id']}: {node['html'][:150]} ({node['failureSummary']})"
        for found in result["violations"]
        for node in found["nodes"]
    ]
