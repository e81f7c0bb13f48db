"""Finds the statements of the site that the walk "Toets uw zorgvorm" points at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus import Corpus
from assistant.corpus.assessment import FILE, Assessment, Pick, load_assessment
from assistant.corpus.yaml_lines import LocatedYaml, read_utf8
from assistant.errors import ContentError
from assistant.publish.passage import Passage, Statement


@dataclass(frozen=True)
class Section:
    """All text under one heading of the site.

    Attributes:
        url: Page and heading, relative to the root of the site.
        title: Title of the page and, where it is another, the heading.
        statements: In reading order; their blocks count on through the parts of a long section.
    """

    url: str
    title: str
    statements: list[Statement]


class Sections:
    """The sections of the site by address.

    Args:
        passages: The exported passages.
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._sections: dict[str, Section] = {}
        for passage in passages:
            section = self._sections.get(passage.link)
            if section is None:
                title = passage.title if passage.heading == passage.title else f"{passage.title} – {passage.heading}"
                section = self._sections[passage.link] = Section(passage.link, title, [])
            first = section.statements[-1].block + 1 if section.statements else 0
            # What was cut between two items of one list stays one list.
            if first and section.statements[-1].kind == passage.statements[0].kind == "item":
                first -= 1
            offset = first - passage.statements[0].block
            section.statements.extend(s.model_copy(update={"block": s.block + offset}) for s in passage.statements)
        for section in self._sections.values():
            section.statements[:] = _with_cites_of_lead(section.statements)

    def section(self, at: str) -> Section | None:
        """The section at `at`, written as in the corpus: ``kader/effectiviteit.md#kernvraag``."""
        return self._sections.get(site_address(at))

    def select(self, pick: Pick, leads_on: Iterable[str]) -> list[Statement]:
        """The statements that `pick` means, in reading order.

        Args:
            leads_on: How sentences begin that only lead on to another page.

        Raises:
            LookupError: There is no such heading or statement; the message says which.
        """
        section = self.section(pick.at)
        if section is None:
            raise LookupError(f"there is no text under `{pick.at}`")
        for opening in (*pick.only, *pick.without):
            count = sum(statement.text.startswith(opening) for statement in section.statements)
            if count != 1:
                raise LookupError(f"{count or 'no'} statements under `{pick.at}` begin with “{opening}”")
        if pick.only:
            return _with_their_lists(section.statements, tuple(pick.only))
        left_out = (*leads_on, *pick.without)
        # Rows of a table say little without their header.
        return [s for s in section.statements if s.kind != "row" and not s.text.startswith(left_out)]


def _with_cites_of_lead(statements: list[Statement]) -> list[Statement]:
    """The statements; an item without a source of its own rests on those of the sentence that introduces the list."""
    lead: Statement | None = None
    completed: list[Statement] = []
    for statement in statements:
        if statement.kind == "sentence":
            lead = statement if statement.text.endswith(":") else None
        inherits = statement.kind == "item" and lead and not statement.cites
        completed.append(statement.model_copy(update={"cites": lead.cites}) if inherits and lead else statement)
    return completed


def _with_their_lists(statements: list[Statement], openings: tuple[str, ...]) -> list[Statement]:
    """The statements that begin so; a sentence that ends in a colon brings the list behind it."""
    chosen: list[Statement] = []
    brings = False
    for statement in statements:
        wanted = statement.text.startswith(openings)
        if wanted or (brings and statement.kind == "item"):
            chosen.append(statement)
        brings = (brings and statement.kind == "item") or (wanted and statement.text.endswith(":"))
    return chosen


def site_address(at: str) -> str:
    """Address on the site of the page, or page and heading, that the corpus calls `at`."""
    page, mark, anchor = at.partition("#")
    url = page.removesuffix(".md") + "/"
    return f"{url.removesuffix('index/')}{mark}{anchor}"


def check_picks(corpus: Corpus, passages: Iterable[Passage]) -> Assessment | None:
    """See that everything the walk points at stands on the site; None where the site has no walk.

    Raises:
        ContentError: Names file and line of the first fault.
    """
    assessment = load_assessment(corpus)
    if assessment is None:
        return None
    sections = Sections(passages)
    for place, pick in assessment.picks(corpus):
        try:
            found = sections.select(pick, assessment.leads_on)
        except LookupError as error:
            fault = str(error)
        else:
            if found or pick.say:
                continue
            fault = f"nothing is left of `{pick.at}`"
        path = corpus.folder / FILE
        line = LocatedYaml(read_utf8(path, path), path).line(place)
        raise ContentError(Path(path), line, f"{fault}.", "Correct the address or the opening words.")
    return assessment
