"""What is looked at on a page in the browser beside its accessibility: overflow, movement, weight."""

from __future__ import annotations

from typing import Any, Literal

from playwright.sync_api import Page, expect

_OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll('article :is(h1, h2, h3, p, li, a, button, input, select, textarea)')]
    .filter(e => !e.closest('.md-typeset__scrollwrap, .timeline-frame, .mermaid-figure, .jump-bar'))
    .filter(e => e.checkVisibility())
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => e.outerHTML.slice(0, 120));
  const scrolled = document.documentElement.scrollWidth;
  return scrolled > innerWidth ? [`the page is ${scrolled} pixels wide`, ...wide] : wide;
}"""
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
MOVING = """() => [...document.querySelectorAll('*')].filter(e => [null, '::before', '::after'].some(part => {
  const style = getComputedStyle(e, part);
  const changes = style.transitionProperty !== 'none' && parseFloat(style.transitionDuration) > 0;
  return changes || style.animationName !== 'none' || style.scrollBehavior === 'smooth';
})).map(e => e.outerHTML.slice(0, 120))"""
"""Finds what moves, fades or glides, for a reader who asked for calm."""

_SHIFTS = """() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({type: 'layout-shift', buffered: true});
  return observer.takeRecords().filter(shift => !shift.hadRecentInput).map(shift => [
    shift.value, ...shift.sources.map(source => source.node?.outerHTML?.slice(0, 120) ?? 'text')]);
}"""
STEADY = 0.1
"""Most that a page may shift by itself: the bound that Chromium calls good (Cumulative Layout Shift)."""

_CONTROLS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}) && !e.closest('[inert]')
    // Of a group of radio buttons one takes part.
    && !(e.type === 'radio' && document.querySelector(`input[name="${e.name}"]:checked`) !== e
      && document.querySelector(`input[name="${e.name}"]`) !== e))"""
_FOCUS = """async () => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  // Points of every part of it: one that is free is enough (success criterion 2.4.11).
  const free = () => [...e.getClientRects()].some(b => [0.1, 0.5, 0.9].some(at => {
    const [top, bottom] = [Math.max(b.top, 0), Math.min(b.bottom, innerHeight)];
    const hit = document.elementFromPoint(b.x + b.width * at, (top + bottom) / 2);
    return hit && (e.contains(hit) || hit.contains(e) && hit.closest('a, button, label, form'));
  }));
  // What opens on focus may take a moment.
  for (const end = Date.now() + 2000; !free() && Date.now() < end;) await new Promise(requestAnimationFrame);
  const style = getComputedStyle(e);
  const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
    || e.matches('.md-search__input, .md-skip');
  const again = reached.has(e);
  reached.add(e);
  return {seen: free() && marked, again, html: e.outerHTML.slice(0, 150)};
}"""
_MISSED = f"() => ({_CONTROLS})().filter(e => !window.reached.has(e)).map(e => e.outerHTML.slice(0, 150))"


def tab_through(page: Page, most: int = 400) -> tuple[int, list[str], list[str]]:
    """Goes from control to control with the Tab key, past the end of the page, until it comes to one a second time.

    Args:
        page: The page as it is now; the focus goes on from where it is.
        most: Stop after so many controls.

    Returns:
        How many controls had the focus, those where the reader does not see it, and those that were never reached.

    """
    page.evaluate("() => { window.reached = new Set(); }")
    stops, outside, unseen = 0, 0, []
    while stops < most:
        page.keyboard.press("Tab")
        state = page.evaluate(_FOCUS)
        if state is None and outside < 2:  # in the browser itself, or nowhere: the next one is on the page again
            outside += 1
            continue
        if state is None or state["again"]:
            break
        stops += 1
        if not state["seen"]:
            unseen.append(state["html"])
    return stops, unseen, page.evaluate(_MISSED)


def shifts(page: Page) -> float:
    """How much of the page has moved by itself since it opened, as Cumulative Layout Shift."""
    return sum(value for value, *_ in page.evaluate(_SHIFTS))


def overflow(page: Page) -> list[str]:
    """What makes a reader of the page scroll sideways, at the width that it has now."""
    return page.evaluate(_OUTSIDE)


def turn(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Turns the device of a reader who chose no colours to light or dark; the page follows in place."""
    page.emulate_media(color_scheme=scheme)
    name = {"light": "default", "dark": "slate"}[scheme]
    expect(page.locator(f"body[data-md-color-scheme={name}], html[data-scheme={name}]")).to_have_count(1)
    settle(page)


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
