from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from playwright.sync_api import Page, expect

from assistant.errors import IndexMissing

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


@pytest.fixture
def chat(open_page: Open, address: str) -> Callable[..., Page]:
    """Opens the assistant and waits until it takes questions."""

    def visit(query: str = "", **profile: Any) -> Page:
        page = open_page(f"{address}/assistent/{query}", **profile).page
        expect(page.get_by_label("Uw vraag")).to_be_visible()
        return page

    return visit


def answered(page: Page, count: int = 1) -> None:
    """Waits until `count` answers are there as a whole."""
    expect(page.get_by_role("button", name="Kopieer")).to_have_count(count)


def ask(page: Page, question: str) -> None:
    page.get_by_label("Uw vraag").fill(question)
    page.get_by_role("button", name="Stel de vraag").click()


def test_the_page_is_dutch_complains_of_nothing_and_asks_no_other_host(open_page: Open, address: str) -> None:
    watched = open_page(f"{address}/assistent/")
    page = watched.page
    ask(page, "Wat is effectiviteit?")
    answered(page)
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.title() == "Assistent – Pakketwijzer"
    assert watched.hosts == {address.removeprefix("http://")}
    assert watched.complaints == []
    text = page.inner_text("body")
    for english in ("Submit", "Loading", "Error", "Gradio", "API", "Textbox", "Settings"):
        assert english not in text


def test_the_landmarks_and_headings_are_in_order(chat: Callable[..., Page]) -> None:
    page = chat()
    main = page.get_by_role("main")
    expect(main).to_have_count(1)
    expect(main.get_by_role("heading", level=1, name="Vraag de assistent")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name="Pakketwijzer")).to_have_attribute("href", "/")
    for name in ("Kader", "Handleidingen", "Vragen", "Begrippen"):
        expect(page.get_by_role("navigation").get_by_role("link", name=name)).to_be_visible()


def test_an_answer_comes_in_pieces_and_is_announced_once(chat: Callable[..., Page]) -> None:
    page = chat()
    page.evaluate(
        """() => {
          window.seen = []; window.said = [];
          new MutationObserver(() => seen.push(document.querySelector('.reply')?.textContent.length ?? 0))
            .observe(document.querySelector('.turns'), {childList: true, subtree: true});
          new MutationObserver(() => { const t = live.textContent; if (t) said.push(t); })
            .observe(document.getElementById('live'), {childList: true, characterData: true, subtree: true});
        }"""
    )
    ask(page, "Wat is effectiviteit?")
    answered(page)
    expect(page.locator("#live")).to_contain_text("Antwoord. Effectiviteit is")
    assert len(set(page.evaluate("seen"))) > 3
    assert len(page.evaluate("said")) == 1
    assert "[1]" not in page.evaluate("said")[0]
    expect(page.get_by_role("article", name="Wat is effectiviteit?")).to_be_visible()
    expect(page.get_by_label("Uw vraag")).to_have_value("")


def test_a_reference_opens_its_source_and_leads_back(chat: Callable[..., Page]) -> None:
    page = chat()
    ask(page, "Wat is effectiviteit?")
    answered(page)
    reference = page.get_by_role("button", name="Bron 2: Effectiviteit – Kern")
    expect(page.get_by_text("art. 2.1")).to_be_hidden()
    reference.click()
    expect(page.get_by_text("art. 2.1")).to_be_visible()
    expect(page.locator("#turn-1-cite-2")).to_be_focused()
    page.get_by_role("button", name="Terug naar de tekst bij [2]").click()
    expect(reference).to_be_focused()


def test_a_source_link_opens_the_page_at_the_quote(chat: Callable[..., Page]) -> None:
    page = chat()
    ask(page, "Wat is effectiviteit?")
    answered(page)
    page.get_by_role("button", name="Bron 1").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Lees dit op de pagina").first.click()
    site = opened.value
    site.wait_for_load_state()
    assert "/kader/effectiviteit/#kern" in site.url
    site.wait_for_function("window.scrollY > 1000")


def test_follow_up_questions_and_history(chat: Callable[..., Page], fake_assistant: FakeAssistant) -> None:
    page = chat()
    ask(page, "Wat is effectiviteit?")
    page.get_by_role("button", name="Wat is noodzakelijkheid?").click()
    expect(page.get_by_role("heading", level=2, name="Wat is noodzakelijkheid?")).to_be_focused()
    answered(page, 2)
    assert fake_assistant.asked[-1].question == "Wat is noodzakelijkheid?"
    assert fake_assistant.asked[-1].history == ["Wat is effectiviteit?"]


