"""A build of a small project: what it refuses, what it exports, what the pages show."""

from __future__ import annotations

import logging
import os

import pytest

from assistant.errors import PakketwijzerError
from assistant.publish.build import build_site, site_is_current
from assistant.publish.front_matter import FrontMatter
from assistant.publish.publisher import assistant_url
from assistant.publish.related import related_pages


def refusal_of(project) -> str:
    with pytest.raises(PakketwijzerError, match="The site was not built") as caught:
        project.build()
    assert not project.settings.passages.exists(), "nothing is exported from a build that failed"
    return str(caught.value)


def test_a_build_exports_the_passages_of_its_pages_and_says_how_many(project):
    count = build_site(project.settings)

    exported = project.settings.passages.read_bytes().splitlines()
    assert count == len(exported) > 0


def test_an_unknown_source_id_fails_the_build_with_file_and_line(project):
    project.page("fout.md", "Goed [@wet].\n\nFout [@verzonnen, par. 1].")

    line = project.line("docs/fout.md", "@verzonnen")
    assert f"docs/fout.md:{line}: the source `verzonnen` is not in corpus/sources.yml." in refusal_of(project)


def test_an_unknown_source_id_over_two_lines_fails_the_build_with_file_and_line(project):
    project.page("fout.md", "Een zin met een bron [@verzonnen,\npar. 1].")

    line = project.line("docs/fout.md", "@verzonnen")
    assert f"docs/fout.md:{line}: the source `verzonnen`" in refusal_of(project)


def test_a_fault_in_the_front_matter_fails_the_build_with_file_line_and_key(project):
    project.page("map/fout.md", "Tekst.", auteur="iemand")

    line = project.line("docs/map/fout.md", "auteur")
    assert f"docs/map/fout.md:{line}: the key `auteur` is not known here." in refusal_of(project)


def test_questions_go_with_the_passages_of_their_heading(project):
    project.page("map/proef.md", "## Eerste kop\n\nTekst een.\n\n## Tweede kop\n\nTekst twee.")
    project.write("corpus/asked/map/proef.yml", "tweede-kop:\n  - Hoe zit het met twee?\n  - en twee dan\n")

    passages = {p.heading: p for p in project.build().passages if p.url == "map/proef/"}

    assert passages["Tweede kop"].asked == ["Hoe zit het met twee?", "en twee dan"]
    assert passages["Eerste kop"].asked == []


def test_questions_for_a_heading_that_is_gone_fail_the_build_with_file_and_line(project):
    project.page("map/proef.md", "## Eerste kop\n\nTekst een.")
    project.write("corpus/asked/map/proef.yml", "eerste-kop:\n  - Een?!\ntweede-kop:\n  - Twee?!\n")

    refusal = refusal_of(project)

    assert "corpus/asked/map/proef.yml:3: the page `map/proef/` has no text under a heading `#tweede-kop`." in refusal
    assert "Move the questions" in refusal


def test_an_impossible_date_fails_the_build_with_file_and_line(project):
    project.page("fout.md", "Tekst.", updated="2026-02-30")

    line = project.line("docs/fout.md", "updated")
    assert f"docs/fout.md:{line}: `updated`" in refusal_of(project)


def test_a_page_without_front_matter_fails_the_build(project):
    project.write("docs/fout.md", "# Titel\n\nTekst.\n")

    assert "docs/fout.md:1: the page has no front matter." in refusal_of(project)


def test_a_page_that_is_not_utf8_fails_the_build_with_file_and_line(project):
    project.page("fout.md", "Eén.\n\nTwee.")
    file = project.root / "docs/fout.md"
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1252"))

    assert f"docs/fout.md:{project_line(file, b'n.')}: this file is not saved as UTF-8." in refusal_of(project)


def project_line(file, text: bytes) -> int:
    return next(number for number, line in enumerate(file.read_bytes().splitlines(), 1) if line.endswith(text))


def test_a_fault_in_the_corpus_fails_the_build_with_file_and_line(project):
    project.edit("corpus/terms.yml", "  see: [zvw]", "  see: [nergens]")

    line = project.line("corpus/terms.yml", "nergens")
    assert f"corpus/terms.yml:{line}: In `basispakket`: `see` names `nergens`" in refusal_of(project)


