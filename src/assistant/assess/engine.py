"""From answers to a dossier: the rules of the corpus say which statements of the site answer to what was answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice, zip_longest
from textwrap import shorten

from assistant.answer.guard import Guard, is_personal_case
from assistant.assess.answers import check_answers
from assistant.assess.models import (
    Answers,
    CriterionPart,
    Dossier,
    Given,
    Group,
    Line,
    Place,
    SourceNote,
    Summary,
    Tally,
)
from assistant.corpus import Citation, Corpus, Criterion
from assistant.corpus import assessment as rules
from assistant.corpus.assessment import GIVEN, SKIPPED, UNKNOWN, Assessment, Condition, Pick
from assistant.corpus.models import OWN_WORK, Sector
from assistant.publish.passage import Passage, Statement
from assistant.publish.picks import Sections, check_picks, site_address

Facts = Mapping[str, set[str]]

_BOTH = "beide"
_STEPS = 5
_FIRST = 2
_PERSONAL = (
    "Het dossier gaat over een zorgvorm en niet over één persoon. Gaat het om uw eigen zorg, vraag dan uw "
    "zorgverzekeraar of behandelaar."
)
_NO_CARE = "Dossier van een zorgvorm"
_TITLE_CHARS = 90
_SOURCES_PAGE = "bronnen.md"


class Assessor:
    """Makes dossiers from one version of the site.

    Args:
        corpus: Its records.
        passages: All exported passages of the same version.

    Raises:
        ContentError: The walk points at something that is not on the site.
        LookupError: The corpus has no walk.
    """

    def __init__(self, corpus: Corpus, passages: Sequence[Passage]) -> None:
        found = check_picks(corpus, passages)
        if found is None:
            raise LookupError(f"there is no {rules.FILE} in {corpus.folder}")
        self.corpus = corpus
        self.assessment: Assessment = found
        self.version = _fingerprint(found, passages)
        self._sections = Sections(passages)
        self._guard = Guard(corpus)

    def dossier(self, answers: Answers, today: date) -> Dossier:
        """The dossier that belongs to `answers`.

        Raises:
            InvalidAssessment: The answers cannot be used.
        """
        checked = check_answers(answers, self.assessment, self.corpus)
        notices: list[str] = []
        if checked.care:
            redaction = self._guard.redact(checked.care)
            notices += [redaction.notice] if redaction.found else []
            notices += [_PERSONAL] if is_personal_case(checked.care) else []
            checked = checked.model_copy(update={"care": redaction.text})
        facts = derive_facts(checked, self.assessment, self.corpus)
        writer = _Writer(self.corpus, self.assessment, self._sections, facts)
        sector = self.assessment.sectors.get(checked.sector or "")
        page = self.corpus.sectors[checked.sector].page if checked.sector else ""
        # In reading order, because the writer numbers what lines refer to as it goes.
        summary = self._summary(checked, writer, sector, page)
        about = writer.lines(sector.about, page) if sector else []
        route = writer.groups(self.assessment.route)
        if sector:
            route.append(Group(title="Deze sector in de wet", lines=writer.lines(sector.law, page)))
        criteria = [
            self._criterion(criterion, checked, writer, sector, page) for criterion in self.corpus.criteria.values()
        ]
        involved: list[Group] = []
        if checked.party in self.assessment.parties:
            involved.append(Group(title="Uw eigen rol", lines=writer.lines(self.assessment.parties[checked.party])))
        if sector:
            involved.append(Group(title="Wie doet wat in deze sector", lines=writer.lines(sector.involved, page)))
        involved += writer.groups(self.assessment.involved)
        following = writer.groups(self.assessment.next)
        if sector:
            # Its points are on paper already, and many of them are above.
            following.append(Group(title="Loop de checklist na", lines=[writer.headline("", sector.checklist, page)]))
        return Dossier(
            title=f"Dossier: {shorten(checked.care, _TITLE_CHARS, placeholder='…')}" if checked.care else _NO_CARE,
            date=today.isoformat(),
            version=self.version,
            disclaimer=self.assessment.disclaimer,
            notices=notices,
            summary=summary,
            given=self._given(checked),
            about=about,
            route=[group for group in route if group.lines],
            criteria=criteria,
            involved=[group for group in involved if group.lines],
            next=[group for group in following if group.lines],
            skipped_evidence=checked.evidence is None,
            places=writer.places,
            sources=writer.sources,
        )

    def _given(self, answers: Answers) -> list[Given]:
        given = []
        for name, question in self.assessment.questions.items():
            value = getattr(answers, name)
            options = self.assessment.options(name, self.corpus)
            if name == "evidence":
                shown = "" if value is None else f"{len(value)} van {len(options)} gegevens"
            elif name == "care":
                shown = value or ""
            else:
                shown = options[value] if value else ""
            given.append(Given(field=name, step=self.assessment.step_of(name), label=question.label, value=shown))
        return given

    def _summary(self, answers: Answers, writer: _Writer, sector: rules.SectorRules | None, page: str) -> Summary:
        own = self.assessment.summary
        route = writer.headlines(own.route)
        criteria = [self._tally(criterion, answers, writer) for criterion in self.corpus.criteria.values()]
        steps = writer.headlines(own.steps, _STEPS - 1 if sector else _STEPS)
        if sector:
            steps.append(writer.headline(own.checklist, sector.checklist, page))
        return Summary(route=route, criteria=criteria, steps=steps)

    def _tally(self, criterion: Criterion, answers: Answers, writer: _Writer) -> Tally:
        listed = {key: one for key, one in self.assessment.evidence.items() if one.criterion == criterion.id}
        rest = [one for key, one in listed.items() if key not in (answers.evidence or ())]
        return Tally(
            id=criterion.id,
            name=criterion.name,
            status=criterion.status,
            have=None if answers.evidence is None else len(listed) - len(rest),
            total=len(listed),
            first=[writer.evidence(one, _developing(criterion)) for one in rest[:_FIRST]],
        )

    def _criterion(
        self,
        criterion: Criterion,
        answers: Answers,
        writer: _Writer,
        sector: rules.SectorRules | None,
        page: str,
    ) -> CriterionPart:
        general = self.assessment.criteria[criterion.id]
        own = sector.criteria.get(criterion.id) if sector else None
        developing = _developing(criterion)

        def slot(name: str) -> list[Line]:
            picks = getattr(own, name) if own else []
            return writer.lines(picks, page, developing) or writer.lines(getattr(general, name), "", developing)

        # In reading order here too: what one slot says, a later one does not say again.
        asked = slot("asked") + writer.lines(general.always, "", developing)
        have: list[Line] = []
        missing: list[Line] = []
        for key, evidence in self.assessment.evidence.items():
            if evidence.criterion == criterion.id:
                line = writer.evidence(evidence, developing)
                (have if key in (answers.evidence or ()) else missing).append(line)
        return CriterionPart(
            id=criterion.id,
            name=criterion.name,
            status=criterion.status,
            question=criterion.question,
            asked=asked,
            have=have,
            missing=missing,
            suitable=slot("suitable"),
            attention=slot("attention"),
        )


def _developing(criterion: Criterion) -> bool:
    return criterion.status == "in ontwikkeling"


def derive_facts(answers: Answers, assessment: Assessment, corpus: Corpus) -> Facts:
    """What the conditions of the rules are tested against: the answers, and what follows from them."""
    sector = corpus.sectors.get(answers.sector or "")
    facts: dict[str, set[str]] = {
        name: {getattr(answers, name) or UNKNOWN} for name in ("sector", "novelty", "relation", "party")
    }
    facts["system"] = {_told(answers.system) or _system_of(sector)}
    facts["law"] = {_told(answers.law) or _law_of(sector)}
    facts["conflict"] = _conflicts(answers, sector)
    # Nothing is known to be lacking as long as nobody said what there is.
    facts["has"] = set(answers.evidence or ())
    facts["evidence"] = {SKIPPED if answers.evidence is None else GIVEN}
    facts["lacks"] = set() if answers.evidence is None else set(assessment.evidence) - facts["has"]
    return facts


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether every key of `condition` has one of its values."""
    return all(facts.get(key, set()) & set(values) for key, values in condition.items())


