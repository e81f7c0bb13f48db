"""The dossier as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.assess.models import Dossier, Line
from assistant.assess.render.outline import (
    GIVEN,
    HOW_TO_READ,
    PLACES,
    ROUTE,
    SKIPPED,
    SOURCES,
    STEPS,
    SUMMARY,
    TALLY,
    TALLY_COLUMNS,
    TALLY_DONE,
    TALLY_NOTE,
    address,
    count,
    criterion_title,
    made,
    marks,
    outline,
    places_of,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
_START_OF_LIST = re.compile(r"^(\d+)([.)])|^([-+])")


def to_markdown(dossier: Dossier, base: str) -> bytes:
    """The dossier as UTF-8 Markdown.

    Args:
        base: Address of the site; empty: links stay relative to its root.
    """
    return "\n".join(_lines(dossier, base)).encode() + b"\n"


def _lines(dossier: Dossier, base: str) -> Iterator[str]:
    yield f"# {_escaped(dossier.title)}"
    yield f"\n**{_escaped(dossier.disclaimer)}**"
    for notice in dossier.notices:
        yield f"\n> {_escaped(notice)}"
    targets = _Targets(dossier, base)
    yield from _summary(dossier, targets)
    yield f"\n{made(dossier)}"
    yield f"\n## {GIVEN}\n\n| Vraag | Antwoord |\n| --- | --- |"
    for given in dossier.given:
        yield f"| {_escaped(given.label)} | {_escaped(given.value) or f'*{SKIPPED}*'} |"
    yield f"\n{_escaped(HOW_TO_READ)}"
    for part in outline(dossier):
        yield f"\n## {_escaped(part.title)}\n"
        if part.intro:
            yield f"{_escaped(part.intro)}\n"
        yield from targets.listed(part.lines)
        for group in part.groups:
            yield f"\n### {_escaped(group.title)}\n"
            yield from targets.listed(group.lines)
    yield f"\n## {PLACES}\n"
    for place in dossier.places:
        yield f"{place.n}. [{_escaped(place.title)}]({address(base, place.url)})"
    yield f"\n## {SOURCES}\n"
    for note in dossier.sources:
        link = f"[{_escaped(note.title)}]({address(base, note.url)})"
        document = f" {_escaped(note.document)}" if note.document else ""
        yield f"- **B{note.n}** {link} ({_escaped(note.publisher)}, {_escaped(note.date)}).{document}"
        for number, where in places_of(note):
            yield f"  - B{number}: {_escaped(where)}"


def _summary(dossier: Dossier, targets: _Targets) -> Iterator[str]:
    summary = dossier.summary
    yield f"\n## {SUMMARY}\n\n### {ROUTE}\n"
    yield from targets.listed(summary.route)
    yield f"\n### {TALLY}\n\n| {' | '.join(TALLY_COLUMNS)} |\n| --- | --- | --- |"
    for one in summary.criteria:
        first = "; ".join(f"{_escaped(line.label)} {targets.references(line)}" for line in one.first) or TALLY_DONE
        yield f"| {_escaped(criterion_title(one))} | {count(one)} | {first} |"
    yield f"\n{TALLY_NOTE}\n\n### {STEPS}\n"
    for number, line in enumerate(summary.steps, 1):
        yield from targets.listed([line], mark=f"{number}.")


class _Targets:
    """Writes lines with links to where they come from."""

    def __init__(self, dossier: Dossier, base: str) -> None:
        self._places = {place.n: address(base, place.url) for place in dossier.places}
        self._sources = {str(note.n): address(base, note.url) for note in dossier.sources}

    def listed(self, lines: list[Line], indent: str = "", lead: Line | None = None, mark: str = "-") -> Iterator[str]:
        for line in lines:
            text = f"**{_escaped(line.label)}.** {_escaped(line.text)}".strip() if line.label else _escaped(line.text)
            flags = [f"*({flag})*" for flag in marks(line, lead)]
            yield f"{indent}{mark} {' '.join([text, self.references(line), *flags])}"
            yield from self.listed(line.items, f"{indent}  ", line)

    def references(self, line: Line) -> str:
        """Links to the place and the sources of `line`."""
        references = [f"[\\[{line.place}\\]]({self._places[line.place]})"]
        references += [f"[\\[B{number}\\]]({self._sources[number.partition('.')[0]]})" for number in line.sources]
        return " ".join(references)


def _escaped(text: str) -> str:
    """`text` as Markdown that shows exactly these characters."""
    return _START_OF_LIST.sub(
        lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}",
        _SPECIAL.sub(r"\\\1", " ".join(text.split())),
    )