@pytest.mark.parametrize("blank_lines", ["", "\n", "\n\n\n"])
def test_a_wrong_call_fails_the_build_with_file_and_line(project, blank_lines):
    project.page("fout.md", f"{blank_lines}Tekst.\n\n{{{{ bestaat_niet() }}}}")

    line = project.line("docs/fout.md", "bestaat_niet")
    assert f"docs/fout.md:{line}: a call between" in refusal_of(project)


@pytest.mark.parametrize("link", ["[x](bestaat-niet.md)", "[x](kader/effectiviteit.md#bestaat-niet)"])
def test_a_link_that_leads_nowhere_fails_the_build(project, link):
    project.page("fout.md", f"Zie {link}.")

    with pytest.raises(PakketwijzerError, match="bestaat-niet"):
        project.build()


def test_a_page_has_its_title_as_only_first_heading(project):
    headings = project.build().article("kader/effectiviteit/").findall(".//h1")

    assert [h.text for h in headings] == ["Effectiviteit"]


def test_own_terms_are_not_linked_on_the_pages_that_define_them(project):
    project.page("tekst.md", "Het basispakket volgt de Zvw.")
    site = project.build()

    assert len(site.article("tekst/").findall(".//a[@class='term']")) == 2
    for generated in ("begrippen/", "bronnen/"):
        assert site.article(generated).findall(".//a[@class='term']") == []


def test_linking_terms_does_not_change_what_is_exported(project):
    project.page("tekst.md", "Het basispakket volgt de Zvw [@wet].")
    with_terms = [p.model_dump() for p in project.build().passages_of("tekst/")]
    project.edit("corpus/terms.yml", "  name: basispakket", "  name: iets anders")
    project.edit("corpus/terms.yml", "  abbreviation: Zvw\n", "")

    assert [p.model_dump() for p in project.build().passages_of("tekst/")] == with_terms


def test_a_page_that_opts_out_is_published_without_passages(project):
    project.page("stil.md", "Dit citeert de assistent niet.", assistant="false")

    site = project.build()

    assert "Dit citeert de assistent niet." in site.text("stil/")
    assert site.passages_of("stil/") == []


def test_a_citation_reaches_the_exported_statement_through_the_whole_build(project):
    (intro, norm) = project.build().passages_of("kader/effectiviteit/")

    assert [(s.text, [(c.source, c.place) for c in s.cites]) for s in intro.statements] == [
        ("Effectiviteit vraagt of zorg werkt.", [("wet", "art. 2.1")]),
        ("Het rapport legt dat uit.", [("rapport", "par. 1"), ("wet", "art. 2.2")]),
    ]
    assert [[c.source for c in s.cites] for s in norm.statements] == [["wet"], ["eigen"]]
    assert norm.sources == ["wet", "eigen"]


def test_facets_of_page_and_heading_reach_the_exported_passage(project):
    project.page(
        "facetten.md",
        'Eerst.\n\n## Smaller { data-sectors="ggz" }\n\nDan.\n\n## Verzonnen { .voorbeeld }\n\nZo.',
        sectors="[ggz, msz]",
    )

    found = project.build().passages_of("facetten/")

    assert [(p.sectors, p.example) for p in found] == [
        (["ggz", "msz"], False),
        (["ggz"], False),
        (["ggz", "msz"], True),
    ]


def test_a_diagram_in_a_page_is_drawn_and_gives_no_passage(project):
    project.page("beeld.md", "Tekst.\n\n```mermaid\nflowchart LR\n    A[Agenderen] --> B[Beoordelen]\n```\n\nSlot.")
    site = project.build()

    (figure,) = site.article("beeld/").xpath(".//div[contains(@class, 'mermaid-figure')]")
    assert "Agenderen" in figure.text_content()
    assert [s.text for p in site.passages_of("beeld/") for s in p.statements] == ["Tekst.", "Slot."]


def test_the_same_content_gives_the_same_export_byte_for_byte(project):
    first = project.build().settings.passages.read_bytes()

    assert project.build().settings.passages.read_bytes() == first


def test_a_changed_sentence_changes_one_passage_only(project):
    before = {p.id for p in project.build().passages}
    project.edit("docs/kader/effectiviteit.md", "Zo lezen wij de wet", "Zo leest iedereen de wet")

    after = {p.id for p in project.build().passages}

    assert len(before - after) == len(after - before) == 1


def test_a_page_shows_its_state_and_the_date_of_its_last_check(project):
    project.page("stand.md", "Tekst.", status="in ontwikkeling", updated="2026-03-09")

    (aside,) = project.build().article("stand/").xpath(".//p[contains(@class, 'page-state')]")

    assert "in ontwikkeling" in aside.text_content()
    assert aside.find(".//time").get("datetime") == "2026-03-09"