def _told(value: str | None) -> str | None:
    return None if value == UNKNOWN else value


def _system_of(sector: Sector | None) -> str:
    return sector.system if sector and sector.system != _BOTH else UNKNOWN


def _law_of(sector: Sector | None) -> str:
    laws = [law for law in sector.law if law in ("zvw", "wlz")] if sector else []
    return laws[0] if len(laws) == 1 else UNKNOWN


def _conflicts(answers: Answers, sector: Sector | None) -> set[str]:
    """Where an answer differs from what the corpus says of the sector."""
    conflicts: set[str] = set()
    law, system = _told(answers.law), _told(answers.system)
    if sector and law and law not in sector.law:
        conflicts.add("law")
    if sector and system and sector.system not in (system, _BOTH):
        conflicts.add("system")
    return conflicts


def _fingerprint(assessment: Assessment, passages: Iterable[Passage]) -> str:
    digest = hashlib.sha256(assessment.model_dump_json().encode())
    for passage in passages:
        digest.update(passage.id.encode())
    return digest.hexdigest()[:12]


def _completed(at: str, page: str) -> str:
    return f"{page}{at}" if at.startswith("#") else at


def _introduces(statement: Statement) -> bool:
    return statement.kind == "sentence" and statement.text.endswith(":")


class _Writer:
    """Writes the lines of one dossier, numbers what they refer to, and says nothing twice."""

    def __init__(self, corpus: Corpus, assessment: Assessment, sections: Sections, facts: Facts) -> None:
        self.places: list[Place] = []
        self.sources: list[SourceNote] = []
        self._corpus = corpus
        self._left_out = [o for one in assessment.left_out if holds(one.when, facts) for o in one.starts]
        self._sections = sections
        self._facts = facts
        self._place_numbers: dict[str, int] = {}
        self._source_numbers: dict[str, int] = {}
        # What the user ticks or leaves open is in every dossier.
        self._said = {s.text for one in assessment.evidence.values() for s in sections.select(one.need, ())}

    def groups(self, groups: Iterable[rules.Group]) -> list[Group]:
        return [Group(title=group.title, lines=self.lines(group.lines)) for group in groups]

    def lines(self, picks: Iterable[Pick], page: str = "", developing: bool = False) -> list[Line]:
        """The lines of all picks whose conditions hold, without what the dossier said before.

        Args:
            page: Manual that headings without a page belong to.
            developing: The lines are about a criterion in development.
        """
        lines: list[Line] = []
        for pick in picks:
            if not holds(pick.when, self._facts):
                continue
            at = _completed(pick.at, page)
            if pick.say:
                lines.append(Line(text=pick.say, place=self._place(at), remark=True, developing=developing))
            else:
                chosen = self._new(self._sections.select(pick.model_copy(update={"at": at}), self._left_out))
                if chosen:
                    lines += self._written(chosen, self._place(at), developing)
        return lines

    def headlines(self, headlines: Iterable[rules.Headline], most: int | None = None) -> list[Line]:
        """The first `most` lines of the summary that hold; what they say may be said again."""
        holding = (one for one in headlines if holds(one.when, self._facts))
        return [self.headline(one.label, one.pick) for one in islice(holding, most)]

    def headline(self, label: str, pick: Pick, page: str = "") -> Line:
        """The first statement of `pick` behind `label`."""
        at = _completed(pick.at, page)
        first = self._sections.select(pick.model_copy(update={"at": at}), self._left_out)[0]
        # The list that the sentence introduces stays on the site.
        text = f"{first.text.removesuffix(':')}." if _introduces(first) else first.text
        line = self._line(text, first.cites, self._place(at), False)
        return line.model_copy(update={"label": label})

    def evidence(self, evidence: rules.Evidence, developing: bool) -> Line:
        """What a user may have, with the sentence that says why; an item of a list says no more than the label."""
        statement = self._sections.select(evidence.need, ())[0]
        reason = statement.text if statement.text[:1].isupper() else ""
        line = self._line(reason, statement.cites, self._place(evidence.need.at), developing)
        return line.model_copy(update={"label": evidence.label})

    def _new(self, statements: Sequence[Statement]) -> list[Statement]:
        """The statements that were not said before.

        A sentence that introduces a list goes where nothing of the list is left, and where it is a table or a picture.
        """
        unsaid = [s for s in statements if s.text not in self._said]
        new = [
            statement
            for statement, following in zip_longest(unsaid, unsaid[1:])
            if not _introduces(statement) or (following is not None and following.kind == "item")
        ]
        self._said.update(s.text for s in new if not _introduces(s))
        return new

    def _written(self, statements: Sequence[Statement], place: int, developing: bool) -> list[Line]:
        """Statements as lines; a list goes under the sentence that introduces it and rests on the same sources."""
        lines: list[Line] = []
        lead = False
        for statement in statements:
            line = self._line(statement.text, statement.cites, place, developing)
            if statement.kind == "item" and lead:
                lines[-1].items.append(line)
            else:
                lines.append(line)
                lead = _introduces(statement)
        return lines

    def _line(self, text: str, cites: Iterable[Citation], place: int, developing: bool) -> Line:
        cites = list(dict.fromkeys(cites))
        return Line(
            text=text,
            place=place,
            sources=[self._source(cite) for cite in cites if cite.source != OWN_WORK],
            own=any(cite.source == OWN_WORK for cite in cites),
            developing=developing,
        )

    def _place(self, at: str) -> int:
        section = self._sections.section(at)
        assert section is not None, at  # the picks were checked
        number = self._place_numbers.setdefault(section.url, len(self.places) + 1)
        if number > len(self.places):
            self.places.append(Place(n=number, url=section.url, page=section.page, heading=section.heading))
        return number

    def _source(self, cite: Citation) -> str:
        number = self._source_numbers.setdefault(cite.source, len(self.sources) + 1)
        if number > len(self.sources):
            source = self._corpus.sources[cite.source]
            note = SourceNote(
                n=number,
                id=source.id,
                title=source.title,
                publisher=source.publisher,
                date=source.date,
                places=[],
                url=f"{site_address(_SOURCES_PAGE)}#bron-{source.id}",
                document=source.url or "",
            )
            self.sources.append(note)
        places = self.sources[number - 1].places
        if cite.place not in places:
            places.append(cite.place)
        return f"{number}.{places.index(cite.place) + 1}"
