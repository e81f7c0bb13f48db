"""Finds the statements of the site that the walk "Toets uw zorgvorm" points at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus import Corpus
from assistant.corpus.assessment import FILE, Assessment, Pick, load_assessment
from assistant.corpus.yaml_lines import LocatedYaml, Path_, read_utf8
from assistant.errors import ContentError
from assistant.publish.passage import Passage, Statement


@dataclass(frozen=True)
class Section:
    """All text under one heading of the site.

    Attributes:
        url: Page and heading, relative to the root of the site.
        page: Title of the page.
        heading: Empty for the text above the first heading of the page.
        statements: In reading order; their blocks count on through the parts of a long section.
    """

    url: str
    page: str
    heading: str
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
                heading = "" if passage.heading == passage.title else passage.heading
                section = self._sections[passage.link] = Section(passage.link, passage.title, heading, [])
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

    def at_address(self, url: str) -> list[Statement]:
        """All statements at the address `url` of the site."""
        section = self._sections.get(url)
        return section.statements if section else []

    def select(self, pick: Pick, left_out: Iterable[str]) -> list[Statement]:
        """The statements that `pick` means, in reading order.

        Args:
            left_out: How statements begin that are left out where a whole section is meant.

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
        unwanted = (*left_out, *pick.without)
        # Rows of a table say little without their header.
        return [s for s in section.statements if s.kind != "row" and not s.text.startswith(unwanted)]


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
    always = [opening for one in assessment.left_out if not one.when for opening in one.starts]
    used: set[str] = set()
    for place, pick in assessment.picks(corpus):
        try:
            found = sections.select(pick, always)
        except LookupError as error:
            raise _fault(corpus, place, f"{error}.") from None
        if not found and not pick.say:
            raise _fault(corpus, place, f"nothing is left of `{pick.at}`.")
        used.add(site_address(pick.at))
    written = [s.text for at in used for s in sections.at_address(at)]
    for number, one in enumerate(assessment.left_out):
        for which, opening in enumerate(one.starts):
            if not any(text.startswith(opening) for text in written):
                place = ("left_out", number, "starts", which)
                raise _fault(corpus, place, f"no statement that the walk uses begins with “{opening}”.")
    return assessment


def _fault(corpus: Corpus, place: Path_, message: str) -> ContentError:
    path = corpus.folder / FILE
    line = LocatedYaml(read_utf8(path, path), path).line(place)
    return ContentError(Path(path), line, message, "Correct the address or the opening words.")