def test_examples_disappear_once_a_question_is_asked(chat: Callable[..., Page]) -> None:
    page = chat()
    page.get_by_role("region", name="Voorbeelden").get_by_role("button").first.click()
    answered(page)
    expect(page.get_by_role("region", name="Voorbeelden")).to_be_hidden()


def test_the_address_fills_the_filters_and_the_page(chat: Callable[..., Page], fake_assistant: FakeAssistant) -> None:
    page = chat("?sector=ggz&criterium=effectiviteit&pagina=kader/effectiviteit/")
    expect(page.get_by_label("Zorgvorm")).to_have_value("ggz")
    expect(page.get_by_label("Criterium")).to_have_value("effectiviteit")
    expect(page.get_by_text("U komt van de pagina ‘Effectiviteit’.")).to_be_visible()
    ask(page, "Wat is dit?")
    answered(page)
    asked = fake_assistant.asked[-1]
    assert (asked.sector, asked.criterion, asked.page) == ("ggz", "effectiviteit", "kader/effectiviteit/")

    page.get_by_label("Zorgvorm").select_option("hulpmiddelen & meer")
    page.get_by_role("button", name="Niet meenemen").click()
    ask(page, "En nu?")
    answered(page, 2)
    asked = fake_assistant.asked[-1]
    assert (asked.sector, asked.page) == ("hulpmiddelen", None)


def test_a_question_in_the_address_is_asked_once(chat: Callable[..., Page]) -> None:
    page = chat("?sector=ggz&vraag=Wat+is+effectiviteit%3F")
    expect(page.get_by_role("article", name="Wat is effectiviteit?")).to_be_visible()
    answered(page)
    assert page.url.endswith("/assistent/?sector=ggz")


def test_a_question_back_is_answered_with_a_click(chat: Callable[..., Page]) -> None:
    page = chat()
    ask(page, "Welk bewijs?")
    expect(page.get_by_text("Voor welke zorgvorm wilt u dit weten?")).to_be_visible()
    page.get_by_role("button", name="Welk bewijs – ggz?").click()
    chosen = page.get_by_role("article", name="Welk bewijs – ggz?")
    expect(chosen.get_by_role("button", name="Kopieer")).to_be_visible()


def test_a_refusal_is_a_notice_without_sources(chat: Callable[..., Page]) -> None:
    page = chat()
    ask(page, "Krijg ik dit vergoed?")
    expect(page.get_by_role("heading", level=3, name="Over uw eigen situatie")).to_be_visible()
    expect(page.get_by_role("button", name="Kopieer")).to_have_count(0)


def test_an_empty_question_is_explained_at_the_field(chat: Callable[..., Page]) -> None:
    page = chat()
    page.get_by_role("button", name="Stel de vraag").click()
    expect(page.get_by_role("alert").filter(has_text="Er staat geen vraag.")).to_be_visible()
    expect(page.get_by_label("Uw vraag")).to_be_focused()
    expect(page.get_by_label("Uw vraag")).to_have_accessible_description(
        "Er staat geen vraag. Typ een vraag in gewone woorden."
    )
    expect(page.get_by_role("article")).to_have_count(0)
    ask(page, "Wat is effectiviteit?")
    answered(page)
    expect(page.get_by_text("Er staat geen vraag.")).to_have_count(0)


def test_a_failure_leaves_the_question_to_try_again(chat: Callable[..., Page], fake_assistant: FakeAssistant) -> None:
    page = chat()
    fake_assistant.failure = IndexMissing("gone")
    try:
        ask(page, "Wat is effectiviteit?")
        expect(page.get_by_text("De assistent is nu niet beschikbaar.")).to_be_visible()
    finally:
        fake_assistant.failure = None
    expect(page.get_by_label("Uw vraag")).to_have_value("Wat is effectiviteit?")
    page.get_by_role("button", name="Stel de vraag").click()
    answered(page)


def test_a_lost_connection_is_said_in_dutch_and_costs_nothing(chat: Callable[..., Page]) -> None:
    page = chat()
    ask(page, "Wat is weging?")
    answered(page)
    page.context.set_offline(True)
    ask(page, "Wat is effectiviteit?")
    expect(page.get_by_text("De assistent reageert niet.")).to_be_visible()
    assert "Connection" not in page.inner_text("body")
    # Gradio loads the page anew as soon as the server can be reached.
    with page.expect_navigation():
        page.context.set_offline(False)
    expect(page.get_by_role("article", name="Wat is weging?")).to_be_visible()
    expect(page.get_by_label("Uw vraag")).to_have_value("Wat is effectiviteit?")
    page.get_by_role("button", name="Stel de vraag").click()
    answered(page, 2)


