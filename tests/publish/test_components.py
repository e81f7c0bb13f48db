"""Parts of pages that are made from corpus data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from assistant.corpus import Citation
from assistant.errors import ContentError
from assistant.publish.components import Components, cite_marker


@pytest.fixture
def components(tiny_corpus):
    return Components(tiny_corpus)


def test_text_without_calls_is_left_as_it_is(components):
    assert components.render("Gewone tekst {met} haken.", Path("docs/a.md"), 0) == "Gewone tekst {met} haken."


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ("{{ bestaat_niet() }}", 9),
        ("{{ corpus.terms.bestaat_niet.name }}", 9),
        ("{{ tijdlijn( }}", 9),
        ("{{ tijdlijn('te veel') }}", 9),
        ("{{ }}", 9),
        ("{% onzin %}", 9),
        ("{{ criteriumkaarten | onbekend }}", 9),
    ],
)
def test_a_call_that_is_wrong_is_refused_with_file_and_line(components, call, line):
    with pytest.raises(ContentError) as caught:
        components.render(f"Eén.\n\n{{{{ partijkaarten() }}}}\n{call}\n", Path("docs/a.md"), 5)

    assert str(caught.value).startswith(f"docs/a.md:{line}: a call between {{{{ }}}} is wrong: ")
    assert "handbook" in caught.value.remedy


@pytest.mark.parametrize(
    ("citations", "marker"),
    [
        (["wet, art. 1"], "[@wet, art. 1]"),
        (["wet, art. 1", "rapport"], "[@wet, art. 1; @rapport]"),
        ([], ""),
    ],
)
def test_the_citations_of_a_record_become_a_marker(citations, marker):
    assert cite_marker([Citation.model_validate(text) for text in citations]) == marker


def test_the_glossary_holds_every_term_by_letter_with_definition_source_and_reference(project):
    root = project.build().article("begrippen/")

    assert [h.get("id") for h in root.iterfind(".//h2") if h.get("id", "").startswith("letter-")] == [
        "letter-b",
        "letter-s",
        "letter-z",
    ]
    assert [h.get("id") for h in root.iterfind(".//h3")] == [
        "begrip-basispakket",
        "begrip-beheer",
        "begrip-swp",
        "begrip-zvw",
    ]
    text = " ".join(root.text_content().split())
    assert "Zorgverzekeringswet (Zvw)" in text
    assert "“kiezen”" in text or '"kiezen" wat vergoed wordt & wat' in text
    assert root.xpath(".//p[@class='see no-passage no-terms']/a[starts-with(@href, '#')]/@href") == ["#begrip-zvw"]
    jumps = root.xpath(".//nav[@aria-label='Naar een letter']/a/@href")
    assert jumps == ["#letter-b", "#letter-s", "#letter-z"]
    (first, *_) = root.xpath(".//ul[contains(@class, 'group-names')]")
    assert first.xpath(".//a/@href") == ["#begrip-basispakket", "#begrip-beheer"]
    folded = root.xpath(".//details[@class='fold']/summary")
    assert [summary.text_content() for summary in folded] == [
        "Uitleg bij 2 begrippen met een B",
        "Uitleg bij 1 begrip met een S",
        "Uitleg bij 1 begrip met een Z",
    ]
    assert root.xpath(".//h3[@id='begrip-zvw']/following-sibling::p[1]//a/@data-source") == ["wet"]


def test_the_glossary_exports_one_passage_a_term_without_synonyms_and_references(project):
    found = {p.anchor: p for p in project.build().passages_of("begrippen/")}

    passage = found["begrip-basispakket"]
    assert passage.text == "Het basispakket is de zorg die iedereen verzekerd heeft."
    assert passage.sources == ["wet"]


def test_the_sources_page_holds_every_source_with_the_pages_that_use_it(project):
    root = project.build().article("bronnen/")

    def entry(source: str) -> str:
        (listing,) = root.xpath(f".//h3[@id='bron-{source}']/following-sibling::ul[1]")
        return " ".join(listing.text_content().split())

    assert "Gebruikt op: Start, Effectiviteit" in entry("wet")
    assert "Gebruikt op: Effectiviteit" in entry("rapport")
    assert "Gebruikt op" not in entry("ongebruikt")
    assert "Vindplaats: wetten.example.nl/zorgwet" in entry("wet")


def test_a_title_with_special_characters_stands_on_the_sources_page_as_written(project):
    (heading,) = project.build().article("bronnen/").xpath(".//h3[@id='bron-wet']")

    assert heading.text_content().startswith("Zorgwet (<2006) & toelichting")


def test_the_timeline_is_a_picture_and_a_table_with_the_same_milestones(project):
    project.page("planning.md", "{{ tijdlijn() }}\n\n{{ mijlpalen() }}", kind="pagina")

    root = project.build().article("planning/")

    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in root.xpath(".//tbody/tr")]
    assert rows == [
        ["Kader (<2024) & toets af", "begin 2023", "opgeleverd (2024)"],
        ["Wetsvoorstel naar de Kamer", "in 2025", "gepland, datum onzeker (2024)"],
        ["Proef met duurzaamheid", "nog onbekend", "onbekend, datum onzeker (2024)"],
    ], "a milestone without a start comes last, in the table only"
    assert root.xpath(".//tbody//a/@href") == ["#mijlpaal-kader-af", "#mijlpaal-wet-klaar", "#mijlpaal-proef"]
    assert root.xpath(".//*[@class='timeline wide']/*[@class='tl-text']/text()") == [row[0] for row in rows[:2]]


def test_a_year_that_is_over_starts_folded_and_says_how_much_was_delivered(project):
    project.edit("corpus/milestones.yml", "  start: 2025\n", "  start: 2998\n")
    project.page("planning.md", "{{ tijdlijn() }}\n\n{{ mijlpalen() }}")

    years = project.build().article("planning/").xpath(".//details[contains(@class, 'year')]")

    told = [(" ".join(y.find("summary").text_content().split()), "open" in y.attrib) for y in years]
    assert told == [
        ("2023 1 mijlpaal, 1 opgeleverd", False),
        ("2998 1 mijlpaal", True),
        ("Zonder jaar 1 mijlpaal", True),
    ]


def test_what_came_before_the_programme_has_a_picture_and_a_table_of_its_own(project):
    project.edit("corpus/milestones.yml", "  start: 2023-01\n  end: 2023-03", "  start: 2014-01\n  end: 2014-03")
    project.page("planning.md", "{{ tijdlijn() }}\n\n{{ mijlpalen() }}")

    root = project.build().article("planning/")

    *later, earlier = root.xpath(".//table")
    assert [table.xpath(".//tbody//a/@href") for table in later] == [["#mijlpaal-wet-klaar"], ["#mijlpaal-proef"]]
    assert earlier.xpath(".//tbody//a/@href") == ["#mijlpaal-kader-af"]
    jumps = [unquote(address) for address in root.xpath(".//nav[@aria-label='Naar een jaar']/a/@href")]
    assert [jump for jump in jumps if not root.xpath(f".//*[@id='{jump[1:]}']")] == []
    assert jumps[-1] == "#mijlpalen-vóór-2022"
    pictures = root.xpath(".//*[contains(@class, 'timeline wide')]")
    assert [len(p.xpath("./*[contains(@class, 'tl-bar')]")) for p in pictures] == [1, 1]
    assert root.xpath(".//h3[@id='mijlpaal-kader-af']")


def test_every_sentence_about_a_milestone_carries_its_own_source(project):
    project.edit(
        "corpus/milestones.yml",
        '  text: Het kader voor effectiviteit is begin 2023 opgeleverd.\n  cite: ["rapport, par. 1"]',
        "  text: Het kader voor effectiviteit is begin 2023 opgeleverd. Het kader heeft twee delen.\n"
        '  cite: ["rapport, par. 1"]\n'
        '  further:\n    - text: De wet noemt het kader niet.\n      cite: ["wet, art. 1"]',
    )
    project.page("planning.md", "{{ mijlpalen() }}")

    statements = next(p for p in project.build().passages if p.anchor == "mijlpaal-kader-af").statements

    assert [(s.text.split()[-1], [(c.source, c.place) for c in s.cites]) for s in statements] == [
        ("opgeleverd.", [("rapport", "par. 1")]),
        ("delen.", [("rapport", "par. 1")]),
        ("niet.", [("wet", "art. 1")]),
    ]


def test_the_relations_of_criteria_are_a_picture_and_a_list_with_the_same_numbers(project):
    project.edit(
        "corpus/criteria.yml",
        "  page: kader/effectiviteit.md",
        "  relations:\n    - to: duurzaamheid\n      text: Zorg die niet werkt, belast het milieu voor niets.\n"
        '      cite: ["rapport, par. 4"]\n  page: kader/effectiviteit.md',
    )
    project.page("verbanden.md", "{{ criteriumverbanden() }}")

    site = project.build()

    root = site.article("verbanden/")
    labels = [" ".join(text.itertext()) for text in root.xpath(".//svg//*[local-name()='text']")]
    assert labels == ["1", "Effectiviteit", "Duurzaamheid"]
    item = root.xpath(".//ol/li")[0]
    assert item.text_content().startswith("Zorg die niet werkt, belast het milieu voor niets")
    (passage,) = (p for p in site.passages if p.url == "verbanden/")
    assert [s.text for s in passage.statements] == ["Zorg die niet werkt, belast het milieu voor niets."]


def test_every_milestone_stands_under_its_group_with_state_and_owner(project):
    project.page("planning.md", "{{ mijlpalen() }}")

    site = project.build()

    anchors = [h.get("id") for h in site.article("planning/").iterfind(".//h3")]
    assert anchors == ["mijlpaal-kader-af", "mijlpaal-proef", "mijlpaal-wet-klaar"], "by group, then by date"
    (passage,) = [p for p in site.passages if p.anchor == "mijlpaal-wet-klaar"]
    assert passage.text == "Volgens de planning zou het wetsvoorstel in 2025 komen."
    assert passage.sources == ["rapport"]
    assert passage.heading_path == ["Proef", "Verankering in de wet", "Wetsvoorstel naar de Kamer"]


def test_a_milestone_shows_period_state_and_owners_outside_its_passage(project):
    project.page("planning.md", "{{ mijlpalen() }}")

    site = project.build()

    shown = html_text(site.article("planning/"))
    facts = "Periode: in 2025. Stand: gepland, volgens de bron van 2024. Wie: ministerie van VWS, adviesraad."
    assert facts in shown
    assert all("Periode:" not in passage.text for passage in site.passages)


def test_cards_link_to_the_page_of_each_record_and_say_what_is_not_in_force(project):
    project.page("kaarten.md", "## A\n\n{{ sectorkaarten() }}\n\n## B\n\n{{ partijkaarten() }}")
    site = project.build()

    criteria = site.article("").xpath(".//div[@class='cards']//li")
    assert [html_text(item) for item in criteria] == [
        "Effectiviteit Werkt de zorg?",
        "Duurzaamheid Wat doet de zorg met het milieu? (in ontwikkeling)",
    ]
    assert criteria[0].xpath(".//a/@href") == ["kader/effectiviteit/"]
    cards = [html_text(item) for item in site.article("kaarten/").xpath(".//div[@class='cards']//li")]
    assert cards == ["Geestelijke gezondheidszorg", "Medisch-specialistische zorg", "Ministerie van VWS"]


def html_text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("word", ["<middel>", "</div>", "<!-- weg -->", "<script>alert(1)</script>"])
def test_a_word_in_angle_brackets_is_shown_as_it_is(tiny_corpus, word):
    term = next(iter(tiny_corpus.terms.values()))
    wrong = term.model_copy(update={"definition": f"Zorg met {word} en 3 < 4"})
    corpus = replace(tiny_corpus, terms={**tiny_corpus.terms, term.id: wrong})

    text = Components(corpus).render("{{ begrippenlijst() }}", Path("docs/a.md"), 0)

    assert f"Zorg met {word.replace('<', '&lt;')} en 3 < 4" in text


def test_what_the_program_draws_itself_stays_a_picture(components):
    assert "<svg" in components.render("{{ tijdlijn() }}", Path("docs/a.md"), 0)
