"""What the parts of the real site do for hand, eye and keyboard; test_every_page.py has the rules of all pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from accessibility import CONTRAST, axe_faults_in_both_schemes
from fake_assistant import FakeAssistant
from page_checks import SCHEMES, tab_through, turn
from playwright.sync_api import Locator, Page, expect
from survey import NARROW, UNKNOWN, WIDE, ZOOMED

from assistant.publish.front_matter import read_front_matter

pytestmark = pytest.mark.browser

Open = Callable[..., Any]

CONTENT = "kader/effectiviteit/"


def in_view(element: Locator) -> bool:
    """Whether a reader sees the element where it is: nothing is over its middle, and it is in the window."""
    return element.evaluate(
        """element => {
          const box = element.getClientRects()[0];
          const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return Boolean(hit) && (element.contains(hit) || hit.contains(element));
        }"""
    )


def test_no_rule_is_broken_by_what_opens(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT).page
    page.get_by_role("article").locator("a.term").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert axe_faults_in_both_schemes(page) == []
    search(page, "kosteneffectiviteit")
    assert axe_faults_in_both_schemes(page) == []

    page = visit(CONTENT, NARROW).page
    page.get_by_text("Op deze pagina").click()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("navigation", name="Menu")).to_be_in_viewport()
    assert axe_faults_in_both_schemes(page) == []


def test_what_is_wider_than_the_page_scrolls_in_a_frame_that_a_keyboard_reaches(visit: Callable[..., Any]) -> None:
    page = visit("samenwerken/verankering-in-de-wet/", ZOOMED).page
    frame = page.get_by_role("group", name="Tabel").first
    expect(frame).to_have_class(re.compile("more-end"))
    frame.focus()
    expect(frame).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(frame).not_to_have_js_property("scrollLeft", 0)
    expect(frame).to_have_class(re.compile("more-start"))
    frame.evaluate("frame => { frame.scrollLeft = frame.scrollWidth; }")
    expect(frame).not_to_have_class(re.compile("more-end"))
    page.set_viewport_size({"width": WIDE, "height": 900})
    expect(page.get_by_role("group", name="Tabel")).to_have_count(0)


def test_a_narrow_first_column_stays_in_view_while_the_rest_of_its_table_scrolls(visit: Callable[..., Any]) -> None:
    page = visit("samenwerken/verankering-in-de-wet/", NARROW).page
    frame = page.get_by_role("group", name="Tabel").first
    frame.evaluate("frame => { frame.scrollLeft = 1000; }")
    expect(frame).to_have_class(re.compile("more-start"))
    left = frame.evaluate("frame => frame.getBoundingClientRect().left")
    assert frame.locator("td").first.evaluate("cell => cell.getBoundingClientRect().left") == pytest.approx(left, abs=1)
    assert frame.locator("td").nth(1).evaluate("cell => cell.getBoundingClientRect().left") < left


@pytest.mark.parametrize("width", [NARROW, ZOOMED])
def test_the_milestones_of_a_year_need_no_scrolling_on_a_small_screen(visit: Callable[..., Any], width: int) -> None:
    page = visit("planning/#jaar-2024", width).page
    row = page.locator(".year[open] tbody tr").first
    expect(row.get_by_role("cell", name=re.compile("^Stand: "))).to_be_visible()
    for cell in row.locator("td").all():
        expect(cell).to_be_visible()
    expect(page.get_by_role("group", name="Tabel")).to_have_count(0)


@pytest.mark.parametrize("width", [WIDE, ZOOMED])
def test_the_time_line_fits_every_window_without_scrolling(visit: Callable[..., Any], width: int) -> None:
    page = visit("planning/", width).page
    for summary in page.locator("details.picture summary").all():
        summary.click()
    frames = page.locator(".timeline-frame").all()
    assert frames
    for frame in frames:
        expect(frame.locator("svg:visible")).to_have_count(1)
    expect(page.get_by_role("group", name="Tijdlijn")).to_have_count(0)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("path", "bar", "link", "place"),
    [
        ("begrippen/", "Naar een letter", "Z", "letter-z"),
        ("planning/", "Naar een jaar", "2026", "jaar-2026"),
        ("bronnen/", "Naar een soort bron", "Nieuwsberichten", "soort-nieuws"),
    ],
)
def test_a_bar_leads_through_a_long_page_and_stays_in_view(
    visit: Callable[..., Any], width: int, path: str, bar: str, link: str, place: str
) -> None:
    page = visit(path, width, 740).page
    if width == WIDE and path != "planning/":  # the contents beside the text say the same
        expect(page.get_by_role("navigation", name=bar)).to_be_hidden()
        bar = "Inhoudsopgave"
    links = page.get_by_role("navigation", name=bar).get_by_role("link")
    for address in links.evaluate_all("links => links.map(a => decodeURIComponent(a.hash.slice(1)))"):
        expect(page.locator(f"[id='{address}']")).to_have_count(1)
    # Twice: the second time from further down the page.
    for name, target in ((link, place), (links.first.text_content(), None), (link, place)):
        entry = page.get_by_role("navigation", name=bar).get_by_role("link", name=name, exact=True)
        entry.focus()
        expect(entry).to_be_in_viewport()
        page.keyboard.press("Enter")
        if target:
            expect(page).to_have_url(re.compile(f"#{target}$"))
            place_of = page.locator(f"[id='{target}']")
            expect(place_of).to_be_in_viewport()
            lower = page.evaluate(
                """() => Math.max(...[...document.querySelectorAll('.md-header, .jump-bar')]
                  .map(e => e.getBoundingClientRect().bottom))"""
            )
            assert place_of.evaluate("e => e.getBoundingClientRect().top") >= lower - 1


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("begrippen/", "begrip-ziektelast"),
        ("begrippen/", "noot-1"),
        ("planning/", "jaar-2023"),
        ("planning/", "mijlpaal-"),
        ("bronnen/", "bron-zvw-historisch"),
    ],
)
@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_into_a_folded_part_opens_it(
    visit: Callable[..., Any], built_site: Any, path: str, anchor: str, javascript: bool
) -> None:
    if anchor == "mijlpaal-":
        anchor += next(iter(built_site.corpus.milestones))
    page = visit(path, java_script_enabled=javascript).page
    target = page.locator(f"#{anchor}")
    expect(target).to_be_hidden()
    page = visit(f"{path}#{anchor}", java_script_enabled=javascript).page
    expect(page.locator(f"details[open] #{anchor}")).to_be_in_viewport()


def test_a_letter_opens_what_is_folded_below_it(visit: Callable[..., Any]) -> None:
    page = visit("begrippen/").page
    page.get_by_role("navigation", name="Inhoudsopgave").get_by_role("link", name="Z", exact=True).click()
    expect(page.locator("#begrip-ziektelast")).to_be_visible()
    expect(page.locator("#begrip-aanspraak")).to_be_hidden()
    # The contents mark the part that the reader went to, not the one before it.
    expect(page.locator(".md-nav__link--active:visible")).to_have_text("Z")


class TestFinder:
    def test_it_shows_what_is_named_so_and_else_what_speaks_of_it(
        self, visit: Callable[..., Any], axe: Callable[[Page], list[str]], built_site: Any
    ) -> None:
        terms = built_site.corpus.terms.values()
        named = {term.id for term in terms if "ziektelast" in " ".join([term.name, *term.synonyms]).lower()}
        page = visit("begrippen/", NARROW).page
        entries = page.locator(".entry:visible h3")
        status = page.locator(".finder [role=status]")
        expect(entries).to_have_count(0)
        field = page.get_by_label("Zoek een begrip")
        field.fill("ziektelást")
        expect(status).to_have_text(f"{len(named)} van de {len(terms)} begrippen")
        assert set(entries.evaluate_all("all => all.map(h => h.id)")) == {f"begrip-{id}" for id in named}
        letters = page.get_by_role("navigation", name="Naar een letter").get_by_role("link").all_text_contents()
        assert letters == sorted({built_site.corpus.terms[id].name[0].upper() for id in named})
        assert parse_qs(urlsplit(page.url).query) == {"zoek": ["ziektelást"]}
        expect(page.get_by_text("begrippen met een Z")).to_be_hidden()
        expect(page.locator("ol.notes")).to_be_hidden()
        assert axe(page) == []

        field.fill("verzekerde vergoeding")
        expect(status).to_have_text(re.compile("met deze woorden in de uitleg"))
        assert entries.count() > 0
        field.fill("xyzxyz")
        expect(status).to_contain_text("Geen begrip")
        field.fill("")
        expect(entries).to_have_count(0)
        assert urlsplit(page.url).query == ""

    def test_a_search_in_the_address_is_carried_out_and_a_link_leads_out_of_it(self, visit: Callable[..., Any]) -> None:
        page = visit("begrippen/?zoek=ziektelast").page
        entry = page.locator(".entry", has=page.locator("#begrip-ziektelast"))
        expect(page.locator("#begrip-noodzakelijkheid")).to_be_hidden()
        entry.get_by_role("link", name="noodzakelijkheid", exact=True).click()
        expect(page.locator("#begrip-noodzakelijkheid")).to_be_in_viewport()
        expect(page.get_by_label("Zoek een begrip")).to_have_value("")

    def test_rows_follow_the_milestones_they_lead_to(self, visit: Callable[..., Any], built_site: Any) -> None:
        page = visit("planning/").page
        page.get_by_label("Zoek een mijlpaal").fill("arbeidsinzet")
        rows = page.locator(".year tbody tr:visible a")
        assert 1 < rows.count() < len(built_site.corpus.milestones)
        ids = page.locator(".entry:visible h3").evaluate_all("all => all.map(h => `#${h.id}`)")
        assert sorted(rows.evaluate_all("all => all.map(a => a.hash)")) == sorted(ids)
        subjects = page.get_by_role("navigation", name="Inhoudsopgave").get_by_role("link").all_text_contents()
        assert [name.strip() for name in subjects][1:-1] == [
            heading.rstrip("¶") for heading in page.locator(".find-group h2:visible").all_text_contents()
        ]

    def test_everything_can_be_opened_at_once(self, visit: Callable[..., Any], built_site: Any) -> None:
        page = visit("planning/").page
        button = page.get_by_role("button", name="Toon alles")
        closed = page.locator(".find-group > details.fold:not([open]), details.find-group:not([open])")
        before = closed.count()
        button.click()
        expect(closed).to_have_count(0)
        expect(page.locator(".entry:visible")).to_have_count(len(built_site.corpus.milestones))
        button.click()
        assert closed.count() >= before

    def test_a_source_is_found_by_its_publisher(self, visit: Callable[..., Any], built_site: Any) -> None:
        page = visit("bronnen/").page
        shown = page.locator(".entry:visible")
        sources = built_site.corpus.sources.values()
        page.get_by_label("Zoek een bron").fill("Werkgroep Beter pakketbeheer")
        expect(page.locator(".finder [role=status]")).to_contain_text(f"van de {len(sources)} bronnen")
        publishers = [source.publisher for source in sources if "Werkgroep Beter pakketbeheer" in source.publisher]
        assert 0 < len(publishers) <= shown.count() < len(sources)

    def test_without_javascript_it_does_not_show_and_the_parts_open_by_a_press(self, visit: Callable[..., Any]) -> None:
        page = visit("begrippen/", java_script_enabled=False).page
        expect(page.locator(".finder")).to_be_hidden()
        page.get_by_text("begrippen met een Z").click()
        expect(page.locator("#begrip-ziektelast")).to_be_visible()


def test_on_paper_the_folded_parts_are_open_and_the_finder_is_gone(visit: Callable[..., Any]) -> None:
    page = visit("planning/").page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("article details:not([open])")).to_have_count(0)
    expect(page.locator(".entry").last).to_be_visible()
    expect(page.locator(".finder")).to_be_hidden()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("width", [WIDE, ZOOMED])
@pytest.mark.parametrize(
    "path",
    ["", "vragen/", "vergelijken/", "toets-uw-zorgvorm/", "over/colofon/", UNKNOWN],
)
def test_the_tab_key_reaches_every_control_and_the_focus_is_always_seen(
    visit: Callable[..., Any], path: str, width: int
) -> None:
    page = visit(path, width, 900 if width == WIDE else 512).page
    stops, unseen, missed = tab_through(page)
    assert (unseen, missed) == ([], [])
    assert stops >= 10


@pytest.mark.parametrize("width", [WIDE, ZOOMED])
@pytest.mark.parametrize("path", [CONTENT, "handleidingen/ggz/", "planning/", "begrippen/"])
def test_the_focus_is_seen_on_the_first_hundred_controls_of_a_long_page(
    visit: Callable[..., Any], path: str, width: int
) -> None:
    page = visit(path, width, 900 if width == WIDE else 512).page
    if page.get_by_role("button", name="Toon alles").count():
        page.get_by_role("button", name="Toon alles").click()
    stops, unseen, _ = tab_through(page, most=100)
    assert unseen == []
    assert stops == 100


def test_the_skip_link_leads_past_the_menu(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT).page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Ga naar inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("element => Boolean(element.closest('article'))")


def test_the_menu_of_a_small_screen_works_with_the_keyboard(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT, NARROW).page
    button = page.get_by_role("button", name="Menu")
    menu = page.get_by_role("navigation", name="Menu")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(menu.get_by_role("link", name="Effectiviteit", exact=True)).to_be_focused()
    assert in_view(page.locator(":focus"))
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(menu).to_be_hidden()
    button.click()
    menu.get_by_text("Vragen", exact=True).click()
    menu.get_by_role("link", name="Vragen over de pakketcriteria").click()
    page.wait_for_url("**/vragen/criteria/")


def test_a_menu_that_is_left_closes(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT, NARROW).page
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Assistent").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="Menu")).to_be_hidden()


def test_the_menu_beside_the_text_shows_the_part_the_page_belongs_to(visit: Callable[..., Any]) -> None:
    menu = visit(CONTENT).page.get_by_role("navigation", name="Menu")
    expect(menu.get_by_role("link", name="Effectiviteit", exact=True)).to_have_attribute("aria-current", "page")
    expect(menu.get_by_role("link", name="Noodzakelijkheid")).to_be_visible()
    expect(menu.get_by_role("link", name="Planning")).to_have_count(0)


def test_a_definition_shows_on_focus_and_leaves_with_escape(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT).page
    term = page.get_by_role("article").locator("a.term").first
    definition = page.get_by_role("tooltip")
    term.focus()
    expect(definition).to_be_in_viewport()
    expect(term).to_have_accessible_description(term.get_attribute("data-definition") or "missing")
    page.keyboard.press("Escape")
    expect(definition).to_have_count(0)
    expect(term).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(definition).to_be_visible()


def test_the_pointer_can_go_to_a_definition_and_away(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT).page
    definition = page.get_by_role("tooltip")
    page.get_by_role("article").locator("a.term").first.hover()
    expect(definition).to_be_visible()
    box = definition.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=12)
    page.wait_for_timeout(500)
    expect(definition).to_be_visible()
    page.get_by_role("heading", level=1).hover()
    expect(definition).to_have_count(0)


def test_a_definition_stays_inside_a_small_window(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT, ZOOMED).page
    for term in page.get_by_role("article").locator("a.term").all()[:12]:
        term.focus()
        box = page.get_by_role("tooltip").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= ZOOMED


def test_a_note_leads_to_its_source_and_back(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT).page
    page.locator("#noot-3-tekst").click()
    assert page.url.endswith("#noot-3")
    note = page.locator("#noot-3")
    expect(note).to_be_in_viewport()
    assert in_view(note)
    note.get_by_role("link", name="Terug naar noot 3").click()
    assert page.url.endswith("#noot-3-tekst")
    expect(page.locator("#noot-3-tekst")).to_be_in_viewport()
    assert in_view(page.locator("#noot-3-tekst"))


@pytest.mark.parametrize("path", ["kader/", CONTENT, "planning/"])
def test_notes_and_ways_back_are_large_enough_to_point_at(visit: Callable[..., Any], path: str) -> None:
    page = visit(path, NARROW).page
    small = page.evaluate(
        """() => [...document.querySelectorAll('.note-ref, .note-back')].filter(e => {
          const box = e.getBoundingClientRect();
          return box.width < 24 || box.height < 24;
        }).length"""
    )
    assert small == 0


def search(page: Page, words: str) -> Locator:
    """Types `words` into the search field and gives the results."""
    page.locator(".md-search__input").press_sequentially(words)
    results = page.locator(".md-search-result__item a.md-search-result__link")
    expect(results.first).to_be_visible(timeout=30_000)  # the index is made in the browser
    return results


@pytest.mark.parametrize("words", ["kosteneffectiviteit", "ziektelast", "wie doet wat"])
def test_the_search_of_the_site_finds_dutch_words(visit: Callable[..., Any], site_address: str, words: str) -> None:
    watched = visit("")
    results = search(watched.page, words)
    assert results.count() > 0
    expect(watched.page.get_by_role("status").filter(has_text="overeenkomende")).to_be_visible()
    assert watched.hosts == {site_address.removeprefix("http://")}
    assert watched.complaints == []


def test_a_result_leads_to_the_page_of_the_criterion(visit: Callable[..., Any]) -> None:
    page = visit("").page
    results = search(page, "kosteneffectiviteit")
    assert "kader/kosteneffectiviteit/" in " ".join(r.get_attribute("href") or "" for r in results.all())
    results.first.click()
    expect(page.get_by_role("article")).to_contain_text("osteneffectiviteit")


@pytest.mark.parametrize(
    ("width", "name"), [(WIDE, "Doorzoek de site"), (NARROW, "Doorzoek de site"), (NARROW, "Zoeken")]
)
def test_a_button_opens_the_search_and_escape_leads_back_to_it(
    visit: Callable[..., Any], width: int, name: str
) -> None:
    page = visit("", width).page
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-search__input")).to_be_focused()
    expect(page.locator(".md-search__output")).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.locator(".md-search__output")).to_be_hidden()


def test_the_colours_follow_the_device_until_a_reader_chooses(visit: Callable[..., Any], site_address: str) -> None:
    page = visit("", color_scheme="light").page
    body = page.locator("body")
    for scheme, name in (("dark", "slate"), ("light", "default")):
        page.emulate_media(color_scheme=scheme)
        expect(body).to_have_attribute("data-md-color-scheme", name)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site_address}/planning/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(f"{site_address}/assistent/")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-scheme", "default")

    page.goto(f"{site_address}/planning/")
    page.get_by_role("button", name="Donkere weergave").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect(body).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize(("system", "first", "second"), [("light", "default", "slate"), ("dark", "slate", "default")])
def test_the_colours_can_be_turned_round_and_stay_so(
    visit: Callable[..., Any], site_address: str, system: str, first: str, second: str
) -> None:
    page = visit("", color_scheme=system).page
    button = page.get_by_role("button", name="Donkere weergave")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", first)
    expect(button).to_have_attribute("aria-pressed", str(first == "slate").lower())
    button.focus()
    page.keyboard.press("Space")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", second)
    expect(button).to_have_attribute("aria-pressed", str(second == "slate").lower())
    page.goto(f"{site_address}/planning/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", second)
    expect(page.get_by_role("button", name="Donkere weergave")).to_have_attribute(
        "aria-pressed", str(second == "slate").lower()
    )


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (CONTENT, "?pagina=kader/effectiviteit/&criterium=effectiviteit"),
        ("handleidingen/ggz/", "?pagina=handleidingen/ggz/&sector=ggz"),
        ("over/colofon/", "?pagina=over/colofon/"),
    ],
)
def test_the_assistant_is_asked_from_the_page_the_reader_is_on(
    visit: Callable[..., Any], site_address: str, path: str, query: str
) -> None:
    # With JavaScript the link becomes the button that opens the panel; see test_panel.py.
    page = visit(path, java_script_enabled=False).page
    button = page.get_by_role("link", name="Vraag de assistent")
    expect(button).to_be_in_viewport()
    assert button.evaluate("link => link.href") == f"{site_address}/assistent/{query}"


def test_every_page_but_the_first_has_the_button_with_its_own_subject(built_site: Any) -> None:
    pages = sorted(file.parent for file in built_site.folder.rglob("index.html"))
    assert len(pages) > 50
    for folder in pages:
        url = "" if folder == built_site.folder else f"{folder.relative_to(built_site.folder)}/"
        buttons = built_site.article(url).xpath(".//a[@class='ask-button']/@href")
        if not url:
            assert buttons == []
            continue
        (address,) = buttons
        docs = built_site.settings.docs
        (file,) = [f for f in (docs / url / "index.md", docs / f"{url[:-1]}.md") if f.is_file()]
        meta = read_front_matter(file, file.read_text(encoding="utf-8"), built_site.corpus)
        asked = parse_qs(urlsplit(address).query)
        assert asked["pagina"] == [url]
        assert asked.get("sector", []) == (meta.sectors if len(meta.sectors) == 1 else []), url
        assert asked.get("criterium", []) == (meta.criteria if len(meta.criteria) == 1 else []), url


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [WIDE, NARROW, ZOOMED])
def test_the_button_of_the_assistant_covers_no_text(visit: Callable[..., Any], width: int, javascript: bool) -> None:
    page = visit(CONTENT, width, java_script_enabled=javascript).page
    button = page.get_by_role("button" if javascript else "link", name="Vraag de assistent")
    expect(button).to_have_count(1)
    assert in_view(button)
    page.evaluate("scrollTo(0, 2000)")
    assert in_view(button)
    left, right = button.bounding_box(), page.locator("article > p").first.bounding_box()
    assert left
    assert right
    in_header = button.evaluate("button => Boolean(button.closest('header'))")
    assert in_header == (width != WIDE)
    assert in_header or left["x"] >= right["x"] + right["width"]


def test_zoomed_in_nothing_stays_over_the_text(visit: Callable[..., Any]) -> None:
    for path in (CONTENT, "planning/", "begrippen/"):
        page = visit(path, ZOOMED, 256).page
        page.evaluate("scrollTo(0, 2000)")
        for element in page.locator(".md-header, .jump-bar, .ask-button").all():
            expect(element).not_to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_can_be_asked_on_the_start_page(
    visit: Callable[..., Any], fake_assistant: FakeAssistant, site_address: str, javascript: bool
) -> None:
    page = visit("", java_script_enabled=javascript).page
    page.get_by_label("Stel uw vraag aan de assistent").fill("Wat is effectiviteit?")
    page.get_by_role("button", name="Stel de vraag").click()
    if javascript:
        expect(page.get_by_role("article", name="Wat is effectiviteit?")).to_be_visible()
        expect(page.get_by_role("button", name="Kopieer")).to_have_count(1)
        assert fake_assistant.asked[-1].question == "Wat is effectiviteit?"
    else:
        assert page.url == f"{site_address}/assistent/?vraag=Wat+is+effectiviteit%3F"


def test_the_start_page_leads_to_every_criterion_manual_and_role(visit: Callable[..., Any], built_site: Any) -> None:
    page = visit("").page
    corpus = built_site.corpus
    for record in [*corpus.criteria.values(), *corpus.sectors.values()]:
        name = record.name[0].upper() + record.name[1:]
        expect(page.locator(".cards").get_by_role("link", name=name, exact=True).first).to_be_visible()
    for name in ("Planning en mijlpalen", "Veelgestelde vragen", "Begrippen", "Bronnen"):
        expect(page.locator(".ways-on").get_by_role("link", name=name)).to_be_visible()
    for party in (party for party in corpus.parties.values() if party.main):
        expect(page.locator(".role").get_by_text(party.role, exact=True)).to_be_visible()
    expect(page.locator(".news").get_by_role("link")).to_have_count(4)
    # A card is a link as a whole.
    page.locator(".cards li").first.click(position={"x": 5, "y": 5})
    page.wait_for_url("**/handleidingen/msz/")


def test_an_unknown_address_gets_a_dutch_page_that_leads_on(visit: Callable[..., Any], site_address: str) -> None:
    page = visit("deze/pagina/is/er/niet/").page
    expect(page.get_by_role("heading", level=1, name="Deze pagina is er niet")).to_be_visible()
    assert page.title() == "Pagina niet gevonden – Pakketwijzer"
    page.get_by_role("link", name="Startpagina").click()
    page.wait_for_url(f"{site_address}/")


@pytest.mark.parametrize(
    "path", ["kader/", "samenwerken/schaarste/", "samenwerken/cyclisch-pakketbeheer/", "planning/"]
)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_letters_in_pictures_are_large_enough_and_stand_out(visit: Callable[..., Any], path: str, width: int) -> None:
    page = visit(path, width).page
    page.evaluate("document.querySelectorAll('article details').forEach(e => e.open = true)")
    for scheme in SCHEMES:
        turn(page, scheme)
        texts = page.evaluate(
            f"""() => {{
              {CONTRAST}
              const ground = getComputedStyle(document.body).backgroundColor;
              return [...document.querySelectorAll('.flowchart text, .timeline text')].map(text => {{
                const style = getComputedStyle(text);
                const size = parseFloat(style.fontSize) * text.getScreenCTM().a;
                return {{size, contrast: contrast(style.fill, ground)}};
              }});
            }}"""
        )
        assert texts
        assert min(text["size"] for text in texts) >= 11.5
        assert min(text["contrast"] for text in texts) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_stands_the_text_with_the_addresses_of_its_sources(
    visit: Callable[..., Any], built_site: Any, scheme: str
) -> None:
    page = visit(CONTENT, color_scheme=scheme).page
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_css("color", "rgb(27, 43, 47)")
    for selector in ("header", ".md-tabs", ".md-sidebar", "footer", ".ask-button", ".page-toc", ".note-back"):
        for element in page.locator(selector).all():
            expect(element).to_be_hidden()
    cited = {source for passage in built_site.passages_of(CONTENT) for source in passage.sources}
    addresses = [built_site.corpus.sources[s].url for s in cited if built_site.corpus.sources[s].url]
    assert addresses
    for address in addresses:
        expect(page.locator(".print-only")).to_contain_text(str(address))
    page.emulate_media(media="screen")
    expect(page.locator(".print-only")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_role_leads_to_its_tasks_and_its_questions_open_in_the_chat(
    visit: Callable[..., Any], built_site: Any, fake_assistant: FakeAssistant, javascript: bool
) -> None:
    page = visit("", java_script_enabled=javascript).page
    party = built_site.corpus.parties["vws"]
    role = page.locator(".role", has=page.get_by_text(party.role, exact=True))
    expect(role.get_by_role("link", name="Wat u moet doen")).to_be_hidden()
    role.locator("summary").press("Enter")
    expect(role.get_by_role("link", name="Wat u moet doen")).to_be_visible()
    page.locator(".role summary").last.press("Enter")
    expect(role.get_by_role("link", name="Wat u moet doen")).to_be_hidden()

    role.locator("summary").click()
    role.get_by_role("link", name=party.questions[0]).click()
    page.wait_for_url("**/assistent/?vraag=*partij=vws")
    if javascript:
        expect(page.get_by_role("article", name=party.questions[0])).to_be_visible()
        expect(page.get_by_role("button", name="Kopieer")).to_have_count(1)
        assert (fake_assistant.asked[-1].question, fake_assistant.asked[-1].party) == (party.questions[0], "vws")


class TestFilters:
    def test_the_list_follows_the_choice_says_so_and_the_address_carries_it(self, visit: Callable[..., Any]) -> None:
        page = visit("vragen/").page
        items = page.locator(".filtered-list li")
        total = items.count()
        status = page.locator(".list-count")
        expect(status).to_have_text(f"Alle {total} vragen")
        page.get_by_label("Zorgvorm").select_option("ggz")
        shown = page.locator(".filtered-list li:visible")
        expect(shown.first).to_have_attribute("data-zorgvorm", "ggz")
        count = shown.count()
        assert 0 < count < total
        expect(status).to_have_text(f"{count} van de {total} vragen")
        assert parse_qs(urlsplit(page.url).query) == {"zorgvorm": ["ggz"]}

        page.reload()
        expect(page.get_by_label("Zorgvorm")).to_have_value("ggz")
        expect(status).to_have_text(f"{count} van de {total} vragen")
        page.get_by_label("Partij").select_option("vws")
        expect(status).to_contain_text("Geen vragen met deze keuze")
        expect(page.locator(".list-group h3:visible")).to_have_count(0)

        page.get_by_role("button", name="Wis de keuze").click()
        expect(status).to_have_text(f"Alle {total} vragen")
        expect(page.get_by_label("Zoek op een woord")).to_be_focused()
        assert urlsplit(page.url).query == ""

    def test_a_word_makes_the_list_shorter_still(self, visit: Callable[..., Any]) -> None:
        page = visit("vragen/?zoek=wlz").page
        shown = page.locator(".filtered-list li:visible")
        count = shown.count()
        assert 1 < count < 60
        expect(shown).to_have_text([re.compile("wlz", re.I)] * count)
        page.get_by_label("Zorgvorm").select_option("langdurige-zorg")
        assert 0 < shown.count() < count
        assert parse_qs(urlsplit(page.url).query) == {"zoek": ["wlz"], "zorgvorm": ["langdurige-zorg"]}
        page.get_by_label("Zoek op een woord").fill("xyzxyz")
        expect(page.locator(".list-count")).to_contain_text("Geen vragen")
        page.get_by_role("button", name="Wis de keuze").click()
        expect(page.locator(".list-count")).to_contain_text("Alle")

    def test_a_criterion_leaves_of_each_manual_the_part_about_it(self, visit: Callable[..., Any]) -> None:
        page = visit("handleidingen/").page
        page.get_by_label("Criterium").select_option("noodzakelijkheid")
        expect(page.locator(".manuals > li:visible")).to_have_count(10)
        expect(page.locator(".sections li:visible")).to_have_text(["Noodzakelijkheid"] * 10)
        page.get_by_label("Wet", exact=True).select_option("wmo")
        expect(page.locator(".manuals > li:visible h3")).to_have_text(["Geestelijke gezondheidszorg"])

    def test_an_unknown_choice_in_the_address_is_passed_over(self, visit: Callable[..., Any]) -> None:
        page = visit("vragen/?zorgvorm=onzin&partij=vws").page
        expect(page.get_by_label("Zorgvorm")).to_have_value("")
        expect(page.get_by_label("Partij")).to_have_value("vws")

    def test_without_javascript_the_whole_list_is_there_and_no_filter(self, visit: Callable[..., Any]) -> None:
        page = visit("vragen/", java_script_enabled=False).page
        expect(page.locator(".list-filters")).to_be_hidden()
        items = page.locator(".filtered-list li")
        assert items.count() > 100
        expect(items.last).to_be_visible()


class TestComparison:
    def test_two_subjects_stand_side_by_side_with_the_text_of_their_own_pages(
        self, visit: Callable[..., Any], axe: Callable[[Page], list[str]], built_site: Any
    ) -> None:
        page = visit("vergelijken/").page
        page.get_by_label("Links").select_option("ggz")
        page.get_by_label("Rechts").select_option("wijkverpleging")
        page.get_by_label("Onderdeel").select_option("uitvoerbaarheid")
        columns = page.locator(".compare-column")
        expect(columns.locator("h3")).to_have_text(["Geestelijke gezondheidszorg", "Wijkverpleging"])
        for column, sector in zip(columns.all(), ("ggz", "wijkverpleging"), strict=True):
            heading = f"uitvoerbaarheid-in-de-{sector}"
            (passage,) = (p for p in built_site.passages_of(f"handleidingen/{sector}/") if p.anchor == heading)
            shown = "".join(column.inner_text().split())
            for statement in passage.statements:
                assert "".join(statement.text.split())[:40] in shown
            link = column.get_by_role("link", name="Lees dit op de eigen pagina")
            assert link.evaluate("a => a.href").endswith(f"/handleidingen/{sector}/#{heading}")
        left, right = (column.bounding_box() for column in columns.all())
        assert left
        assert right
        assert left["y"] == right["y"]
        assert left["x"] + left["width"] <= right["x"]
        expect(page.locator(".list-count")).to_contain_text("Geestelijke gezondheidszorg naast Wijkverpleging")
        assert page.evaluate("[...document.querySelectorAll('[id]')].length") == page.evaluate(
            "new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"
        )
        assert axe(page) == []

    def test_the_address_carries_the_choice(self, visit: Callable[..., Any]) -> None:
        page = visit("vergelijken/").page
        page.get_by_label("Vergelijk", exact=True).select_option("criteria")
        page.get_by_label("Rechts").select_option("duurzaamheid")
        page.get_by_label("Onderdeel").select_option("alles")
        rows = page.locator(".compare-row > h2")
        expect(rows).to_have_count(9)
        assert parse_qs(urlsplit(page.url).query) == {
            "soort": ["criteria"],
            "een": ["effectiviteit"],
            "twee": ["duurzaamheid"],
            "onderdeel": ["alles"],
        }
        page.reload()
        expect(rows).to_have_count(9)
        expect(page.get_by_label("Rechts")).to_have_value("duurzaamheid")
        expect(page.locator(".compare-column h3").nth(1)).to_have_text("Ecologische duurzaamheid")

    def test_links_in_the_text_lead_where_they_led_on_the_own_page(
        self, visit: Callable[..., Any], site_address: str
    ) -> None:
        page = visit("vergelijken/?soort=zorgvormen&een=ggz&twee=msz&onderdeel=effectiviteit").page
        note = page.locator(".compare-column").first.locator("a.note-ref").first
        expect(note).to_be_visible()
        assert note.evaluate("a => a.href").startswith(f"{site_address}/handleidingen/ggz/#noot-")
        inner = page.locator(".compare-column").first.locator("p a:not(.note-ref, .term)").first
        assert "/kader/" in inner.evaluate("a => a.href")

    def test_on_a_phone_the_columns_stand_below_each_other_and_tables_scroll_within_themselves(
        self, visit: Callable[..., Any]
    ) -> None:
        page = visit("vergelijken/?soort=zorgvormen&een=msz&twee=geneesmiddelen&onderdeel=alles", NARROW).page
        columns = page.locator(".compare-row").nth(2).locator(".compare-column")
        expect(columns).to_have_count(2)
        one, two = (column.bounding_box() for column in columns.all())
        assert one
        assert two
        assert one["x"] == two["x"]
        assert one["y"] + one["height"] <= two["y"]
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW
        for table in page.locator(".compare-result table").all():
            assert table.evaluate("t => t.parentElement.getBoundingClientRect().right") <= NARROW

    def test_a_page_that_cannot_be_fetched_is_said_and_linked(self, visit: Callable[..., Any]) -> None:
        watched = visit("vergelijken/")
        watched.expected.append(r"ERR_FAILED .*/handleidingen/wijkverpleging/")
        page = watched.page
        page.route("**/handleidingen/wijkverpleging/", lambda route: route.abort())
        page.get_by_label("Rechts").select_option("wijkverpleging")
        column = page.locator(".compare-column").nth(1)
        expect(column).to_contain_text("kon niet worden opgehaald")
        expect(column.get_by_role("link", name="Lees dit op de eigen pagina")).to_be_visible()

    def test_without_javascript_there_is_an_overview_with_a_link_to_every_part(self, visit: Callable[..., Any]) -> None:
        page = visit("vergelijken/", java_script_enabled=False).page
        expect(page.locator(".compare-form")).to_be_hidden()
        expect(page.get_by_role("heading", name="Overzicht van de zorgvormen")).to_be_visible()
        page.locator(".compare-overview").first.locator("dd a", has_text="Wijkverpleging").nth(2).click()
        page.wait_for_url("**/handleidingen/wijkverpleging/#effectiviteit-in-de-wijkverpleging")


def test_a_result_of_the_search_shows_section_and_state(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT).page
    search(page, "wijkverpleging")
    result = page.locator(".md-search-result__item", has=page.get_by_role("heading", name="Handleiding wijkverpleging"))
    expect(result.locator(".md-tag:visible")).to_have_text(["Handleidingen", "concept"])


def test_printing_a_manual_opens_what_is_closed_and_afterwards_closes_it_again(visit: Callable[..., Any]) -> None:
    page = visit("handleidingen/ggz/", NARROW).page
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.get_by_role("button", name="Druk af").click()
    assert page.evaluate("window.printed")
    closed = page.locator("article details:not([open])")
    before = closed.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(closed).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(closed).to_have_count(before)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Checklist voor de ggz")).to_be_visible()
    for hidden in (".print-button", ".related", ".page-toc"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="screen")


def test_printing_the_start_page_shows_every_role(visit: Callable[..., Any]) -> None:
    page = visit("").page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".role[open]")).to_have_count(6)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".role[open]")).to_have_count(0)
    expect(page.locator(".role[name=rol]")).to_have_count(6)


def test_the_index_of_the_search_is_fetched_only_by_who_searches(visit: Callable[..., Any]) -> None:
    page = visit(CONTENT).page
    page.wait_for_load_state("networkidle")
    fetched = "performance.getEntriesByType('resource').filter(e => e.name.endsWith('search_index.json')).length"
    assert page.evaluate(fetched) == 0
    with page.expect_response("**/search_index.json"):
        page.locator(".md-search__input").focus()
    assert search(page, "ziektelast").count() > 0
    assert page.evaluate(fetched) == 1


def test_a_search_in_the_address_is_carried_out(visit: Callable[..., Any]) -> None:
    page = visit("?q=ziektelast").page
    expect(page.locator(".md-search-result__item a.md-search-result__link").first).to_be_visible(timeout=30_000)
