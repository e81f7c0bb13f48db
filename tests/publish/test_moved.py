"""Old addresses of pages lead to the new ones."""

from __future__ import annotations

import pytest
from lxml import html

from assistant.errors import PakketwijzerError
from assistant.publish.moved import address


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("index.md", ""),
        ("a.md", "a/"),
        ("map/index.md", "map/"),
        ("map/b.md", "map/b/"),
        ("map/mijn-index.md", "map/mijn-index/"),
    ],
)
def test_the_address_of_a_page(page, url):
    assert address(page) == url


def test_each_old_address_leads_to_the_page(project):
    project.page("nieuw/plek.md", "Tekst.", title="Plek & zo", moved_from="[oud.md, map/ouder.md, nieuw/index.md]")

    site = project.build()

    for old, target in (("oud", "../nieuw/plek/"), ("map/ouder", "../../nieuw/plek/"), ("nieuw", "plek/")):
        file = site.folder / old / "index.html"
        root = html.document_fromstring(file.read_text(encoding="utf-8"))
        assert root.xpath("//a/@href") == root.xpath("//link[@rel='canonical']/@href") == [target]
        assert root.xpath("//noscript/meta/@content") == [f"0; url={target}"]
        assert root.get("lang") == "nl"
        assert root.xpath("string(//a)") == "Plek & zo"
        assert (file.parent / target / "index.html").resolve() == (site.folder / "nieuw/plek/index.html").resolve()


def test_a_page_can_have_moved_to_the_start(project):
    project.edit("docs/index.md", "kind: pagina", "kind: pagina\nmoved_from: [welkom.md]")

    root = html.document_fromstring((project.build().folder / "welkom" / "index.html").read_text(encoding="utf-8"))

    assert root.xpath("//a/@href") == ["../"]


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("kader/effectiviteit.md", "is the address of a page that exists"),
        ("twee.md", "moved to `a.md` as well"),
        ("../buiten.md", "moved_from"),
        ("pagina.html", "moved_from"),
    ],
)
def test_an_old_address_that_cannot_be_one_is_refused(project, old, message):
    project.page("a.md", "Tekst.", moved_from="[twee.md]")
    project.page("b.md", "Tekst.", moved_from=f"[{old}]")

    with pytest.raises(PakketwijzerError, match=r"b\.md") as caught:
        project.build()
    assert message in str(caught.value)
