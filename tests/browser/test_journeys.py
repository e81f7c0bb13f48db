"""The journeys of the three kinds of users in full, over the real site with the real model, started as users start it.

A journey ends in failure when any page on its way complains on the console, asks another host or sets a cookie.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from benchmarks.project import copy_project
from docx import Document
from playwright.sync_api import Page, expect

from assistant.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("journeys")]

Open = Callable[..., Any]

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 3}
TAP_HELD_BACK = "Ignored attempt to cancel a touchstart event"
"""Playwright holds a tap back while the page still scrolls below it, and taps again; no page here cancels a touch."""

START_SECONDS = 180
ANSWER_MS = 30_000
ADDITION = """
## De korenmaatproef van Elfstede

De korenmaatproef van Elfstede duurt zeventien weken en telt negen deelnemers [@eigen].
"""
FAULTY = "\nDe korenmaatproef staat in een bron die er niet is [@bestaat-niet, par. 1].\n"
WHERE = """([quote, anchor]) => {
  const heading = document.getElementById(anchor);
  const parts = [...document.querySelectorAll('article :is(h1, h2, h3, h4, p, li, td)')];
  return parts.slice(parts.indexOf(heading)).some(part => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll('.cite').forEach(note => note.remove());
    const {top, bottom} = part.getBoundingClientRect();
    const text = copy.textContent.replace(/\\s+/g, ' ').replace(/ ([.,;:])/g, '$1');
    return text.includes(quote) && top < innerHeight && bottom > 0;
  });
}"""
"""Whether a sentence stands under a heading, in view."""


@dataclass(frozen=True)
class Copy:
    """A copy of the project that is being served."""

    root: Path
    address: str
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs `pakketwijzer` as an editor would; the environment says where the copy is."""
        return command(self.root, self.environment, *arguments)