def test_every_page_says_that_it_is_not_official_until_that_setting_is_emptied(project):
    project.edit("mkdocs.yml", "  unofficial: Dit is geen officiële", "  unofficial: Dit is zeker geen officiële")
    assert "Dit is zeker geen officiële" in project.build().text("kader/effectiviteit/")

    config = (project.root / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    project.write("mkdocs.yml", "\n".join("  unofficial: ''" if "unofficial:" in line else line for line in config))
    assert 'class="unofficial"' not in project.build().text("kader/effectiviteit/")


@pytest.mark.parametrize(
    ("configured", "page", "address"),
    [
        ("assistent/", "", "assistent/"),
        ("assistent/", "kader/effectiviteit/", "../../assistent/"),
        ("https://assistent.example.nl/", "kader/", "https://assistent.example.nl/"),
        ("", "kader/", ""),
    ],
)
def test_the_address_of_the_assistant_is_relative_to_the_page_unless_it_is_whole(configured, page, address):
    assert assistant_url(configured, page) == address


def test_the_ask_button_takes_the_page_and_its_only_criterion_along(project):
    site = project.build()

    (button,) = site.article("kader/effectiviteit/").xpath(".//a[@class='ask-button']")
    assert button.get("href") == "../../assistent/?pagina=kader/effectiviteit/&criterium=effectiviteit"


def test_related_pages_share_facets_and_the_nearest_comes_first(project):
    project.page("a.md", "A.", title="A", sectors="[ggz]", criteria="[effectiviteit]")
    project.page("b.md", "B.", title="B", sectors="[ggz, msz]")
    project.page("c.md", "C.", title="C", parties="[vws]")
    project.page("d.md", "D.", title="D", sectors="[ggz]", criteria="[effectiviteit]")

    (aside,) = project.build().article("a/").xpath(".//aside[contains(@class, 'related')]")

    assert aside.xpath(".//a/text()") == ["D", "Effectiviteit", "B"]
    assert aside.xpath(".//a/@href") == ["../d/", "../kader/effectiviteit/", "../b/"]


def test_a_page_that_shares_nothing_has_no_related_pages(project):
    project.page("a.md", "A.", title="A")

    assert "Verwante pagina" not in project.build().text("a/")
    assert related_pages("a.md", {"a.md": meta_of(), "b.md": meta_of()}) == []


def meta_of():
    return FrontMatter(
        title="X",
        description="Een pagina zonder facetten.",
        kind="pagina",
        status="concept",
        updated="2026-01-01",
    )


def test_a_site_is_current_until_something_it_is_made_from_changes(project):
    assert not site_is_current(project.settings), "it has not been built"
    project.build()
    assert site_is_current(project.settings)

    later = project.settings.passages.stat().st_mtime + 60
    for changed in ("docs/index.md", "corpus/terms.yml", "mkdocs.yml"):
        before = (project.root / changed).stat().st_mtime
        os.utime(project.root / changed, (later, later))
        assert not site_is_current(project.settings), changed
        os.utime(project.root / changed, (before, before))
    assert site_is_current(project.settings)


def test_the_fault_is_named_even_where_another_library_silenced_the_log(project, monkeypatch):
    # fileConfig and dictConfig switch off existing loggers by default, and some libraries call them on import.
    for name in ("mkdocs", "mkdocs.commands.build"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", True)
    project.page("kapot.md", "Dit rust op niets [@bestaat-niet, art. 1].")
    with pytest.raises(PakketwijzerError, match=r"kapot\.md:\d+: the source `bestaat-niet`"):
        project.build()


def test_a_link_to_another_page_names_it_for_readers_on_paper(project):
    project.page(
        "map/a.md", "Zie [b](../b.md#kop), [hier](#kop) en [elders](https://example.org/x/).\n\n## Kop\n\nTekst."
    )
    project.page("b.md", "## Kop\n\nTekst [a](map/a.md).")

    site = project.build()

    links = {
        a.text: a.get("data-page") for a in site.article("map/a/").xpath(".//p/a") if a.text in ("b", "hier", "elders")
    }
    assert links == {"b": "b", "hier": None, "elders": None}
    assert site.article("b/").xpath(".//a[text()='a']/@data-page") == ["map/a"]
