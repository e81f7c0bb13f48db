"""What is looked at on a page in the browser beside its accessibility: overflow, movement, weight."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll('article :is(h1, h2, h3, p, li, a, button, input, select, textarea)')]
    .filter(e => !e.closest('.md-typeset__scrollwrap, .timeline-frame, .mermaid-figure') && e.checkVisibility())
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => e.outerHTML.slice(0, 120));
  const scrolled = document.documentElement.scrollWidth;
  return scrolled > innerWidth ? [`the page is ${scrolled} pixels wide`, ...wide] : wide;
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(e => {
  const style = getComputedStyle(e);
  const changes = style.transitionProperty !== 'none' && parseFloat(style.transitionDuration) > 0;
  return changes || style.animationName !== 'none';
}).map(e => e.outerHTML.slice(0, 120))"""
"""Finds what moves or fades, for a reader who asked for calm."""


def overflow(page: Page) -> list[str]:
    """What makes a reader of the page scroll sideways, at the width that it has now."""
    return page.evaluate(_OUTSIDE)


def settle(page: Page) -> None:
    """Waits until what changed has been drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


class Weight:
    """Bytes over the wire since this was made, headers included, by address; compressed as they came.

    What a worker fetches itself is not counted; no page here has such a worker before a reader searches.
    """

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        address = self._addresses.get(event["requestId"], "?")
        if address.startswith("data:"):
            return
        self.bytes[address] = self.bytes.get(address, 0) + int(event["encodedDataLength"])

    @property
    def total(self) -> int:
        return sum(self.bytes.values())

    def __str__(self) -> str:
        parts = sorted(self.bytes.items(), key=lambda part: -part[1])
        return "\n".join([f"{self.total} bytes", *(f"{size:8} {address}" for address, size in parts)])
