"""What to read next: pages, parts of manuals and questions that share a subject with a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.corpus import Corpus
from assistant.publish.front_matter import FrontMatter
from assistant.publish.moved import address
from assistant.publish.open_data import AnsweredQuestion
from assistant.publish.passage import Passage

_FACETS = ("sectors", "criteria", "parties")
_FILTERS = {"sectors": "zorgvorm", "criteria": "criterium", "parties": "partij"}
"""Names of the filters in the address of the list of questions."""
_MOST_QUESTIONS = 4


@dataclass(frozen=True)
class Related:
    """Links of one kind.

    Attributes:
        links: Titles, and addresses relative to the root of the site.
    """

    label: str
    links: Sequence[tuple[str, str]]


def related(
    src_uri: str,
    meta: Mapping[str, FrontMatter],
    corpus: Corpus,
    passages: Sequence[Passage],
    questions: Sequence[AnsweredQuestion],
) -> list[Related]:
    """Everything that shares a subject with the page `src_uri`, by kind; kinds without links are left out.

    Args:
        meta: Front matter of every page, by path relative to ``docs``.
        passages: All passages of the site.
        questions: All questions of the site.
    """
    own = meta[src_uri]
    pages = [(meta[uri].title, address(uri)) for uri in related_pages(src_uri, meta)]
    groups = [
        Related("Verwante pagina’s", pages),
        Related("In de handleidingen", _parts_of_manuals(own, corpus, passages)),
        Related("Veelgestelde vragen", _questions(own, questions)),
    ]
    if own.kind == "handleiding":
        groups.insert(1, Related("De criteria", [(_upper(c.name), address(c.page)) for c in corpus.criteria.values()]))
    return [group for group in groups if group.links]


def related_pages(src_uri: str, meta: Mapping[str, FrontMatter], most: int = 4) -> list[str]:
    """The pages that share most sectors, criteria and parties with `src_uri`."""
    own = meta[src_uri]
    scores: list[tuple[float, str]] = []
    for uri, other in meta.items():
        if uri == src_uri:
            continue
        score = 0.0
        for key in _FACETS:
            mine, theirs = set(getattr(own, key)), set(getattr(other, key))
            if mine and theirs:
                score += len(mine & theirs) / len(mine | theirs)
        if score:
            scores.append((-score, uri))
    return [uri for _, uri in sorted(scores)[:most]]


def _parts_of_manuals(own: FrontMatter, corpus: Corpus, passages: Sequence[Passage]) -> list[tuple[str, str]]:
    """The part of each manual that is about the only criterion or party of a page."""
    if own.kind not in ("criterium", "partij"):
        return []
    sectors = {address(sector.page): sector.name for sector in corpus.sectors.values()}
    found: dict[str, tuple[str, str]] = {}
    for passage in passages:
        shared = set(own.criteria) & set(passage.criteria) or set(own.parties) & set(passage.parties)
        if shared and passage.kind == "handleiding" and len(passage.heading_path) == 2 and passage.url in sectors:
            found.setdefault(passage.url, (_upper(sectors[passage.url]), passage.link))
    return list(found.values())


def _questions(own: FrontMatter, questions: Sequence[AnsweredQuestion]) -> list[tuple[str, str]]:
    for key in _FACETS:
        mine = getattr(own, key)
        if own.kind == "vragen" or len(mine) != 1:
            continue
        about = [q for q in questions if mine[0] in getattr(q, key)]
        links = [(q.question, q.url) for q in about[:_MOST_QUESTIONS]]
        if len(about) > _MOST_QUESTIONS:
            links.append((f"Alle {len(about)} vragen hierover", f"vragen/?{_FILTERS[key]}={mine[0]}#alle-vragen"))
        return links
    return []


def _upper(name: str) -> str:
    return name[0].upper() + name[1:]
