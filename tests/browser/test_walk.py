"""The walk "Toets uw zorgvorm" in a browser, from the first question to the files."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from accessibility import axe_faults_in_both_schemes
from docx import Document
from fake_assistant import SiteAssistant
from page_checks import MOVING, tab_through
from pikepdf import Pdf
from playwright.sync_api import Page, Route, expect

from assistant.serve.app import create_app

pytestmark = pytest.mark.browser

WIDE, NARROW, ZOOMED = 1280, 360, 320
PAGE = "toets-uw-zorgvorm/"
CARE = "Groepstherapie bij een terugkerende depressie"


@pytest.fixture(scope="session")
def walk_address(start_server: Callable[[Any], str], built_site: Any) -> str:
    """Address of a server that makes dossiers from the real site."""
    return start_server(create_app(built_site.settings, SiteAssistant(built_site)))


@pytest.fixture
def visit(open_page: Callable[..., Any], walk_address: str) -> Callable[..., Any]:
    def go(path: str = PAGE, width: int = WIDE, **profile: Any) -> Any:
        size = {"width": width, "height": 900}
        return open_page(f"{walk_address}/{path}", viewport=size, reduced_motion="reduce", **profile)

    return go


def step(page: Page, title: str) -> None:
    """The step with this title is shown, alone, and has the focus."""
    expect(page.get_by_role("heading", level=2, name=title)).to_be_focused()
    expect(page.locator(".walk-step:visible")).to_have_count(1)


def go_on(page: Page, button: str = "Volgende", stays: bool = False) -> None:
    shown = page.locator(f"#{page.locator('.walk-step:visible').get_attribute('id')}")
    shown.get_by_role("button", name=button).click()
    if not stays:
        expect(shown).to_be_hidden()


def answer_all(page: Page) -> None:
    page.get_by_role("textbox", name="Omschrijving van de zorgvorm").fill(CARE)
    go_on(page)
    page.get_by_label("Geestelijke gezondheidszorg").check()
    go_on(page)
    page.get_by_label("Zorgverzekeringswet (Zvw)").check()
    page.get_by_label("Open systeem", exact=True).check()
    go_on(page)
    page.get_by_label("Nieuwe zorg").check()
    page.get_by_label("De zorg vervangt").check()
    go_on(page)
    page.get_by_label("Zorgaanbieder of zorgverlener").check()
    go_on(page)
    page.get_by_label("Een onderzoeksvraag volgens PICO(T)").check()
    go_on(page, "Maak het dossier")
    expect(page.get_by_role("heading", level=2, name=f"Dossier: {CARE}")).to_be_focused()


def test_the_whole_walk_with_the_keyboard_alone(visit: Callable[..., Any], walk_address: str) -> None:
    watched = visit()
    page = watched.page
    keys = page.keyboard
    page.get_by_role("heading", level=2, name="Welke zorgvorm").focus()
    keys.press("Tab")
    expect(page.get_by_role("textbox", name="Omschrijving van de zorgvorm")).to_be_focused()
    keys.type(CARE)
    keys.press("Tab")
    keys.press("Enter")
    step(page, "Bij welke sector")
    keys.press("Tab")
    keys.press("ArrowDown")
    expect(page.get_by_label("Geestelijke gezondheidszorg")).to_be_checked()
    keys.press("Enter")
    step(page, "Hoe zit deze zorg in de wet?")
    for label in ("Zorgverzekeringswet (Zvw)", "Open systeem"):
        keys.press("Tab")
        keys.press("Space")
        expect(page.get_by_label(label, exact=True)).to_be_checked()
    keys.press("Enter")
    step(page, "Is de zorg nieuw")
    page.get_by_role("button", name="Sla deze stap over").focus()
    keys.press("Enter")
    step(page, "Wie bent u")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    step(page, "Welke gegevens hebt u al?")
    keys.press("Tab")
    keys.press("Space")
    expect(page.get_by_label("Een omschrijving van de indicatie")).to_be_checked()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=2, name=f"Dossier: {CARE}")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Het dossier staat klaar.")).to_have_count(1)
    assert watched.hosts == {walk_address.removeprefix("http://")}
    assert watched.complaints == []


def test_the_dossier_shows_every_part_and_leads_to_the_site(visit: Callable[..., Any], walk_address: str) -> None:
    page = visit().page
    answer_all(page)
    dossier = page.locator("#dossier")
    expect(dossier).to_contain_text("Dit dossier geeft geen oordeel over vergoeding")
    titles = dossier.get_by_role("heading", level=3).all_inner_texts()
    assert titles[:4] == ["In het kort", "Uw antwoorden", "Welke route geldt", "Effectiviteit"]
    assert "Arbeidsinzet (in ontwikkeling)" in titles
    effectiveness = page.get_by_role("region", name="Effectiviteit", exact=True)
    expect(effectiveness).to_contain_text("Een onderzoeksvraag volgens PICO(T).")
    lines = dossier.locator(
        ":is(.walk-summary, .walk-part:not([aria-labelledby$=plaatsen], [aria-labelledby$=bronnen])) li"
    )
    assert lines.count() > 200
    assert lines.evaluate_all("all => all.filter(line => !line.querySelector('.line-ref')).length") == 0
    page.get_by_role("link", name="Vindplaats 1:").first.click()
    page.wait_for_url(f"{walk_address}/pakketbeheer/open-en-gesloten-systeem/#*")
    page.go_back()
    expect(page.get_by_role("heading", level=2, name=f"Dossier: {CARE}")).to_be_visible()


def test_the_dossier_begins_with_a_summary_and_unfolds_from_there(visit: Callable[..., Any]) -> None:
    page = visit().page
    answer_all(page)
    summary = page.get_by_role("region", name="In het kort")
    expect(summary.get_by_text("Effectiviteit 1 van 10", exact=False)).to_be_visible()
    assert summary.locator("ol > li").count() == 5
    inside = page.get_by_role("heading", level=4, name="Wat er wordt gevraagd")
    expect(inside.first).to_be_hidden()
    summary.get_by_role("link", name="Noodzakelijkheid", exact=True).click()
    region = page.get_by_role("region", name="Noodzakelijkheid")
    expect(region.get_by_role("heading", level=4, name="Wat er wordt gevraagd")).to_be_in_viewport()
    page.keyboard.press("Tab")
    whole = page.get_by_role("button", name="Klap alles open")
    whole.click()
    expect(whole).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#dossier details:not([open])")).to_have_count(0)
    whole.click()
    expect(inside.first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#dossier details:not([open])")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#dossier details[open]")).to_have_count(0)


def test_an_address_within_the_dossier_opens_what_it_leads_to(visit: Callable[..., Any]) -> None:
    page = visit(f"{PAGE}#dossier-kosteneffectiviteit").page
    region = page.get_by_role("region", name="Kosteneffectiviteit")
    expect(region.get_by_role("heading", level=4, name="Wat er wordt gevraagd")).to_be_visible()


def test_downloads_are_real_files(visit: Callable[..., Any]) -> None:
    watched = visit()
    page = watched.page
    answer_all(page)
    with page.expect_download() as word:
        page.get_by_role("button", name="Download als Word").click()
    assert word.value.suggested_filename == "dossier-pakketwijzer.docx"
    document = Document(io.BytesIO(word.value.path().read_bytes()))
    assert document.paragraphs[0].text == f"Dossier: {CARE}"
    with page.expect_download() as portable:
        page.get_by_role("button", name="Download als PDF").click()
    assert portable.value.suggested_filename == "dossier-pakketwijzer.pdf"
    with Pdf.open(io.BytesIO(portable.value.path().read_bytes())) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
    expect(page.get_by_role("button", name="Download als PDF")).to_be_enabled()
    assert watched.complaints == []


def test_steps_can_be_gone_back_to_and_answers_are_kept(visit: Callable[..., Any]) -> None:
    page = visit().page
    answer_all(page)
    page.go_back()
    step(page, "Welke gegevens hebt u al?")
    expect(page.get_by_label("Een onderzoeksvraag volgens PICO(T)")).to_be_checked()
    page.go_back()
    step(page, "Wie bent u")
    page.get_by_role("navigation", name="Stappen van de toets").get_by_role("link", name="De sector").click()
    step(page, "Bij welke sector")
    page.get_by_label("Wijkverpleging").check()
    page.reload()
    expect(page.get_by_label("Wijkverpleging")).to_be_checked()
    page.get_by_role("navigation", name="Stappen van de toets").get_by_role("link", name="Het dossier").click()
    expect(page.get_by_role("region", name="Uw antwoorden")).to_contain_text("Wijkverpleging")
    page.get_by_role("heading", level=3, name="Uw antwoorden").click()
    page.get_by_role("link", name="Wijzig: Uw rol").click()
    step(page, "Wie bent u")


def test_answers_stay_in_this_tab_and_can_be_wiped(visit: Callable[..., Any]) -> None:
    page = visit().page
    answer_all(page)
    assert page.evaluate("JSON.stringify(localStorage) + document.cookie").count("Groepstherapie") == 0
    assert "Groepstherapie" in page.evaluate("sessionStorage['pakketwijzer.toets']")
    page.get_by_role("button", name="Wis mijn antwoorden").click()
    step(page, "Welke zorgvorm")
    field = page.get_by_role("textbox", name="Omschrijving van de zorgvorm")
    expect(field).to_have_value("")
    assert "Groepstherapie" not in page.evaluate("sessionStorage['pakketwijzer.toets']")
    back = page.get_by_role("button", name="Zet ze terug")
    back.click()
    expect(page.get_by_role("heading", level=2, name=f"Dossier: {CARE}")).to_be_focused()
    page.get_by_role("button", name="Wis mijn antwoorden").click()
    step(page, "Welke zorgvorm")
    go_on(page)
    page.get_by_role("button", name="Vorige").click()
    step(page, "Welke zorgvorm")
    expect(back).to_have_count(0)


def test_every_step_can_be_skipped(visit: Callable[..., Any]) -> None:
    page = visit().page
    for _ in range(6):
        go_on(page, "Sla deze stap over")
    expect(page.get_by_role("heading", level=2, name="Dossier van een zorgvorm")).to_be_focused()
    expect(page.locator("#dossier")).to_contain_text("Wat u nog nagaat")
    steps = page.get_by_role("navigation", name="Stappen van de toets")
    expect(steps.get_by_text("overgeslagen")).to_have_count(6)


def test_a_text_that_is_too_long_is_reported_in_a_summary(visit: Callable[..., Any]) -> None:
    page = visit().page
    field = page.get_by_role("textbox", name="Omschrijving van de zorgvorm")
    field.fill("x" * 301)
    expect(page.get_by_text("1 teken te veel.")).to_be_visible()
    go_on(page, stays=True)
    summary = page.get_by_role("group", name="Er gaat nog iets mis")
    expect(summary).to_be_focused()
    steps = page.get_by_role("navigation", name="Stappen van de toets")
    expect(steps.get_by_role("link", name="De zorgvorm te lang")).to_be_visible()
    steps.get_by_role("link", name="Het dossier").click()
    expect(summary).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name="telt 301 tekens").click()
    expect(field).to_be_focused()
    field.fill("x" * 300)
    go_on(page)
    step(page, "Bij welke sector")
    page.go_back()
    expect(summary).to_be_hidden()


def test_a_manual_fills_in_its_sector(visit: Callable[..., Any], walk_address: str) -> None:
    page = visit("handleidingen/wijkverpleging/").page
    page.get_by_role("link", name="Toets uw zorgvorm").last.click()
    page.wait_for_url(f"{walk_address}/{PAGE}")
    page.get_by_role("navigation", name="Stappen van de toets").get_by_role("link", name="De sector").click()
    expect(page.get_by_label("Wijkverpleging")).to_be_checked()


def test_every_manual_and_the_first_page_lead_to_the_walk(built_site: Any) -> None:
    for sector in built_site.corpus.sectors.values():
        url = sector.page.removesuffix(".md") + "/"
        assert built_site.article(url).xpath(f".//a[contains(@href, '{PAGE}?sector={sector.id}')]"), url
    assert built_site.article("").xpath(f".//a[@href='{PAGE}']")


@pytest.mark.parametrize("answer", ["abort", "fault"])
def test_a_server_that_does_not_answer_loses_nothing(visit: Callable[..., Any], answer: str) -> None:
    watched = visit()
    watched.expected += [r"ERR_FAILED .*/api/assess", r"status of 502 .*/api/assess"]
    page = watched.page

    def refuse(route: Route) -> None:
        if answer == "abort":
            route.abort()
        else:
            route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html")

    page.route("**/api/assess", refuse)
    page.get_by_role("textbox", name="Omschrijving van de zorgvorm").fill(CARE)
    page.get_by_role("link", name="Het dossier").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Uw antwoorden zijn er nog.")
    expect(page.get_by_role("link", name="op papier werken")).to_be_visible()
    page.unroute("**/api/assess")
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_role("heading", level=2, name=f"Dossier: {CARE}")).to_be_focused()
    page.route("**/api/assess/pdf", lambda route: route.abort())
    page.get_by_role("button", name="Download als PDF").click()
    expect(alert).to_contain_text("niet te bereiken")


def test_what_the_server_refuses_is_shown_in_its_words(visit: Callable[..., Any]) -> None:
    watched = visit()
    watched.expected.append(r"status of 422 .*/api/assess")
    page = watched.page
    refusal = {"detail": "Het veld `sector` kent de waarde `x` niet."}
    page.route("**/api/assess", lambda route: route.fulfill(status=422, json=refusal))
    page.get_by_role("link", name="Het dossier").click()
    expect(page.get_by_role("alert")).to_contain_text(refusal["detail"])


def test_what_a_user_types_is_never_markup(visit: Callable[..., Any]) -> None:
    page = visit().page
    text = '<img src=x onerror="document.title=1"><b>vet</b>'
    page.get_by_role("textbox", name="Omschrijving van de zorgvorm").fill(text)
    page.get_by_role("link", name="Het dossier").click()
    expect(page.locator("#dossier h2")).to_have_text(f"Dossier: {text}")
    assert page.locator("#dossier img, #dossier b").count() == 0


def test_without_javascript_the_page_says_what_to_do(visit: Callable[..., Any]) -> None:
    page = visit(java_script_enabled=False).page
    expect(page.get_by_text("De vragen werken alleen met JavaScript.")).to_be_visible()
    expect(page.locator("#toets")).to_be_hidden()
    expect(page.get_by_role("link", name="Checklist wijkverpleging")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Bij welke sector hoort deze zorg?")).to_be_visible()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_on_any_step_and_in_the_dossier(visit: Callable[..., Any], width: int) -> None:
    page = visit(width=width).page
    found: list[str] = []
    page.get_by_role("textbox", name="Omschrijving van de zorgvorm").fill("x" * 301)
    go_on(page, stays=True)
    found += axe_faults_in_both_schemes(page)
    page.get_by_role("textbox", name="Omschrijving van de zorgvorm").fill(CARE)
    for _ in range(5):
        go_on(page)
        found += axe_faults_in_both_schemes(page)
    go_on(page, "Maak het dossier")
    expect(page.get_by_role("button", name="Download als PDF")).to_be_visible()
    found += axe_faults_in_both_schemes(page)
    page.get_by_role("button", name="Klap alles open").click()
    assert found + axe_faults_in_both_schemes(page) == []


@pytest.mark.parametrize("width", [NARROW, ZOOMED])
def test_nothing_is_wider_than_a_small_window(visit: Callable[..., Any], width: int) -> None:
    page = visit(width=width).page
    for _ in range(6):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        go_on(page, "Sla deze stap over")
    expect(page.get_by_role("button", name="Download als PDF")).to_be_visible()
    page.get_by_role("button", name="Klap alles open").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll('#dossier a, #dossier button')].filter(e => {
          const box = e.getBoundingClientRect();
          return box.width < 24 || box.height < 23.9;
        }).map(e => e.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize("width", [WIDE, ZOOMED])
def test_on_every_step_the_tab_key_reaches_every_control_in_view_and_nothing_moves(
    visit: Callable[..., Any], width: int
) -> None:
    page = visit(width=width).page
    for _ in range(6):
        stops, unseen, missed = tab_through(page)
        assert (unseen, missed, page.evaluate(MOVING)) == ([], [], [])
        assert stops > 15
        go_on(page, "Sla deze stap over")
        # The theme closes its search 125 ms after the address has changed; no hand is past the menu by then.
        page.wait_for_timeout(200)
    expect(page.get_by_role("button", name="Download als PDF")).to_be_visible()
    stops, unseen, missed = tab_through(page)
    assert (unseen, missed, page.evaluate(MOVING)) == ([], [], [])
    assert stops > 50


def test_on_paper_there_is_the_dossier_alone(visit: Callable[..., Any]) -> None:
    page = visit().page
    answer_all(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=2, name=f"Dossier: {CARE}")).to_be_visible()
    for hidden in (".walk-steps", ".walk-buttons", "#de-stappen", ".ask-button", ".page-state"):
        expect(page.locator(hidden).first).to_be_hidden()
