"""The extractive composer: an answer made of quoted statements, each with its citation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer.models import AnswerCitation, Reference
from assistant.answer.statements import Candidate, redundant
from assistant.answer.understand import Understanding
from assistant.corpus import Citation, Corpus
from assistant.corpus.models import OWN_WORK
from assistant.index.analysis import words
from assistant.index.reader import OpenIndex
from assistant.publish.passage import Passage

_SAME = 0.965
_WITHIN = 0.80
"""A further statement may score this much less than the best one."""

_PASSAGES_QUOTED = 3
_PART_OF_PASSAGE = 0.6
"""Passages that one answer quotes, and the part of the answer that one of them may fill.

Fitted on the open questions with `_WITHIN`: what is asked often stands in the second or third passage, or beside the
sentence that is most like the question; single sentences from more places told less in as many words."""

_NEW_WORDS = 0.15
_LIST_KINDS = ("list", "how")
_SHORT_LIST = 70
_WITHIN_LIST = 0.15
_LIST_WORDS = 260

OMISSION = "(…)"
"""Stands, as is usual in quoting, for items of a list that are not quoted."""


@dataclass(frozen=True)
class Composed:
    """Text with references, and the citations behind them."""

    text: str
    citations: list[AnswerCitation]


def compose_extractive(
    index: OpenIndex,
    asked: Understanding,
    candidates: list[Candidate],
    max_words: int,
    aspects: Sequence[tuple[Understanding, list[Candidate]]] = (),
) -> Composed:
    """Quote the statements that answer, most relevant passage first, in their order on the page.

    Args:
        candidates: Scored statements, best first; at least one.
        max_words: Length of the answer; a list that is asked for may be longer.
        aspects: Where two things are asked at once: each, with its own scored statements.
    """
    chosen = _choose(index, asked, candidates, max_words, aspects)
    groups: dict[str, list[Candidate]] = {}
    for candidate in chosen:
        groups.setdefault(candidate.passage.id, []).append(candidate)
    citations: list[AnswerCitation] = []
    paragraphs: list[str] = []
    for group in groups.values():
        lines: list[str] = []
        listed: list[Candidate] = []
        for candidate in sorted(group, key=lambda c: c.number):
            citation = make_citation(len(citations) + 1, candidate, index.corpus)
            citations.append(citation)
            quoted = f"{_shown(candidate)} [{citation.n}]"
            border = ""
            if listed and listed[-1].statement.block != candidate.statement.block:
                lines.extend(_omission(listed))
                listed, border = [], "\n\n"
            if candidate.statement.kind == "sentence":
                lines.append(f"{border}{quoted}")
            else:
                lines.append(f"\n- {quoted}" if listed else f"\n\n- {quoted}")
                listed.append(candidate)
        lines.extend(_omission(listed))
        paragraphs.append(_joined(lines))
    return Composed("\n\n".join(paragraphs), citations)


def _omission(listed: list[Candidate]) -> list[str]:
    """The mark of what is left out, below items of which the page has more: they could be taken for all there are."""
    if not listed:
        return []
    last = listed[-1]
    block = [s for s in last.passage.statements if s.block == last.statement.block and s.kind == last.statement.kind]
    return [f"\n- {OMISSION}"] if len(listed) < len(block) else []


def make_citation(n: int, candidate: Candidate, corpus: Corpus) -> AnswerCitation:
    """Citation `n` for a quoted statement."""
    passage = candidate.passage
    cites = candidate.statement.cites or _intro_cites(candidate)
    references = [
        Reference(
            id=cite.source,
            title=corpus.sources[cite.source].title,
            place=cite.place,
            url=corpus.sources[cite.source].url,
        )
        for cite in cites
        if cite.source in corpus.sources
    ]
    return AnswerCitation(
        n=n,
        url=f"/{passage.link}",
        page=passage.title,
        heading=heading_on_page(passage),
        quote=candidate.statement.text,
        sources=list(dict.fromkeys(r.id for r in references)) or [s for s in passage.sources if s != OWN_WORK],
        references=references,
        status=passage.status,
        updated=passage.updated,
        passage=passage.id,
    )


def heading_on_page(passage: Passage) -> str:
    """The heading that `passage` stands under; empty where that is the title of its page."""
    return "" if passage.heading == passage.title else passage.heading


def _intro_cites(candidate: Candidate) -> list[Citation]:
    """Citations of a bare list item: those of the sentence that introduces the list, else of its passage."""
    for statement in reversed(candidate.passage.statements[: candidate.number]):
        if statement.kind == "sentence" and statement.cites:
            return statement.cites
    return [cite for statement in candidate.passage.statements for cite in statement.cites][:1]


def _choose(
    index: OpenIndex,
    asked: Understanding,
    candidates: list[Candidate],
    max_words: int,
    aspects: Sequence[tuple[Understanding, list[Candidate]]],
) -> list[Candidate]:
    """The best statement, then the best of its passage and of the next passages."""
    best = candidates[0]
    chosen: list[Candidate] = []
    count = 0

    def add(group: list[Candidate], limit: int) -> None:
        nonlocal count
        rows = {c.row for c in chosen}
        new = [c for c in group if c.row not in rows]
        length = sum(_words(c) for c in new)
        if new and (not chosen or count + length <= limit):
            chosen.extend(new)
            count += length

    add(_with_list(asked, best, candidates), _LIST_WORDS)
    for aspect, found in aspects:
        if found and not _says_nothing_new(index, found[0], chosen):
            add(_with_list(aspect, found[0], found), _LIST_WORDS)
    if asked.kind == "comparison":
        for side in _uncompared(asked, chosen, candidates, index):
            add([side], max_words)
    for passage in _passages_to_quote(candidates):
        listed = asked.kind in _LIST_KINDS and passage[0].passage.id == best.passage.id
        limit = _LIST_WORDS if listed else max_words
        room = limit if listed else _PART_OF_PASSAGE * max_words
        room -= sum(_words(c) for c in chosen if c.passage.id == passage[0].passage.id)
        for candidate in passage:
            if candidate.score < best.score - _WITHIN:
                break
            group = _further(asked, candidate, candidates)
            length = sum(_words(c) for c in group if c not in chosen)
            if length > room or candidate in chosen or _says_nothing_new(index, candidate, chosen):
                continue
            before = count
            add(group, limit)
            room -= count - before
    return chosen


def _passages_to_quote(candidates: list[Candidate]) -> list[list[Candidate]]:
    """The statements of the passages that an answer quotes, best first; the passage of the very best comes first."""
    passages: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        passages.setdefault(candidate.order, []).append(candidate)
    first = candidates[0].order
    orders = sorted(passages, key=lambda order: (order != first, order))
    return [passages[order] for order in orders[:_PASSAGES_QUOTED]]


def _uncompared(
    asked: Understanding, chosen: list[Candidate], candidates: list[Candidate], index: OpenIndex
) -> list[Candidate]:
    """For each thing compared that no chosen statement is about: the best statement that opens with its name.

    Nothing is missing where one chosen statement opens with one of them and names them all, since it compares them.
    """
    stem = index.lexical.analyzer.stem

    def stems(text: str) -> list[str]:
        # Whole words only: "kosteneffectiviteit" does not name "effectiviteit".
        return [stem(word) for word in words(text)]

    corpus, scope = index.corpus, asked.own_scope
    things = [
        *(corpus.terms[t].labels for t in scope.terms),
        *([corpus.criteria[c].name] for c in scope.criteria if c not in scope.terms),
    ]
    names = [[stems(label) for label in labels] for labels in things]
    texts = [stems(c.statement.text) for c in chosen]
    # By name: a synonym ("feitelijke beoordeling" for "assessment") does not tell the reader what is compared.
    called = [labels[:1] for labels in names]
    if any(_names_all(held, called) and any(_opens_with(held, labels) for labels in names) for held in texts):
        return []
    sides = []
    for labels in names:
        about = [c for c in [*chosen, *candidates] if _opens_with(stems(c.statement.text), labels)]
        if about and about[0] not in chosen:
            sides.append(about[0])
    return sides


def _names_all(held: list[str], names: Iterable[list[list[str]]]) -> bool:
    return all(any(label and set(label) <= set(held) for label in labels) for labels in names)


def _opens_with(held: list[str], labels: list[list[str]]) -> bool:
    opening = held[1:] if held[:1] in (["een"], ["de"], ["het"]) else held
    return any(label and opening[: len(label)] == label for label in labels)


def _says_nothing_new(index: OpenIndex, candidate: Candidate, chosen: list[Candidate]) -> bool:
    """Whether a chosen statement says the same: by meaning, or because nearly all its words are the same."""
    others = [c for c in chosen if c.passage.id != candidate.passage.id]
    if redundant(index.statement_vectors, candidate.row, [c.row for c in others], _SAME):
        return True
    own = set(index.lexical.analyzer.tokens(candidate.statement.text))
    said = {t for c in chosen for t in index.lexical.analyzer.tokens(c.statement.text)}
    return len(own - said) <= _NEW_WORDS * len(own)


def _with_list(asked: Understanding, candidate: Candidate, candidates: list[Candidate]) -> list[Candidate]:
    """A statement with the list it introduces or belongs to; alone where there is none.

    A list that is asked for, or a short one, is quoted whole. Of a long one only the items that answer are quoted.
    """
    same = sorted((c for c in candidates if c.passage.id == candidate.passage.id), key=lambda c: c.number)
    listed = ("item", "row") if asked.kind in _LIST_KINDS else ("item",)
    if candidate.statement.kind == "row" and "row" not in listed:
        return [candidate]
    if candidate.statement.kind in listed:
        block = candidate.statement.block
    else:
        following = [c for c in same if c.number > candidate.number][:1]
        introduces = candidate.statement.text.endswith(":")
        # "Voor X gelden drie voorwaarden." and then the sentence with the colon.
        if not introduces and following and following[0].statement.text.endswith(":"):
            return [candidate, *_with_list(asked, following[0], candidates)]
        items = [c for c in same if c.number > candidate.number and c.statement.kind in listed]
        if not introduces or not items:
            return [candidate]
        block = items[0].statement.block
    items = [c for c in same if c.statement.block == block and c.statement.kind in listed]
    intro = [c for c in same if c.number < items[0].number and c.statement.kind == "sentence"][-1:]
    if asked.kind not in _LIST_KINDS and sum(_words(c) for c in items) > _SHORT_LIST:
        best = max(items, key=lambda c: c.score)
        items = [c for c in items if c is candidate or c.score >= best.score - _WITHIN_LIST]
    kept: list[Candidate] = []
    length = 0
    for member in dict.fromkeys([*intro, *([candidate] if candidate.statement.kind == "sentence" else []), *items]):
        length += _words(member)
        if length > _LIST_WORDS and kept:
            break
        kept.append(member)
    return kept


def _further(asked: Understanding, candidate: Candidate, candidates: list[Candidate]) -> list[Candidate]:
    """A statement that only adds to the answer; an item of a list that nobody asked for with its introduction."""
    if asked.kind in _LIST_KINDS or candidate.statement.kind != "item":
        return _with_list(asked, candidate, candidates)
    block = [c for c in candidates if c.passage.id == candidate.passage.id and c.number <= candidate.number]
    before = [c for c in block if c.statement.kind == "sentence"]
    return [*sorted(before, key=lambda c: c.number)[-1:], candidate]


def _words(candidate: Candidate) -> int:
    return len(candidate.statement.text.split())


def _shown(candidate: Candidate) -> str:
    """The quote as Markdown: characters that Markdown would read as markup are escaped."""
    text = candidate.statement.text
    for character in ("\\", "*", "_", "`", "<", "[", "]"):
        text = text.replace(character, f"\\{character}")
    return text


def _joined(lines: list[str]) -> str:
    text = ""
    for line in lines:
        text += line if line.startswith("\n") or not text else f" {line}"
    return text.strip()
