"""The assistant beside a page of the real site, and the form for a remark about that page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from accessibility import axe_faults_in_both_schemes
from fake_assistant import FakeAssistant
from page_checks import MOVING
from playwright.sync_api import Locator, Page, expect

from assistant.errors import IndexMissing
from assistant.feedback import FeedbackStore

pytestmark = pytest.mark.browser

CONTENT = "kader/effectiviteit/"
WIDE, NARROW, ZOOMED = 1280, 360, 320

Visit = Callable[..., Any]


@pytest.fixture
def visit(open_page: Callable[..., Any], site_address: str) -> Visit:
    """Opens a page of the site and waits until its scripts have run."""

    def go(path: str = CONTENT, width: int = WIDE, height: int = 900, **profile: Any) -> Any:
        profile = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce", **profile}
        watched = open_page(f"{site_address}/{path}", **profile)
        expect(watched.page.locator(".remark-button")).to_be_visible()
        return watched

    return go


def opener(page: Page) -> Locator:
    return page.get_by_role("button", name="Vraag de assistent")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Vraag de assistent")


def opened(page: Page) -> Locator:
    """The panel, opened with its button."""
    opener(page).click()
    expect(panel(page).get_by_label("Uw vraag")).to_be_focused()
    return panel(page)


def ask(page: Page, question: str) -> None:
    panel(page).get_by_label("Uw vraag").fill(question)
    page.keyboard.press("Enter")


def answered(page: Page, count: int = 1) -> None:
    expect(page.get_by_role("button", name="Kopieer")).to_have_count(count)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_newest_answer_starts_at_the_top_also_when_the_panel_opens_again(visit: Visit, width: int) -> None:
    page = visit(width=width).page
    opened(page)
    for number in range(1, 4):
        ask(page, f"Wat is effectiviteit in {number}?")
        answered(page, number)
    newest = page.get_by_role("heading", level=2, name="Wat is effectiviteit in 3?")
    below_the_edge = (
        "e => e.getBoundingClientRect().top - document.querySelector('.pw-body').getBoundingClientRect().top"
    )
    assert 0 <= newest.evaluate(below_the_edge) < 40
    panel(page).get_by_role("button", name="Sluiten").click()
    opened(page)
    assert 0 <= newest.evaluate(below_the_edge) < 40


def test_a_page_loads_nothing_of_the_assistant_until_it_is_asked_for(visit: Visit) -> None:
    watched = visit()
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.page.reload()
    expect(watched.page.locator(".remark-button")).to_be_visible()
    assert not [url for url in asked if "assistent-bestanden" in url]
    opened(watched.page)
    assert [url for url in asked if url.endswith("/panel.js")]
    assert not [url for url in asked if "gradio" in url or "/assistent/" in url]
    assert watched.complaints == []
    assert len(watched.hosts) == 1


def test_beside_the_text_the_page_stays_in_view_and_can_be_used(visit: Visit) -> None:
    page = visit().page
    text = page.locator("article > p").first
    box = opened(page).bounding_box()
    assert box
    assert box["x"] > WIDE / 2
    assert not panel(page).evaluate("dialog => dialog.matches(':modal')")
    beside = text.bounding_box()
    assert beside
    assert beside["x"] + beside["width"] <= box["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE
    page.locator("article a.term").first.focus()
    expect(page.locator("article a.term").first).to_be_focused()


def test_on_a_phone_it_takes_the_screen_and_holds_the_focus(visit: Visit) -> None:
    page = visit(width=NARROW).page
    box = opened(page).bounding_box()
    assert box == {"x": 0, "y": 0, "width": NARROW, "height": 900}
    assert panel(page).evaluate("dialog => dialog.matches(':modal')")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(8):
            page.keyboard.press(key)
            assert page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("way", ["Escape", "button"])
def test_it_closes_and_the_focus_returns_to_where_it_was_opened(visit: Visit, width: int, way: str) -> None:
    page = visit(width=width).page
    opener(page).focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_label("Uw vraag")).to_be_focused()
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        panel(page).get_by_role("button", name="Sluiten").click()
    expect(panel(page)).to_be_hidden()
    expect(opener(page)).to_be_focused()
    expect(opener(page)).to_have_attribute("aria-expanded", "false")
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.documentElement.className").count("pw-asking") == 0


def test_a_window_that_changes_takes_the_panel_along(visit: Visit) -> None:
    page = visit().page
    opened(page)
    ask(page, "Wat is effectiviteit?")
    answered(page)
    for width, modal in ((NARROW, True), (WIDE, False)):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function("modal => document.querySelector('.pw-panel').matches(':modal') === modal", arg=modal)
        expect(page.get_by_role("article", name="Wat is effectiviteit?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()


def test_questions_know_their_page_and_the_questions_before(
    visit: Visit, fake_assistant: FakeAssistant, site_address: str
) -> None:
    page = visit().page
    opened(page)
    ask(page, "Wat is dit?")
    answered(page)
    panel(page).get_by_role("button", name="Wat is noodzakelijkheid?").click()
    answered(page, 2)
    asked = fake_assistant.asked[-1]
    assert asked.question == "Wat is noodzakelijkheid?"
    assert (asked.page, asked.history) == (CONTENT, ["Wat is dit?"])
    assert (asked.sector, asked.criterion) == (None, "effectiviteit")
    page.goto(f"{site_address}/handleidingen/ggz/")
    expect(panel(page).get_by_role("article")).to_have_count(2)
    ask(page, "En hier?")
    answered(page, 3)
    assert (fake_assistant.asked[-1].sector, fake_assistant.asked[-1].criterion) == ("ggz", None)


def test_an_answer_is_announced_once_inside_the_dialog(visit: Visit) -> None:
    page = visit(width=NARROW).page
    opened(page)
    page.evaluate(
        """() => {
          window.said = [];
          const live = document.querySelector('.pw-panel [role=status]');
          new MutationObserver(() => live.textContent && said.push(live.textContent))
            .observe(live, {childList: true, characterData: true, subtree: true});
        }"""
    )
    ask(page, "Wat is effectiviteit?")
    answered(page)
    expect(page.locator(".pw-panel [role=status]")).to_contain_text("Antwoord. Effectiviteit is")
    assert len(page.evaluate("said")) == 1


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_source_on_this_page_is_read_here(visit: Visit, width: int) -> None:
    page = visit(width=width).page
    opened(page)
    ask(page, "Wat is effectiviteit?")
    answered(page)
    panel(page).get_by_role("button", name="Bron 1").click()
    here = panel(page).get_by_role("link", name="(op deze pagina)").first
    assert here.get_attribute("target") is None
    here.click()
    page.wait_for_url(f"**/{CONTENT}#kern*")
    assert len(page.context.pages) == 1
    expect(panel(page)).to_be_visible(visible=width == WIDE)
    if width == WIDE:
        elsewhere = panel(page).get_by_role("link", name="Weging (nieuw tabblad)", include_hidden=True)
        expect(elsewhere).to_have_attribute("target", "_blank")


def test_the_conversation_goes_along_to_the_next_page_and_to_the_large_window(
    visit: Visit, site_address: str, fake_assistant: FakeAssistant
) -> None:
    page = visit().page
    opened(page)
    ask(page, "Wat is effectiviteit?")
    answered(page)
    page.goto(f"{site_address}/planning/")
    expect(page.get_by_role("article", name="Wat is effectiviteit?")).to_be_visible()
    assert not page.evaluate("!!document.activeElement.closest('dialog')"), "the reader came to read"
    panel(page).get_by_role("link", name="Open in groot venster").click()
    expect(page.get_by_role("heading", level=1, name="Vraag de assistent")).to_be_visible()
    expect(page.get_by_role("article", name="Wat is effectiviteit?")).to_be_visible()
    page.get_by_label("Uw vraag").fill("En verder?")
    page.get_by_role("button", name="Stel de vraag").click()
    answered(page, 2)
    assert fake_assistant.asked[-1].history == ["Wat is effectiviteit?"]
    assert fake_assistant.asked[-1].page == "planning/"
    page.goto(f"{site_address}/{CONTENT}")
    expect(panel(page).get_by_role("article")).to_have_count(2)
    panel(page).get_by_role("button", name="Sluiten").click()
    page.goto(f"{site_address}/planning/")
    expect(page.locator(".remark-button")).to_be_visible()
    expect(panel(page)).to_be_hidden()


def test_on_a_phone_it_does_not_open_by_itself_on_the_next_page(visit: Visit, site_address: str) -> None:
    page = visit(width=NARROW).page
    opened(page)
    page.goto(f"{site_address}/planning/")
    expect(page.locator(".remark-button")).to_be_visible()
    expect(panel(page)).to_be_hidden()


def test_a_new_conversation_empties_the_panel(visit: Visit, fake_assistant: FakeAssistant) -> None:
    page = visit().page
    opened(page)
    expect(panel(page).get_by_role("button", name="Nieuw gesprek")).to_be_hidden()
    ask(page, "Wat is effectiviteit?")
    answered(page)
    panel(page).get_by_role("button", name="Nieuw gesprek").click()
    expect(panel(page).get_by_role("article")).to_have_count(0)
    expect(panel(page).get_by_label("Uw vraag")).to_be_focused()
    ask(page, "Wat is weging?")
    answered(page)
    assert fake_assistant.asked[-1].history == []


def test_an_answer_is_judged_from_the_panel_with_its_page(visit: Visit, feedback: FeedbackStore) -> None:
    page = visit().page
    opened(page)
    ask(page, "Wat is effectiviteit hier?")
    answered(page)
    panel(page).get_by_role("button", name="Geen goed antwoord").click()
    form = panel(page).get_by_role("form", name="Wat is er mis met dit antwoord?")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(panel(page)).to_be_visible()
    panel(page).get_by_role("button", name="Geen goed antwoord").click()
    form.get_by_label("Er ontbreekt iets").check()
    form.get_by_role("button", name="Verstuur").click()
    expect(panel(page).locator(".feedback-result")).to_have_text("Bedankt voor uw oordeel.")
    stored = next(m for m in feedback.all("thumb") if m.question == "Wat is effectiviteit hier?")
    assert (stored.reason, stored.page, stored.version) == ("incomplete", CONTENT, "20261122-fake")


def test_escape_in_a_form_on_a_phone_closes_only_the_form(visit: Visit) -> None:
    page = visit(width=NARROW).page
    opened(page)
    ask(page, "Hoeveel kost het?")
    panel(page).get_by_role("button", name="Stuur deze vraag naar de redactie").click()
    form = panel(page).get_by_role("form", name="Stuur deze vraag naar de redactie")
    expect(form.get_by_label("Toelichting")).to_be_focused()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(panel(page)).to_be_visible()


def test_a_failure_leaves_the_question_to_try_again(visit: Visit, fake_assistant: FakeAssistant) -> None:
    watched = visit()
    watched.expected.append("status of 503")
    page = watched.page
    opened(page)
    fake_assistant.failure = IndexMissing("gone")
    try:
        ask(page, "Wat is effectiviteit?")
        expect(panel(page).get_by_role("alert").filter(has_text="geen bruikbare index")).to_be_visible()
    finally:
        fake_assistant.failure = None
    expect(panel(page).get_by_label("Uw vraag")).to_have_value("Wat is effectiviteit?")
    page.keyboard.press("Enter")
    answered(page)


def test_keys_of_the_theme_do_not_work_in_the_panel(visit: Visit) -> None:
    page = visit().page
    opened(page)
    panel(page).get_by_role("button", name="Sluiten").focus()
    for key in ("s", "/", "f"):
        page.keyboard.press(key)
    expect(panel(page).get_by_role("button", name="Sluiten")).to_be_focused()


def test_without_the_server_the_button_still_leads_to_the_assistant(visit: Visit, site_address: str) -> None:
    watched = visit()
    watched.expected.append("ERR_FAILED")
    page = watched.page
    page.route("**/assistent-bestanden/**", lambda route: route.abort())
    opener(page).click()
    page.wait_for_url(f"{site_address}/assistent/?pagina=kader/effectiviteit/&criterium=effectiviteit")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_remark_about_a_page_reaches_the_editors(visit: Visit, feedback: FeedbackStore, width: int) -> None:
    page = visit("planning/", width).page
    button = page.get_by_role("button", name="Klopt er iets niet?")
    button.press("Enter")
    dialog = page.get_by_role("dialog", name="Klopt er iets niet?")
    field = dialog.get_by_label("Wat klopt er niet, of wat ontbreekt er?")
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("Er staat nog niets. Schrijf kort wat er niet klopt.")
    expect(field).to_be_focused()
    page.keyboard.type(f"Op {width} punten: mail a@b.nl")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Bedankt. De redactie heeft uw opmerking ontvangen.")).to_be_visible()
    expect(dialog.get_by_text("Uit uw tekst zijn persoonsgegevens weggelaten: een e-mailadres.")).to_be_visible()
    dialog.get_by_role("button", name="Sluiten").click()
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    (stored,) = [m for m in feedback.all("page") if m.text.startswith(f"Op {width}")]
    assert (stored.text, stored.page) == (f"Op {width} punten: mail [e-mailadres]", "planning/")


def test_a_remark_is_called_off_with_escape(visit: Visit, feedback: FeedbackStore) -> None:
    page = visit().page
    count = len(feedback.all())
    button = page.get_by_role("button", name="Klopt er iets niet?")
    button.click()
    expect(page.get_by_label("Wat klopt er niet")).to_be_focused()
    page.keyboard.type("Toch niet.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Klopt er iets niet?")).to_have_count(0)
    expect(button).to_be_focused()
    assert len(feedback.all()) == count


def test_every_page_takes_remarks_but_not_without_javascript(
    visit: Visit, open_page: Callable[..., Any], site_address: str, built_site: Any
) -> None:
    for folder in sorted(file.parent for file in built_site.folder.rglob("index.html")):
        assert 'class="remark-button"' in (folder / "index.html").read_text(encoding="utf-8"), folder
    page = open_page(f"{site_address}/{CONTENT}", java_script_enabled=False).page
    expect(page.locator(".remark-button")).to_be_hidden()
    expect(page.get_by_role("link", name="Vraag de assistent")).to_be_visible()


def with_nothing(page: Page) -> None:
    opened(page)


def with_answer(page: Page) -> None:
    opened(page)
    ask(page, "Wat is effectiviteit?")
    answered(page)
    panel(page).get_by_role("button", name="Bron 1").click()


def with_reasons(page: Page) -> None:
    with_answer(page)
    panel(page).get_by_role("button", name="Geen goed antwoord").click()
    expect(page.get_by_label("Het is verouderd")).to_be_visible()


def with_refusal(page: Page) -> None:
    opened(page)
    ask(page, "Hoeveel kost het?")
    expect(panel(page).get_by_role("button", name="Stuur deze vraag naar de redactie")).to_be_visible()


def with_remark(page: Page) -> None:
    page.get_by_role("button", name="Klopt er iets niet?").click()
    expect(page.get_by_role("dialog", name="Klopt er iets niet?")).to_be_visible()


STATES = [with_nothing, with_answer, with_reasons, with_refusal, with_remark]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("state", STATES)
def test_no_rule_of_accessibility_is_broken(visit: Visit, state: Callable[[Page], None], width: int) -> None:
    page = visit("over/colofon/", width).page
    state(page)
    assert axe_faults_in_both_schemes(page) == []


@pytest.mark.parametrize("state", STATES)
def test_everything_fits_at_a_zoom_of_400_percent(visit: Visit, state: Callable[[Page], None]) -> None:
    page = visit("planning/", ZOOMED, 256).page
    state(page)
    dialog = page.get_by_role("dialog")
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    for control in dialog.get_by_role("button").all():
        control.scroll_into_view_if_needed()
        expect(control).to_be_in_viewport()


@pytest.mark.parametrize(("width", "state"), [(ZOOMED, state) for state in STATES] + [(WIDE, with_remark)])
def test_a_dialog_that_takes_the_screen_holds_the_focus_shows_it_and_gives_it_back(
    visit: Visit, state: Callable[[Page], None], width: int
) -> None:
    page = visit("over/colofon/", width, 256 if width == ZOOMED else 900).page
    state(page)
    dialog = page.get_by_role("dialog")
    assert dialog.evaluate("dialog => dialog.matches(':modal')")
    controls = dialog.locator("a[href], button, input, select, textarea, summary").filter(visible=True).count()
    seen: set[str] = set()
    for key in ("Tab", "Shift+Tab"):
        # Twice round: out of the last control the focus goes to the browser itself, and from there back in.
        for _ in range(2 * controls + 4):
            page.keyboard.press(key)
            assert page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
            if page.locator(":focus").count():
                expect(page.locator(":focus")).to_be_in_viewport()
                seen.add(page.locator(":focus").evaluate("e => e.outerHTML"))
    assert len(seen) >= dialog.get_by_role("button").count()
    assert page.evaluate(MOVING) == []
    for _ in range(3):  # a form within the dialog closes first
        if dialog.count() and dialog.is_visible():
            page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".remark-button") if state is with_remark else opener(page)).to_be_focused()