def test_a_conversation_lasts_as_long_as_its_tab(
    chat: Callable[..., Page], fake_assistant: FakeAssistant, address: str
) -> None:
    page = chat()
    ask(page, "Wat is weging?")
    answered(page)
    page.goto(f"{address}/")
    page.goto(f"{address}/assistent/?vraag=En+verder%3F")
    answered(page, 2)
    assert fake_assistant.asked[-1].history == ["Wat is weging?"]
    page.get_by_role("button", name="Nieuw gesprek").click()
    page.reload()
    expect(page.get_by_label("Uw vraag")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)


def test_a_new_conversation_forgets_the_old_one(chat: Callable[..., Page], fake_assistant: FakeAssistant) -> None:
    page = chat()
    expect(page.get_by_role("button", name="Nieuw gesprek")).to_be_hidden()
    ask(page, "Wat is effectiviteit?")
    answered(page)
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_label("Uw vraag")).to_be_focused()
    expect(page.get_by_role("region", name="Voorbeelden")).to_be_visible()
    ask(page, "Wat is weging?")
    answered(page)
    assert fake_assistant.asked[-1].history == []


def test_an_answer_is_copied_with_its_sources(chat: Callable[..., Page], address: str) -> None:
    page = chat(permissions=["clipboard-read", "clipboard-write"])
    ask(page, "Wat is effectiviteit?")
    page.get_by_role("button", name="Kopieer").click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Wat is effectiviteit?\n\nEffectiviteit is het pakketcriterium")
    assert "[1]" in copied
    assert f"[3] Weging: {address}/kader/weging/#weging" in copied


def test_what_a_reader_types_is_never_markup(chat: Callable[..., Page]) -> None:
    page = chat()
    attack = '<img src=x onerror="window.hit=1">${window.hit=2}{{constructor}}`'
    ask(page, attack)
    expect(page.get_by_role("heading", level=2, name=attack)).to_be_visible()
    answered(page)
    assert page.evaluate("window.hit") is None
    assert page.locator(".turn img").count() == 0


def test_enter_asks_and_the_keyboard_reaches_everything(chat: Callable[..., Page]) -> None:
    page = chat()
    page.get_by_label("Uw vraag").fill("Wat is effectiviteit?")
    page.keyboard.press("Enter")
    answered(page)
    expect(page.get_by_label("Uw vraag")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Zorgvorm")).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_runs_off_the_page(chat: Callable[..., Page], width: int) -> None:
    page = chat("?pagina=kader/effectiviteit/", viewport={"width": width, "height": 256})
    ask(page, "Wat is effectiviteit? " + "x" * 200)
    answered(page)
    page.get_by_role("button", name="Bron 1").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("system", "chosen", "scheme"),
    [
        ("light", None, "default"),
        ("dark", None, "slate"),
        ("light", "slate", "slate"),
        ("dark", "default", "default"),
    ],
)
def test_colours_follow_the_choice_made_on_the_site(
    open_page: Open, address: str, system: str, chosen: str | None, scheme: str
) -> None:
    page = open_page(f"{address}/", color_scheme=system).page
    if chosen:
        # As Material for MkDocs writes it.
        value = f'{{"index": 0, "color": {{"scheme": "{chosen}"}}}}'
        page.evaluate("value => localStorage.setItem('/.__palette', value)", value)
    page.goto(f"{address}/assistent/")
    expect(page.locator("html")).to_have_attribute("data-scheme", scheme)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (colour == "rgb(255, 255, 255)") == (scheme == "default")


def test_readers_who_want_calm_see_no_growing_answer(chat: Callable[..., Page]) -> None:
    page = chat(reduced_motion="reduce")
    page.evaluate(
        """() => {
          window.seen = new Set();
          new MutationObserver(() => seen.add(document.querySelector('.answer')?.textContent))
            .observe(document.querySelector('.turns'), {childList: true, subtree: true});
        }"""
    )
    ask(page, "Wat is effectiviteit?")
    answered(page)
    assert page.evaluate("[...seen].filter(Boolean).length") == 1
