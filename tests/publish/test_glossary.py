"""Terms linked in a page: where, how often, and with what."""

from __future__ import annotations

import pytest
from lxml import html

from assistant.publish.glossary import GlossaryLinker


@pytest.fixture
def link(tiny_corpus):
    """Links the terms in HTML and gives back (shown text, id of the term) of each link."""
    linker = GlossaryLinker(tiny_corpus)

    def linked(content: str) -> list[tuple[str, str]]:
        root = html.fragment_fromstring(linker.link(content, "kader/effectiviteit/"), create_parent="div")
        return [
            (a.text, a.get("href").removeprefix("../../begrippen/#begrip-"))
            for a in root.iterfind(".//a[@class='term']")
        ]

    return linked


def test_the_first_mention_is_linked_and_the_next_is_not(link, tiny_corpus):
    text = "<p>Het basispakket is breed. Het basispakket groeit.</p>"

    assert link(text) == [("basispakket", "basispakket")]
    result = GlossaryLinker(tiny_corpus).link(text, "")
    assert result.index('class="term"') < result.index("is breed"), "the first one"


def test_the_first_mention_counts_in_reading_order(tiny_corpus):
    result = GlossaryLinker(tiny_corpus).link("<p>Dit <strong>basispakket</strong> en dat basispakket.</p>", "")

    assert "<strong><a" in result
    assert result.endswith("</strong> en dat basispakket.</p>")


def test_every_second_level_heading_starts_anew(link):
    text = "<p>Zvw.</p><h2>Twee</h2><p>Zvw.</p><h3>Drie</h3><p>Zvw.</p>"

    assert link(text) == [("Zvw", "zvw"), ("Zvw", "zvw")]


def test_synonyms_of_one_term_count_as_one(link):
    assert link("<p>Het pakket, dus het basispakket.</p>") == [("pakket", "basispakket")]


@pytest.mark.parametrize(
    "closed",
    [
        "<h1>Zvw</h1>",
        "<h2>Zvw</h2>",
        "<h3>Zvw</h3>",
        '<p><a href="#">de Zvw hier</a></p>',
        '<p><a href="#">de <em>Zvw</em></a></p>',
        "<p><code>Zvw</code></p>",
        "<pre>Zvw</pre>",
        "<svg><text>Zvw</text></svg>",
        '<p class="no-terms">Zvw</p>',
        '<div class="no-terms"><p>Zvw</p></div>',
        '<ol class="notes"><li>Zvw</li></ol>',
        '<p><span class="cite">Zvw</span></p>',
        "<table><tr><th>Zvw</th></tr></table>",
    ],
)
def test_headings_links_code_and_closed_parts_are_left_alone(link, closed):
    assert link(closed) == []
    assert link(f"{closed}<p>De Zvw geldt.</p>") == [("Zvw", "zvw")]


def test_text_behind_a_closed_part_is_linked(link):
    assert link("<p><code>x</code> volgens de Zvw</p>") == [("Zvw", "zvw")]


def test_the_longest_label_wins(project):
    project.edit("corpus/terms.yml", "synonyms: [pakket]", "synonyms: [pakket, beheer]")

    linked = GlossaryLinker(project.corpus()).link("<p>Het beheer van het pakket is werk.</p>", "")

    assert ">beheer van het pakket</a> is werk." in linked
    assert linked.count("<a ") == 1


def test_a_capital_at_the_start_of_a_sentence_still_matches(link):
    assert link("<p>Basispakket is een woord.</p>") == [("Basispakket", "basispakket")]


@pytest.mark.parametrize("word", ["swp", "Swp", "zvw", "BASISPAKKET"])
def test_abbreviations_and_names_match_in_their_own_case_only(link, word):
    assert link(f"<p>Het woord {word} hier.</p>") == []


@pytest.mark.parametrize("word", ["basispakketten", "zorgpakket", "SWP-kader", "niet-SWP", "Zvw_2"])
def test_a_part_of_a_word_is_no_mention(link, word):
    assert link(f"<p>Het {word} hier.</p>") == []


def test_the_link_shows_the_definition_escaped(tiny_corpus):
    result = GlossaryLinker(tiny_corpus).link("<p>Beheer van het pakket.</p>", "")

    (anchor,) = html.fragment_fromstring(result).iterfind(".//a")
    assert anchor.get("data-definition") == 'Beheer van het pakket is "kiezen" wat vergoed wordt & wat <niet>.'
    assert anchor.get("href") == "begrippen/#begrip-beheer"
    assert "&amp; wat &lt;niet&gt;." in result


@pytest.mark.parametrize(
    "content", ["a &lt; b &amp; c", "<p>a &lt;b&gt; Zvw &amp; c</p>", "tekst <em>&lt;i&gt;</em> &lt;"]
)
def test_escaped_text_stays_escaped(tiny_corpus, content):
    before = html.fragment_fromstring(content, create_parent="div").text_content()

    after = GlossaryLinker(tiny_corpus).link(content, "")

    assert html.fragment_fromstring(after, create_parent="div").text_content() == before


def test_linking_changes_no_text_of_the_real_pages(built_site):
    linker = GlossaryLinker(built_site.corpus)
    made = 0
    for url in {passage.url for passage in built_site.passages}:
        root = built_site.article(url)
        for anchor in root.xpath(".//a[@class='term']"):
            anchor.drop_tag()
        content = "".join(html.tostring(child, encoding="unicode") for child in root)
        before = html.fragment_fromstring(content, create_parent="div").text_content()

        after = html.fragment_fromstring(linker.link(content, url), create_parent="div")

        assert after.text_content() == before
        made += len(after.findall(".//a[@class='term']"))
    assert made > 500
