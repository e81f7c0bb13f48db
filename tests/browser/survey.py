"""One thorough visit to a page of the site; the tests of every page ask what it showed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from accessibility import axe_faults
from page_checks import MOVING, Weight, overflow, settle
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

WIDE, TABLET, NARROW, ZOOMED = 1280, 768, 360, 320
"""Widths in CSS pixels; a window of 1280 pixels at a zoom of 400 % has 320."""

UNKNOWN = "deze/pagina/is/er/niet/"
"""Gets the page of an unknown address."""

# What only a script can do is left out where scripts do not run: buttons, forms, counts, two texts side by side.
_TEXT = """() => [...document.querySelectorAll('main :is(h1, h2, h3, h4, p, li, td, th, dt, dd)')]
  .filter(e => e.checkVisibility() && !e.querySelector('button')
    && !e.closest('.md-sidebar, .md-search, form, [role=status], .compare-result'))
  .flatMap(e => e.innerText.split(/\\s+/)).filter(Boolean)"""


@dataclass
class Survey:
    """What one page showed.

    Attributes:
        axe: Faults that axe-core found, by width and colour scheme.
        overflow: What runs off the page, by width.
        complaints: Errors and warnings on the console, and scripts that failed.
        hosts: Hosts that were asked for anything.
        cookies: Names of cookies after the visit.
        weight: What came over the wire on this first visit.
        levels: Levels of the visible headings, in order.
        moving: What moves although the reader asked for calm.
        words: Words in the text.
        words_without_scripts: Words in the text where scripts do not run.

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
    words: list[str] = field(default_factory=list)
    words_without_scripts: list[str] = field(default_factory=list)


def complaint(message: ConsoleMessage) -> str:
    """What a page wrote on the console, with the address that it is about."""
    return f"{message.text} ({message.location['url']})"


def survey(browser: Browser, address: str) -> Survey:
    """Visit `address` as a new visitor in light and in dark colours, then without scripts."""
    seen = Survey(address)
    for scheme in ("light", "dark"):
        with browser.new_context(
            locale="en-US", reduced_motion="reduce", color_scheme=scheme, viewport={"width": WIDE, "height": 900}
        ) as context:
            context.on("request", lambda request: seen.hosts.add(urlsplit(request.url).netloc))
            context.on("weberror", lambda error: seen.complaints.append(str(error.error)))
            context.on(
                "console",
                lambda message: message.type in ("error", "warning") and seen.complaints.append(complaint(message)),
            )
            page = context.new_page()
            weight = Weight(page)
            page.goto(address, wait_until="networkidle" if scheme == "light" else "load")
            colours = {"light": "default", "dark": "slate"}[scheme]
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", colours)
            expect(page.locator(".palette-button[aria-pressed]")).to_be_visible()
            if scheme == "light":
                seen.weight = weight
                _read(page, seen)
            for width in (WIDE, NARROW):
                _resize(page, width)
                seen.axe[width, scheme] = axe_faults(page)
            seen.cookies += [cookie["name"] for cookie in context.cookies()]
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        seen.words_without_scripts = page.evaluate(_TEXT)
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
    for width in (WIDE, TABLET, NARROW, ZOOMED):
        _resize(page, width)
        seen.overflow[width] = overflow(page)


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 256 if width == ZOOMED else 900})
    settle(page)
