"""One thorough visit to a page of the site; the tests of every page ask what it showed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from accessibility import axe_faults
from page_checks import MOVING, SCHEMES, Weight, overflow, settle, shifts, turn
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

WIDE, TABLET, NARROW, ZOOMED = 1280, 768, 360, 320
"""Widths in CSS pixels; a window of 1280 pixels at a zoom of 400 % has 320."""

UNKNOWN = "deze/pagina/is/er/niet/"
"""Gets the page of an unknown address."""

# What only a script can do is left out where scripts do not run: buttons, counts, two texts side by side, and forms
# that cannot be sent without one.
_TEXT = """() => [...document.querySelectorAll(
    'main :is(h1, h2, h3, h4, p, li, td, th, dt, dd, caption, label, summary)')]
  .filter(e => e.checkVisibility() && !e.querySelector('button')
    && !e.closest('.md-sidebar, .md-search, form:not([action]), [role=status], .compare-result'))
  .flatMap(e => e.innerText.split(/\\s+/)).filter(Boolean)"""
_DEAD = """() => [...document.querySelectorAll('main form:not([action])')].filter(e => e.checkVisibility())
  .map(e => e.outerHTML.slice(0, 120))"""


@dataclass
class Survey:
    """What one page showed.

    Attributes:
        axe: Faults that axe-core found, by width and colour scheme.
        overflow: What runs off the page, by width.
        complaints: Errors and warnings on the console, and scripts that failed.
        hosts: Hosts that were asked for anything.
        cookies: Names of cookies after the visit.
        weight: What came over the wire on this first visit, until its end.
        levels: Levels of the visible headings, in order.
        moving: What moves although the reader asked for calm.
        shift: How much of the page moved by itself while it opened.
        words: Words in the text.
        words_without_scripts: Words in the text where scripts do not run.
        dead: Forms that show where scripts do not run and cannot be sent without one.

    """

    address: str
    axe: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    overflow: dict[int, list[str]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    cookies: list[str] = field(default_factory=list)
    weight: Any = None
    language: str = ""
    title: str = ""
    description: str = ""
    levels: list[int] = field(default_factory=list)
    moving: list[str] = field(default_factory=list)
    shift: float = 0
    words: list[str] = field(default_factory=list)
    words_without_scripts: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)


def complaint(message: ConsoleMessage) -> str:
    """What a page wrote on the console, with the address that it is about."""
    return f"{message.text} ({message.location['url']})"


def survey(browser: Browser, plain: Page, address: str) -> Survey:
    """Visit `address` as a new visitor, in light colours and then in dark ones, and without scripts.

    Args:
        browser: Makes the profile of the new visitor.
        plain: A page where scripts do not run; it is led to the address.
        address: What to visit.

    """
    seen = Survey(address)
    with browser.new_context(
        locale="en-US", reduced_motion="reduce", color_scheme="light", viewport={"width": WIDE, "height": 900}
    ) as context:
        context.on("request", lambda request: seen.hosts.add(urlsplit(request.url).netloc))
        context.on("weberror", lambda error: seen.complaints.append(str(error.error)))
        context.on(
            "console",
            lambda message: message.type in ("error", "warning") and seen.complaints.append(complaint(message)),
        )
        page = context.new_page()
        seen.weight = Weight(page)
        page.goto(address)
        expect(page.locator(".palette-button[aria-pressed]")).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        settle(page)
        _read(page, seen)
        for scheme in SCHEMES:
            turn(page, scheme)
            for width in (WIDE, NARROW):
                _resize(page, width)
                seen.axe[width, scheme] = axe_faults(page)
        seen.cookies += [cookie["name"] for cookie in context.cookies()]
    plain.goto(address)
    seen.words_without_scripts = plain.evaluate(_TEXT)
    seen.dead = plain.evaluate(_DEAD)
    return seen


def _read(page: Page, seen: Survey) -> None:
    seen.language = page.evaluate("document.documentElement.lang")
    seen.title = page.title()
    seen.description = page.evaluate("document.querySelector('meta[name=description]')?.content ?? ''")
    seen.levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].filter(e => e.checkVisibility()).map(e => +e.tagName[1])"
    )
    seen.words = page.evaluate(_TEXT)
    seen.moving = page.evaluate(MOVING)
    seen.shift = shifts(page)
    for width in (WIDE, TABLET, NARROW, ZOOMED):
        _resize(page, width)
        seen.overflow[width] = overflow(page)


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 256 if width == ZOOMED else 900})
    settle(page)
