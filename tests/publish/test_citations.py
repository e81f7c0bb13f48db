"""Citations in Markdown: numbering, the note list, and what is no citation."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from markdown import Markdown

from assistant.corpus import Citation
from assistant.errors import ContentError
from assistant.publish.citations import MANY_NOTES, CitationExtension, check_citations, find_citations, parse_citations


@pytest.fixture
def render(tiny_corpus):
    """Markdown to a parsed page, with `page` as its place among the documents."""

    def to_html(markdown: str, page: str = "index.md") -> html.HtmlElement:
        extension = CitationExtension(tiny_corpus)
        extension.page = page
        text = Markdown(extensions=["fenced_code", "tables", extension]).convert(markdown)
        return html.fragment_fromstring(text, create_parent="div")

    return to_html


def refs(root) -> list[tuple[str, str]]:
    return [(a.text, a.get("href")) for a in root.iterfind(".//a[@class='note-ref']")]


def notes(root) -> list[str]:
    return [" ".join(item.text_content().split()) for item in root.iterfind(".//ol[@class='notes']/li")]


def test_notes_are_numbered_in_the_order_of_the_text(render):
    root = render("Een [@rapport, par. 1]. Twee [@wet, art. 1].\n\nDrie [@rapport, par. 2].")

    assert refs(root) == [("1", "#noot-1"), ("2", "#noot-2"), ("3", "#noot-3")]
    assert notes(root) == [
        "Rapport over pakketbeheer (Instituut, 2023-07-01), par. 1. ↩",
        "Zorgwet (<2006) & toelichting (Overheid, 2005), art. 1. ↩",
        "Rapport over pakketbeheer (Instituut, 2023-07-01), par. 2. ↩",
    ]


def test_a_long_list_of_notes_is_folded(render):
    cited = [f"Zin [@wet, art. {number}]." for number in range(MANY_NOTES + 1)]

    assert render(" ".join(cited[1:])).find(".//details") is None
    folded = render(" ".join(cited)).find(".//details")
    assert folded.find("summary").text == f"Toon de {MANY_NOTES + 1} noten"
    assert len(folded.findall("ol/li")) == MANY_NOTES + 1


def test_the_same_source_and_place_share_one_note(render):
    root = render("Een [@wet, art. 1]. Twee [@rapport]. Drie [@wet,art. 1].")

    assert [number for number, _ in refs(root)] == ["1", "2", "1"]
    assert len(notes(root)) == 2


def test_only_the_first_mark_of_a_note_is_where_the_note_links_back_to(render):
    root = render("Een [@wet, art. 1]. Twee [@wet, art. 1].")

    assert len(root.findall(".//a[@id='noot-1-tekst']")) == 1
    assert root.find(".//a[@class='note-back']").get("href") == "#noot-1-tekst"


def test_several_sources_in_one_marker_are_several_notes(render):
    root = render("Een [@wet, art. 1; @rapport, par. 2; zie ook par. 3; @eigen].")

    assert len(root.findall(".//span[@class='cite']")) == 1
    assert refs(root) == [("1", "#noot-1"), ("2", "#noot-2")]
    assert notes(root)[1].endswith("par. 2; zie ook par. 3. ↩"), "a semicolon may stand in a place"
    assert root.findtext(".//span[@class='own-work']") == "eigen uitwerking"


def test_own_work_is_a_mark_without_a_note(render):
    root = render("Zo zien wij het [@eigen].")

    assert root.findtext(".//span[@class='own-work']") == "eigen uitwerking"
    assert refs(root) == notes(root) == []
    assert root.find(".//h2") is None


@pytest.mark.parametrize(
    ("page", "href"),
    [
        ("index.md", "bronnen.md#bron-wet"),
        ("kader/effectiviteit.md", "../bronnen.md#bron-wet"),
        ("kader/modules/index.md", "../../bronnen.md#bron-wet"),
    ],
)
def test_a_note_links_to_its_source_from_every_depth(render, page, href):
    root = render("Een [@wet].", page)

    assert root.find(".//ol[@class='notes']/li/a").get("href") == href


def test_a_mark_carries_source_and_place_for_the_export_and_a_label_for_readers(render):
    mark = render("Een [@wet, art. 1].").find(".//a[@class='note-ref']")

    assert (mark.get("data-source"), mark.get("data-place")) == ("wet", "art. 1")
    assert mark.get("aria-label") == "Noot 1: Zorgwet (<2006) & toelichting"


def test_a_citation_broken_over_two_lines_is_the_same_citation(render):
    root = render("Een [@wet,\nart. 1]. Twee [@wet, art. 1].")

    assert [number for number, _ in refs(root)] == ["1", "1"]


def test_a_marker_in_code_stays_text(render):
    root = render("Schrijf `[@wet, art. 1]` of:\n\n```text\nZin [@verzonnen].\n```\n")

    assert refs(root) == []
    assert root.findtext(".//p/code") == "[@wet, art. 1]"
    assert root.findtext(".//pre/code").strip() == "Zin [@verzonnen]."


def test_numbering_starts_anew_on_the_next_page(tiny_corpus):
    extension = CitationExtension(tiny_corpus)
    for text in ("Een [@rapport].", "Twee [@wet]."):
        root = html.fragment_fromstring(Markdown(extensions=[extension]).convert(text), create_parent="div")
        assert refs(root) == [("1", "#noot-1")]
        assert len(notes(root)) == 1


def test_a_marker_is_parsed_into_its_citations():
    assert parse_citations("@wet, art. 1; @rapport;@eigen") == [
        Citation(source="wet", place="art. 1"),
        Citation(source="rapport"),
        Citation(source="eigen"),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "```\n[@x]\n```",
        "~~~text\n[@x]\n~~~",
        "````\n```\n[@x]\n```\n[@x]\n````",
        "- punt\n\n    ```yaml\n    [@x]\n    ```",
        "Schrijf `[@x]`.",
        "Schrijf ``[@x] met ` erin``.",
    ],
)
def test_citations_in_code_are_not_looked_up_and_those_behind_it_are(code):
    lines = code.count("\n") + 1

    assert list(find_citations(f"{code}\n\nTekst [@wet].")) == [(lines + 2, Citation(source="wet"))]


def test_a_stray_backtick_hides_no_citation_in_the_next_paragraph():
    found = [line for line, _ in find_citations("Een ` los teken.\n\nTekst [@wet].\n\nNog een ` teken.")]

    assert found == [3]


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("Goed [@wet].\n\nFout [@fout, par. 1].", 13),
        ("Fout [@wet; @fout].", 11),
        ("Fout [@fout,\npar. 1].", 11),
    ],
)
def test_an_unknown_source_id_is_refused_with_file_and_line(tiny_corpus, markdown, line):
    with pytest.raises(ContentError) as caught:
        check_citations(Path("docs/proef.md"), markdown, 10, tiny_corpus)

    assert str(caught.value).startswith(f"docs/proef.md:{line}: the source `fout` is not in corpus/sources.yml.")
