"""Every format is opened again and read."""

from __future__ import annotations

import io
import json
import re
from urllib.parse import quote

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from assistant.assess import Dossier
from assistant.assess.render import FORMATS, to_docx, to_markdown, to_pdf

NASTY = (
    'Zorg *vet* _x_ [klik](http://kwaad.nl) <b>&amp;</b> #set page(fill: red) #read("/etc/passwd") $x$ `c` \\ | 1. "q"'
)
BASE = "https://voorbeeld.nl/map/"


@pytest.fixture(scope="module")
def made(dossier) -> Dossier:
    return dossier(care=NASTY, sector="wijkverpleging", law="wlz", party="zorgaanbieders", evidence=["eff-vraag"])


def test_json_is_the_whole_dossier(made):
    assert Dossier.model_validate(json.loads(FORMATS["json"].render(made, BASE))) == made


def test_word_has_headings_lists_a_table_a_title_and_a_language(made, every_line):
    document = Document(io.BytesIO(to_docx(made, BASE)))
    paragraphs = [(p.style.name, p.text) for p in document.paragraphs]
    assert paragraphs[0] == ("Title", made.title)
    assert document.core_properties.title == made.title
    assert document.core_properties.language == "nl-NL"
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "nl-NL"
    assert ("Heading 1", "Arbeidsinzet (in ontwikkeling)") in paragraphs
    assert ("Heading 2", "Wat nog ontbreekt") in paragraphs
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    whole = "\n".join([*(text for _, text in paragraphs), *cells])
    for line in every_line(made):
        assert line.text in whole
        assert line.label in whole
    tally, given = document.tables
    assert tally.cell(1, 1).text == "1 van 10"
    assert given.cell(1, 1).text == made.given[0].value
    for table in (tally, given):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_word_says_at_the_foot_of_each_page_what_it_is_and_the_number_of_the_page(made):
    document = Document(io.BytesIO(to_docx(made, BASE)))
    foot = document.sections[0].footer.paragraphs[0]
    assert foot.text.startswith("Dossier van Pakketwijzer: geen oordeel over vergoeding\t")
    assert [code.text for code in foot._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_every_reference_in_word_leads_to_an_entry_with_an_address(made, every_line):
    document = Document(io.BytesIO(to_docx(made, BASE)))
    body = document.element.body
    names = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = list(body.iter(qn("w:hyperlink")))
    anchors = {link.get(qn("w:anchor")) for link in links if link.get(qn("w:anchor"))}
    assert {f"criterium-{part.id}" for part in made.criteria} <= anchors <= names
    # A place is one press away, a source by way of the list at the end.
    shown = {"".join(node.text for node in link.iter(qn("w:t"))) for link in links if link.get(qn("r:id"))}
    assert {f"[{line.place}]" for line in every_line(made)} <= shown
    assert {f"bron-{number}" for line in every_line(made) for number in line.sources} <= anchors
    outside = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert {BASE + quote(place.url, safe="/#") for place in made.places} <= outside
    assert not any("kwaad" in target for target in outside)


def pdf_text(data: bytes) -> tuple[pikepdf.Pdf, set[str], list[str]]:
    """The document, the kinds of its structure elements and the addresses it links to."""
    pdf = pikepdf.open(io.BytesIO(data))
    kinds: set[str] = set()
    queue = [pdf.Root.StructTreeRoot]
    while queue:
        element = queue.pop()
        if isinstance(element, pikepdf.Array):
            queue.extend(element)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                kinds.add(str(element.S))
            if "/K" in element:
                queue.append(element.K)
    links = [
        str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note and "/URI" in note.A
    ]
    return pdf, kinds, links


def test_pdf_is_tagged_and_complies_with_pdf_ua(made):
    pdf, kinds, links = pdf_text(to_pdf(made, BASE))
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "nl-NL"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo.Title) == made.title
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == made.title
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/P"} <= kinds
    assert links.count(BASE + quote(made.places[0].url, safe="/#")) > 1
    assert not any("kwaad" in link for link in links)


def test_every_place_in_the_pdf_has_its_address(made):
    _, _, links = pdf_text(to_pdf(made, BASE))
    assert {BASE + quote(place.url, safe="/#") for place in made.places} <= set(links)


def links_of(pdf: pikepdf.Pdf, number: int) -> set[str]:
    """The addresses that the page links to."""
    return {str(note.A.URI) for note in pdf.pages[number].get("/Annots", []) if "/A" in note and "/URI" in note.A}


@pytest.mark.parametrize("longest", [False, True])
def test_the_summary_is_the_first_page_and_no_more(dossier, longest):
    care = "Zorgvorm met een heel lange omschrijving voor Jan de Vries, 06-12345678. Krijg ik dat vergoed? " + "w" * 200
    made = (
        dossier(care=care[:300], sector="geneesmiddelen", law="wlz", system="onbekend", evidence=[])
        if longest
        else dossier(sector="ggz")
    )
    pdf, _, _ = pdf_text(to_pdf(made, BASE))
    places = {place.n: BASE + quote(place.url, safe="/#") for place in made.places}
    summary = [*made.summary.route, *made.summary.steps]
    assert {places[line.place] for line in summary} <= links_of(pdf, 0)
    later = {line.place for line in made.about} - {line.place for line in summary}
    assert later
    assert not {places[n] for n in later} & links_of(pdf, 0)
    assert {places[n] for n in later} <= links_of(pdf, 1)


def test_without_an_address_of_the_site_files_hold_no_broken_links(made):
    _, _, links = pdf_text(to_pdf(made, ""))
    assert all(link.startswith("http") for link in links)
    document = Document(io.BytesIO(to_docx(made, "")))
    assert all(r.target_ref.startswith("http") for r in document.part.rels.values() if r.is_external)


def test_markdown_shows_what_the_user_typed_and_nothing_else(made):
    text = to_markdown(made, BASE).decode()
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens if token.type == "inline" for child in token.children or []]
    shown = "".join(child.content for child in inline)
    assert made.given[0].value in shown
    assert not any(token.type.startswith("html") for token in [*tokens, *inline])
    targets = [child.attrs["href"] for child in inline if child.type == "link_open"]
    assert all(target.startswith(BASE) for target in targets)
    assert re.search(r"^## Wie u erbij betrekt$", text, re.M)


@pytest.mark.parametrize("render", [to_docx, to_pdf, to_markdown])
def test_a_dossier_without_any_answer_can_be_rendered(dossier, render):
    assert len(render(dossier(), "")) > 10_000


def test_every_format_says_that_it_gives_no_verdict(made):
    assert made.disclaimer in to_markdown(made, BASE).decode()
    assert made.disclaimer in [p.text for p in Document(io.BytesIO(to_docx(made, BASE))).paragraphs]