def command(root: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("pakketwijzer"))
    return subprocess.run([program, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """The real project, copied, built, indexed and served by its own commands."""
    root = tmp_path_factory.mktemp("journeys")
    copy_project(real_settings, root)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PAKKETWIJZER_ROOT": str(root),
        "PAKKETWIJZER_PORT": str(port),
        "COLUMNS": "200",
    }
    for step in ("build", "index"):
        done = command(root, environment, step)
        assert done.returncode == 0, done.stderr
    address = f"http://127.0.0.1:{port}"
    program = str(Path(sys.executable).with_name("pakketwijzer"))
    with (root / "log").open("wb") as log:
        server = subprocess.Popen([program, "serve"], cwd=root, env=environment, stdout=log, stderr=log)
    try:
        # The port is held before the server is ready, so one patient request waits for that.
        transport = httpx.HTTPTransport(retries=8)
        with httpx.Client(transport=transport, trust_env=False, timeout=START_SECONDS) as client:
            assert client.get(f"{address}/healthz").status_code == httpx.codes.OK, (root / "log").read_text()
        yield Copy(root, address, environment)
    finally:
        server.terminate()
        server.wait(timeout=20)


def ask(page: Page, question: str) -> Any:
    """Asks and gives the article with the whole answer."""
    page.get_by_label("Uw vraag").fill(question)
    page.get_by_role("button", name="Stel de vraag").click()
    article = page.get_by_role("article", name=question)
    expect(article.get_by_role("heading", level=3).first).to_be_visible(timeout=ANSWER_MS)
    return article


def test_a_field_party_finds_a_manual_on_a_phone_reads_it_and_takes_the_checklist(open_page: Open, copy: Copy) -> None:
    watched = open_page(f"{copy.address}/", **PHONE)
    watched.expected.append(TAP_HELD_BACK)
    page = watched.page
    page.get_by_role("button", name="Zoeken", exact=True).tap()
    page.locator(".md-search__input").press_sequentially("wijkverpleging checklist")
    result = page.locator(
        ".md-search-result__item a.md-search-result__link[href*='handleidingen/wijkverpleging/']"
    ).first
    expect(result).to_be_visible(timeout=30_000)
    result.tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("wijkverpleging")

    # The same page by the menu.
    page.goto(f"{copy.address}/")
    page.get_by_role("button", name="Menu").tap()
    menu = page.get_by_role("navigation", name="Menu")
    menu.get_by_text("Handleidingen", exact=True).first.tap()
    menu.get_by_role("link", name="Wijkverpleging", exact=True).tap()
    page.wait_for_url("**/handleidingen/wijkverpleging/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]

    page.get_by_text("Op deze pagina").tap()
    page.locator(".page-toc").get_by_role("link", name="Checklist voor de wijkverpleging").tap()
    heading = page.locator("#checklist-voor-de-wijkverpleging")
    expect(heading).to_be_in_viewport()
    checklist = page.locator("#checklist-voor-de-wijkverpleging ~ ul").first
    expect(checklist.get_by_role("listitem").first).to_be_in_viewport()

    page.emulate_media(media="print")
    expect(checklist).to_be_visible()
    for around in ("header", ".md-sidebar", "footer", ".ask-button"):
        for element in page.locator(around).all():
            expect(element).to_be_hidden()


def test_a_professional_asks_follows_a_citation_to_its_heading_and_asks_on(open_page: Open, copy: Copy) -> None:
    page = open_page(f"{copy.address}/assistent/").page
    answer = ask(page, "Wat zijn valkuilen bij effectiviteit in de ggz?")
    answer.get_by_role("button", name=re.compile("^Bron 1:")).first.click()
    quote = re.sub(r"^\[\d+\]\s*", "", answer.locator("blockquote").first.inner_text())
    with page.context.expect_page() as opened:
        answer.get_by_role("link", name="Lees dit op de pagina").first.click()
    site = opened.value
    site.wait_for_load_state()
    address, _, anchor = site.url.partition(":~:")[0].partition("#")
    assert address.startswith(f"{copy.address}/handleidingen/")
    # The sentence stands under the very heading of the link, and the reader sees it.
    site.wait_for_function(WHERE, arg=[" ".join(quote.split()), anchor])
    site.close()

    expect(answer).to_be_visible()
    following = ask(page, "En bij noodzakelijkheid?")
    expect(following).to_contain_text("ggz")
    expect(following.get_by_role("button", name=re.compile("^Bron 1:")).first).to_be_visible()

    refused = ask(page, "Wat wordt het weer morgen in Utrecht?")
    expect(refused.get_by_role("button", name=re.compile("^Bron"))).to_have_count(0)
    refused.get_by_role("button", name="Stuur deze vraag naar de redactie").click()
    page.get_by_role("form", name="Stuur deze vraag naar de redactie").get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Uw vraag is doorgegeven aan de redactie.").first).to_be_visible()
    assert "Wat wordt het weer morgen in Utrecht?" in copy.run("feedback", "list").stdout

    with page.expect_download() as started:
        page.get_by_role("button", name="Bewaar als Word").click()
    saved = "\n".join(paragraph.text for paragraph in Document(started.value.path()).paragraphs)
    assert " ".join(quote.split()) in " ".join(saved.split())
    assert "En bij noodzakelijkheid?" in saved


def test_an_editor_changes_a_page_and_site_and_assistant_change_with_it(open_page: Open, copy: Copy) -> None:
    file = copy.root / "docs" / "kader" / "effectiviteit.md"
    original = file.read_text(encoding="utf-8")
    chat = open_page(f"{copy.address}/assistent/").page
    question = "Hoe lang duurt de korenmaatproef van Elfstede?"
    expect(ask(chat, question).get_by_role("button", name=re.compile("^Bron"))).to_have_count(0)

    file.write_text(original + FAULTY, encoding="utf-8")
    line = (original + FAULTY).splitlines().index(FAULTY.strip()) + 1
    checked = copy.run("check", "docs/kader/effectiviteit.md")
    assert checked.returncode != 0
    assert f"effectiviteit.md:{line}" in checked.stdout + checked.stderr
    assert copy.run("build").returncode != 0
    page = open_page(f"{copy.address}/kader/effectiviteit/").page
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    file.write_text(original + ADDITION, encoding="utf-8")
    for step in (["check", "--errors", "docs/kader/effectiviteit.md"], ["build"], ["index"]):
        done = copy.run(*step)
        assert done.returncode == 0, done.stdout + done.stderr
    page.reload()
    expect(page.get_by_role("heading", name="De korenmaatproef van Elfstede")).to_be_visible()
    chat.get_by_role("button", name="Nieuw gesprek").click()
    answer = ask(chat, question)
    expect(answer).to_contain_text("zeventien weken")
    answer.get_by_role("button", name=re.compile("^Bron 1:")).first.click()
    expect(answer.get_by_role("link", name="Lees dit op de pagina").first).to_have_attribute(
        "href", re.compile(r"/kader/effectiviteit/#de-korenmaatproef-van-elfstede\b")
    )
