"""Rules that hold on every page of the site, each page visited once in all widths and colours.

The rules of accessibility are those of axe-core.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from benchmarks.lighthouse import PAGES as KINDS
from page_checks import STEADY, Weight, settle, turn
from playwright.sync_api import Browser, expect
from survey import UNKNOWN, Survey, survey

pytestmark = pytest.mark.browser

DOCS = Path(__file__).parents[2] / "docs"
LIMIT_BYTES = 350_000
"""Most that a page may weigh over the wire on a first visit."""


def urls() -> list[str]:
    """Addresses of all pages, from the files they are made of."""
    names = (file.relative_to(DOCS).with_suffix("").as_posix() for file in DOCS.rglob("*.md"))
    return sorted("" if name == "index" else f"{name.removesuffix('/index')}/" for name in names)


LOOK = """() => [...document.querySelectorAll('*')].map(e => {
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  return [e.tagName, style.color, style.backgroundColor, style.backgroundImage, style.borderColor, style.fill,
    style.stroke, style.opacity, style.visibility, style.fontWeight, box.x, box.y, box.width, box.height].join();
})"""
"""What a rule of accessibility can see of colours and places, element by element."""

PAGES = [pytest.param(path, id=path or "start", marks=pytest.mark.xdist_group(path)) for path in [*urls(), UNKNOWN]]
"""One worker sees a page for all tests: a visit takes seconds, a question about it nothing."""


@pytest.fixture(scope="session")
def surveys(chromium: Browser, site_address: str) -> Iterator[Callable[[str], Survey]]:
    """The survey of a page, made once."""
    made: dict[str, Survey] = {}
    with chromium.new_context(java_script_enabled=False) as context:
        plain = context.new_page()

        def look(path: str) -> Survey:
            if path not in made:
                made[path] = survey(chromium, plain, f"{site_address}/{path}")
            return made[path]

        yield look


@pytest.fixture
def seen(request: pytest.FixtureRequest, surveys: Callable[[str], Survey]) -> Survey:
    return surveys(request.param)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seen" in metafunc.fixturenames:
        metafunc.parametrize("seen", PAGES, indirect=True)


def test_no_page_is_left_out(built_site: Any) -> None:
    built = {file.parent.relative_to(built_site.folder).as_posix() for file in built_site.folder.rglob("index.html")}
    assert {"" if folder == "." else f"{folder}/" for folder in built} == set(urls())


def test_no_rule_of_accessibility_is_broken(seen: Survey) -> None:
    assert len(seen.axe) == 4
    assert {look: faults for look, faults in seen.axe.items() if faults} == {}


@pytest.mark.parametrize("path", [path for path in KINDS if path != "assistent/"])
def test_a_page_turned_dark_looks_as_if_it_opened_dark(visit: Callable[..., Any], path: str) -> None:
    # The survey turns the colours of one page in place: that must prove as much as a second visit.
    turned = visit(path, color_scheme="light").page
    turn(turned, "dark")
    assert turned.evaluate(LOOK) == visit(path, color_scheme="dark").page.evaluate(LOOK)


def test_nothing_runs_off_the_page(seen: Survey) -> None:
    assert {width: faults for width, faults in seen.overflow.items() if faults} == {}


def test_no_other_host_is_asked_and_no_cookie_is_set(seen: Survey, site_address: str) -> None:
    assert seen.hosts == {site_address.removeprefix("http://")}
    assert seen.cookies == []


def test_the_console_stays_empty(seen: Survey) -> None:
    found = [text for text in seen.complaints if not (UNKNOWN in seen.address and "status of 404" in text)]
    assert found == []


def test_a_first_visit_is_light(seen: Survey) -> None:
    assert seen.weight.bytes
    assert seen.weight.total < LIMIT_BYTES, str(seen.weight)


def test_the_page_of_the_assistant_is_light(chromium: Browser, site_address: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        weight = Weight(page)
        page.goto(f"{site_address}/assistent/")
        expect(page.get_by_label("Uw vraag")).to_be_visible()
        settle(page)
        assert len(weight.bytes) > 10
        assert weight.total < LIMIT_BYTES, str(weight)


def test_there_is_one_main_heading_and_no_level_is_skipped(seen: Survey) -> None:
    assert seen.levels.count(1) == 1
    assert seen.levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(seen.levels))


def test_the_page_says_what_it_is(seen: Survey) -> None:
    assert seen.language == "nl"
    assert "Pakketwijzer" in seen.title
    assert len(seen.description) > 40


def test_the_text_is_there_without_scripts(seen: Survey) -> None:
    assert len(seen.words) > 20
    assert not Counter(seen.words) - Counter(seen.words_without_scripts)


def test_without_scripts_no_form_shows_that_needs_one(seen: Survey) -> None:
    assert seen.dead == []


def test_nothing_jumps_while_a_page_opens(seen: Survey) -> None:
    assert seen.shift < STEADY


def test_readers_who_want_calm_see_nothing_move(seen: Survey) -> None:
    assert seen.moving == []
