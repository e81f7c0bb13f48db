"""What a heading names for itself must exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.publish.facets import check_heading_facets


@pytest.fixture
def check(tiny_corpus):
    return lambda markdown: check_heading_facets(markdown, tiny_corpus, Path("docs/a.md"), 7)


@pytest.mark.parametrize(
    "heading",
    [
        '## Kop { data-sectors="SECTOR" }',
        "## Kop { #kop data-sectors='SECTOR' .klas }",
        "### Kop {: data-sectors=SECTOR data-criteria=CRITERION }",
        "## Kop zonder { #alleen-een-id }",
        "Tekst met data-sectors=weg in een zin.",
    ],
)
def test_what_exists_and_what_is_no_facet_passes(check, tiny_corpus, heading):
    sector, criterion = next(iter(tiny_corpus.sectors)), next(iter(tiny_corpus.criteria))
    check(heading.replace("SECTOR", sector).replace("CRITERION", criterion))


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ('## Kop { data-sectors="weg" }', "`data-sectors`: `weg` does not exist"),
        ("## Kop { data-criteria=weg }", "`data-criteria`: `weg` does not exist"),
        ("## Kop { data-sector=ggz }", "`data-sector` is unknown"),
        ('## Kop { data-parties="" }', "`data-parties`: `` does not exist"),
    ],
)
def test_what_does_not_exist_is_refused_with_file_and_line(check, heading, message):
    with pytest.raises(ContentError) as caught:
        check(f"Eerste regel.\n\n{heading}")
    assert str(caught.value).startswith(f"docs/a.md:10: {message}")
    assert "Choose from" in caught.value.remedy
