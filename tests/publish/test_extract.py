"""From rendered HTML to passages."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.corpus import Citation
from assistant.publish.extract import MAX_CHARS, extract_passages
from assistant.publish.front_matter import FrontMatter

META = FrontMatter(
    title="Proef",
    description="Een pagina die een test heeft gemaakt.",
    kind="handleiding",
    status="in ontwikkeling",
    updated=date(2026, 1, 4),
    sectors=["ggz", "msz"],
    criteria=["effectiviteit"],
)


def passages(content: str, **meta):
    page = META.model_copy(update=meta)
    return extract_passages(
        f'<h1 id="proef">Proef<a class="headerlink" href="#proef">¶</a></h1>{content}', "a/b/", page
    )


def texts(content: str) -> list[str]:
    return [statement.text for passage in passages(content) for statement in passage.statements]


def cite(source: str, place: str = "") -> str:
    return (
        f'<span class="cite"><sup><a class="note-ref" href="#noot-1" data-source="{source}" '
        f'data-place="{place}">1</a></sup></span>'
    )


def test_a_passage_stands_under_each_heading_with_its_anchor_and_the_headings_above_it():
    found = passages(
        '<p>Nul.</p><h2 id="een">Een</h2><p>Eén.</p>'
        '<h3 id="twee">Twee</h3><p>Twee.</p><h2 id="drie">Drie</h2><p>Drie.</p>'
    )

    assert [(p.anchor, p.heading_path, p.text) for p in found] == [
        ("proef", ["Proef"], "Nul."),
        ("een", ["Proef", "Een"], "Eén."),
        ("twee", ["Proef", "Een", "Twee"], "Twee."),
        ("drie", ["Proef", "Drie"], "Drie."),
    ]
    assert [p.link for p in found] == ["a/b/#proef", "a/b/#een", "a/b/#twee", "a/b/#drie"]


def test_a_heading_without_text_gives_no_passage_but_stays_in_the_path():
    (found,) = passages('<h2 id="een">Een</h2><h3 id="twee">Twee</h3><p>Twee.</p>')

    assert found.heading_path == ["Proef", "Een", "Twee"]


def test_a_passage_says_what_its_page_says():
    (found,) = passages("<p>Tekst.</p>")

    assert (found.url, found.title, found.kind, found.status) == (
        "a/b/",
        "Proef",
        "handleiding",
        "in ontwikkeling",
    )
    assert found.updated == "2026-01-04"
    assert (found.sectors, found.criteria, found.parties) == (["ggz", "msz"], ["effectiviteit"], [])


def test_a_heading_narrows_the_facets_for_what_stands_below_it_and_no_further():
    found = passages(
        '<h2 id="a" data-sectors="ggz" data-parties="vws, raad">A</h2><p>A.</p>'
        '<h3 id="b" data-criteria="duurzaamheid">B</h3><p>B.</p>'
        '<h2 id="c">C</h2><p>C.</p>'
    )

    assert [(p.sectors, p.criteria, p.parties) for p in found] == [
        (["ggz"], ["effectiviteit"], ["vws", "raad"]),
        (["ggz"], ["duurzaamheid"], ["vws", "raad"]),
        (["ggz", "msz"], ["effectiviteit"], []),
    ]


def test_text_below_a_heading_marked_as_example_is_an_example():
    found = passages('<h2 id="a" class="voorbeeld">A</h2><p>A.</p><h3 id="b">B</h3><p>B.</p><h2 id="c">C</h2><p>C.</p>')

    assert [p.example for p in found] == [True, True, False]


def test_the_sentences_of_a_paragraph_are_statements_of_one_block():
    (found,) = passages("<p>Een is zo. Twee\n is   ook zo.</p><p>Drie.</p>")

    assert [(s.text, s.kind, s.block) for s in found.statements] == [
        ("Een is zo.", "sentence", 0),
        ("Twee is ook zo.", "sentence", 0),
        ("Drie.", "sentence", 1),
    ]
    assert found.text == "Een is zo. Twee is ook zo.\nDrie."


def test_a_list_item_is_one_statement():
    (found,) = passages("<p>Dit hoort erbij:</p><ul><li>Een. Nog een zin.</li><li><p>Twee.</p></li></ul>")

    assert [(s.text, s.kind, s.block) for s in found.statements] == [
        ("Dit hoort erbij:", "sentence", 0),
        ("Een. Nog een zin.", "item", 1),
        ("Twee.", "item", 1),
    ]
    assert found.text == "Dit hoort erbij:\nEen. Nog een zin.\nTwee."


def test_a_list_in_a_list_gives_items_of_its_own():
    assert texts("<ul><li>Buiten<ul><li>Binnen</li></ul></li><li>Verder</li></ul>") == [
        "Buiten",
        "Binnen",
        "Verder",
    ]


def test_a_table_row_is_one_statement_that_names_the_columns():
    (found,) = passages(
        f"<table><thead><tr><th>Wie</th><th>Wat</th></tr></thead><tbody><tr><td>VWS</td><td>Besluit{cite('wet')}</td></tr>"
        "<tr><td>Raad</td><td></td></tr><tr><td></td><td></td></tr></tbody></table>"
    )

    assert [(s.text, s.kind, s.block) for s in found.statements] == [
        ("Wie: VWS | Wat: Besluit", "row", 0),
        ("Wie: Raad", "row", 0),
    ]
    assert found.statements[0].cites == [Citation(source="wet")]


def test_a_column_without_a_name_leaves_its_cells_as_they_are():
    (found,) = passages(
        "<table><tr><th></th><th>Open</th></tr><tr><td>Wie</td><td>Raad</td><td>meer</td></tr></table>"
        "<table><tr><td>Zonder</td><td>kop</td></tr></table>"
    )

    assert [s.text for s in found.statements] == ["Wie | Open: Raad | meer", "Zonder | kop"]


def test_a_table_that_is_cut_in_parts_for_the_eye_is_one_block():
    def table(head: str, cell: str) -> str:
        rows = f"<tr><th>{head}</th></tr><tr><td>{cell}</td></tr>"
        return f"<details><summary class='no-passage'>Deel</summary><table>{rows}</table></details>"

    content = "<p>Inleiding.</p>" + table("Wat", "Een") + table("Wat", "Twee") + table("Wie", "Drie") + "<p>Slot.</p>"
    (passage,) = passages(content)
    assert [(s.text, s.block) for s in passage.statements] == [
        ("Inleiding.", 0),
        ("Wat: Een", 1),
        ("Wat: Twee", 1),
        ("Wie: Drie", 2),
        ("Slot.", 3),
    ]


def test_every_part_of_a_long_table_names_its_columns():
    rows = "".join(f"<tr><td>Mijlpaal {n} {'lang ' * 20}</td><td>20{n}</td></tr>" for n in range(10, 40))
    parts = passages(f"<table><thead><tr><th>Wat</th><th>Jaar</th></tr></thead><tbody>{rows}</tbody></table>")

    assert len(parts) > 1
    for part in parts:
        assert all(line.startswith("Wat: Mijlpaal") and " | Jaar: 20" in line for line in part.text.splitlines())


def test_a_citation_belongs_to_the_sentence_that_it_stands_in():
    (found,) = passages(
        f"<p>Een {cite('wet', 'art. 1')}. Twee zonder. Drie{cite('rapport', 'par. 2')} en vier{cite('wet')}.</p>"
    )

    assert [(s.text, [(c.source, c.place) for c in s.cites]) for s in found.statements] == [
        ("Een.", [("wet", "art. 1")]),
        ("Twee zonder.", []),
        ("Drie en vier.", [("rapport", "par. 2"), ("wet", "")]),
    ]
    assert found.sources == ["wet", "rapport"]


@pytest.mark.parametrize("space", ["", " "])
@pytest.mark.parametrize("stop", [".", "?", "!", ".”"])
def test_a_citation_behind_the_full_stop_belongs_to_the_sentence_before_it(space, stop):
    (found,) = passages(f"<p>Een is waar{stop}{space}{cite('wet')}{space}{cite('rapport')} Twee is ook waar.</p>")

    assert [(s.text, [c.source for c in s.cites]) for s in found.statements] == [
        (f"Een is waar{stop}", ["wet", "rapport"]),
        ("Twee is ook waar.", []),
    ]


def test_own_work_is_a_citation_too():
    (found,) = passages(
        '<p>Zo zien wij het <span class="cite">'
        '<span class="own-work" data-source="eigen">eigen uitwerking</span></span>.</p>'
    )

    assert found.text == "Zo zien wij het."
    assert found.sources == ["eigen"]


def test_a_citation_in_a_list_item_or_heading_leaves_no_trace_in_the_text():
    (found,) = passages(f'<h2 id="a">Kop {cite("wet")}</h2><ul><li>Punt {cite("rapport")}; verder.</li></ul>')

    assert found.heading_path == ["Proef", "Kop"]
    assert found.statements[0].text == "Punt; verder."
    assert found.statements[0].cites == [Citation(source="rapport")]


@pytest.mark.parametrize(
    "left_out",
    [
        '<h2 class="notes-heading" id="bronnen">Bronnen bij deze pagina</h2><ol class="notes"><li>Noot</li></ol>',
        "<nav><p>Menu</p></nav>",
        "<pre><code>code</code></pre>",
        '<div class="mermaid-figure no-passage"><svg><text>beeld</text></svg></div>',
        '<p class="legend no-passage">Legenda.</p>',
        "<form><p>Formulier</p></form>",
        "<script>let x;</script>",
        '<p class="admonition-title">Let op</p>',
        "<!-- opmerking -->",
        "<p>…</p>",
    ],
)
def test_notes_navigation_pictures_and_code_are_left_out(left_out):
    assert texts(f"<p>Voor.</p>{left_out}") == ["Voor."]
    assert texts(f"{left_out}<p>Na.</p>") == ["Na."]


@pytest.mark.parametrize(
    "wrapped",
    [
        '<div class="admonition note"><p class="admonition-title">Let op</p><p>Binnen.</p></div>',
        "<blockquote><p>Binnen.</p></blockquote>",
        '<div class="cards"><ul><li>Binnen.</li></ul></div>',
        "<details><summary>Binnen.</summary></details>",
        "<dl><dt>Woord</dt><dd>Binnen.</dd></dl>",
    ],
)
def test_text_in_boxes_is_text_of_the_page(wrapped):
    assert texts(wrapped) == ["Binnen."]


def test_links_and_emphasis_leave_their_text_and_line_breaks_a_space():
    assert texts('<p>De <a class="term" href="#">Zvw</a> is <em>een</em><br>wet.</p>') == ["De Zvw is een wet."]


def test_a_long_section_is_cut_between_statements_and_all_parts_are_kept():
    sentences = [f"Zin nummer {number} staat hier met een aantal woorden erachter." for number in range(60)]
    found = passages(f'<h2 id="lang">Lang</h2><p>{" ".join(sentences)}</p>')

    assert [s.text for p in found for s in p.statements] == sentences
    assert len(found) > 1
    assert [p.part for p in found] == list(range(1, len(found) + 1))
    assert {p.anchor for p in found} == {"lang"}
    assert all(len(p.text) <= MAX_CHARS for p in found)


def test_a_long_section_is_cut_between_blocks_where_it_can_be():
    paragraphs = [" ".join(f"Alinea {n} zin {m} met nog wat woorden erbij." for m in range(10)) for n in range(4)]
    found = passages("".join(f"<p>{text}</p>" for text in paragraphs))

    assert [p.text.split("\n") for p in found] == [paragraphs[:3], paragraphs[3:]]


def test_a_statement_longer_than_a_passage_is_not_cut():
    long = f"<li>{'woord ' * 400}einde</li>"
    found = passages(f"<ul><li>kort</li>{long}<li>kort</li></ul>")

    assert [len(p.statements) for p in found] == [1, 1, 1]
    assert found[1].text.endswith("einde")


def test_a_section_that_fits_is_one_passage():
    (found,) = passages("".join(f"<p>Alinea {number}.</p>" for number in range(40)))

    assert len(found.statements) == 40
