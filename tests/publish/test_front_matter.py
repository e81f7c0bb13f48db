"""The front matter of a page: a fault names file, line and key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.publish.front_matter import read_front_matter, split_front_matter

PAGE = """---
title: Proef
description: Een pagina die een test heeft gemaakt.
kind: pagina
status: vastgesteld
updated: 2026-01-04
criteria: [effectiviteit]
sectors:
  - ggz
  - msz
---

Tekst.
"""


def fault_of(text: str, corpus) -> ContentError:
    with pytest.raises(ContentError) as caught:
        read_front_matter(Path("docs/proef.md"), text, corpus)
    assert caught.value.path == "docs/proef.md"
    return caught.value


def test_a_complete_front_matter_is_read(tiny_corpus):
    meta = read_front_matter(Path("docs/proef.md"), PAGE, tiny_corpus)

    assert (meta.title, meta.updated, meta.assistant) == ("Proef", date(2026, 1, 4), True)
    assert (meta.criteria, meta.sectors, meta.parties) == (["effectiviteit"], ["ggz", "msz"], [])


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("kind: pagina", "kind: pagina\nauteur: iemand", 5, "`auteur` is not known"),
        ("status: vastgesteld\n", "", None, "`status` is missing"),
        ("status: vastgesteld", "status: klaar", 5, "`status`"),
        ("kind: pagina", "kind: blog", 4, "`kind`"),
        ("title: Proef", "title: ''", 2, "`title`"),
        ("Een pagina die een test heeft gemaakt.", "Te kort.", 3, "`description`"),
        ("Een pagina die een test heeft gemaakt.", "lang " * 40, 3, "`description`"),
        ("2026-01-04", "2026-02-30", 6, "`updated`"),
        ("2026-01-04", "vorige week", 6, "`updated`"),
        ("kind: pagina", "kind: pagina\nkind: module", 5, "`kind` stands here a second time"),
        ("kind: pagina", "kind: pagina: module", 4, "not valid YAML"),
        ("kind: pagina", "kind: pagina\nhide: [menu]", 5, "`hide.0`"),
        ("criteria: [effectiviteit]", "criteria: [effectief]", 7, "`criteria`: `effectief` does not exist"),
        ("  - msz", "  - ziekenhuis", 10, "`sectors`: `ziekenhuis` does not exist"),
        ("criteria: [effectiviteit]", "parties: [niemand]", 7, "`parties`: `niemand` does not exist"),
    ],
)
def test_a_fault_is_named_with_file_line_and_key(tiny_corpus, old, new, line, key):
    assert PAGE.count(old) == 1

    fault = fault_of(PAGE.replace(old, new), tiny_corpus)

    assert fault.line == line
    assert key in fault.message


def test_an_unknown_facet_is_answered_with_the_known_ones(tiny_corpus):
    fault = fault_of(PAGE.replace("- msz", "- ziekenhuis"), tiny_corpus)

    assert "ggz, msz" in fault.remedy


@pytest.mark.parametrize("text", ["Alleen tekst.\n", "", "---\ntitle: Nooit gesloten\n"])
def test_a_page_without_front_matter_is_refused(tiny_corpus, text):
    fault = fault_of(text, tiny_corpus)

    assert fault.line == 1
    assert "no front matter" in fault.message
    assert "title" in fault.remedy


def test_a_line_of_dashes_in_the_text_is_no_front_matter():
    assert split_front_matter("---\na: 1\n---\n\nTekst\n\n---\n") == ("a: 1", 3)
    assert split_front_matter("Tekst\n\n---\na: 1\n---\n") == ("", 0)
