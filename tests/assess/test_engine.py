"""What answers lead to which lines."""

from __future__ import annotations

import pytest

from assistant.assess import Answers, Assessor
from assistant.assess.engine import derive_facts, holds
from assistant.errors import InvalidAssessment

SECTORS = (
    "msz ggz huisartsenzorg paramedische-zorg wijkverpleging langdurige-zorg geneesmiddelen hulpmiddelen "
    "digitale-zorg leefstijlinterventies"
).split()
FULL = {
    "care": "Groepstherapie bij een terugkerende depressie",
    "sector": "ggz",
    "law": "zvw",
    "system": "open",
    "novelty": "nieuw",
    "relation": "vervangt",
    "party": "zorgaanbieders",
    "evidence": ["eff-vraag"],
}


def texts(lines):
    return " ".join(f"{line.label} {line.text} {texts(line.items)}" for line in lines)


def groups(found):
    return {group.title: texts(group.lines) for group in found}


def test_the_sectors_of_this_test_are_those_of_the_corpus(built_site):
    assert set(SECTORS) == set(built_site.corpus.sectors)


@pytest.mark.parametrize("sector", [*SECTORS, None])
@pytest.mark.parametrize("evidence", [None, []])
def test_every_sector_has_something_to_say_on_every_criterion(dossier, built_site, sector, evidence):
    made = dossier(sector=sector, evidence=evidence)
    assert [part.id for part in made.criteria] == list(built_site.corpus.criteria)
    for part in made.criteria:
        for lines in (part.asked, part.suitable, part.attention, part.missing):
            assert lines, (sector, part.id)
    if sector:
        own = built_site.corpus.sectors[sector].page.removesuffix(".md") + "/#"
        asked = {made.places[line.place - 1].url for part in made.criteria for line in part.asked}
        assert sum(url.startswith(own) for url in asked) >= 5
        assert groups(made.next)["Loop de checklist na"]


@pytest.mark.parametrize("sector", [*SECTORS, None])
def test_every_line_stands_on_the_site_at_the_place_and_with_the_sources_it_names(
    dossier, built_site, sector, every_line
):
    made = dossier(**{**FULL, "sector": sector, "evidence": []})
    on_page = {}
    for passage in built_site.passages:
        on_page.setdefault(passage.link, []).extend(passage.statements)
    checked = 0
    for line in every_line(made):
        place = made.places[line.place - 1]
        assert place.n == line.place
        assert place.url in on_page
        if line.remark or (line.label and not line.text):
            continue
        # Where a list stays on the site, the sentence that introduces it ends in a full stop.
        (statement,) = [s for s in on_page[place.url] if line.text in (s.text, f"{s.text.removesuffix(':')}.")]
        named = {(made.sources[int(n) - 1].id, made.sources[int(n) - 1].places[int(m) - 1])
                 for n, _, m in (source.partition(".") for source in line.sources)}  # fmt: skip
        own = {(c.source, c.place) for c in statement.cites if c.source != "eigen"}
        assert named == own or (not own and statement.kind == "item")
        checked += 1
    assert checked > 150


def test_a_line_about_a_criterion_in_development_says_so(dossier):
    made = dossier(**FULL)
    for part in made.criteria:
        lines = [*part.asked, *part.have, *part.missing, *part.suitable, *part.attention]
        developing = part.id in ("arbeidsinzet", "duurzaamheid")
        assert (part.status == "in ontwikkeling") is developing
        assert all(line.developing is developing for line in lines)
        assert all(item.developing is developing for line in lines for item in line.items)


def test_the_open_system_leads_to_a_duiding_and_the_closed_one_to_an_advice(dossier):
    open_ = groups(dossier(**FULL).route)["Duiding of pakketadvies"]
    closed = groups(dossier(**{**FULL, "sector": "hulpmiddelen", "system": "gesloten"}).route)[
        "Duiding of pakketadvies"
    ]
    assert "Een duiding is een beoordeling" in open_
    assert "Een pakketadvies is een advies aan de minister" not in open_
    assert "Een pakketadvies is een advies aan de minister" in closed
    assert "Een duiding is een beoordeling" not in closed


def test_what_was_not_answered_follows_from_the_sector_where_it_can(dossier, assessor):
    def facts(**answers):
        return derive_facts(Answers(**answers), assessor.assessment, assessor.corpus)

    assert facts(sector="ggz")["system"] == {"open"}
    assert facts(sector="langdurige-zorg")["law"] == {"wlz"}
    assert facts(sector="langdurige-zorg", law="onbekend")["law"] == {"wlz"}
    assert facts(sector="hulpmiddelen")["system"] == {"onbekend"}
    assert facts()["law"] == {"onbekend"}
    route = groups(dossier(sector="hulpmiddelen").route)
    assert "staat nog niet vast" in route["Open of gesloten systeem"]
    assert "staat nog niet vast" not in groups(dossier(sector="ggz").route)["Open of gesloten systeem"]


@pytest.mark.parametrize(
    ("answers", "group"),
    [
        ({"sector": "ggz", "system": "gesloten"}, "Open of gesloten systeem"),
        ({"sector": "msz", "law": "wlz"}, "Zvw of Wlz"),
    ],
)
def test_an_answer_that_differs_from_the_manual_is_remarked_on(dossier, answers, group):
    made = dossier(**answers)
    (found,) = [g for g in made.route if g.title == group]
    assert [line.text.split(":")[0] for line in found.lines if line.remark] == [
        "Uw antwoord wijkt af van de handleiding"
    ]
    agrees = dossier(sector=answers["sector"])
    assert not any(line.remark for g in agrees.route for line in g.lines if "wijkt af" in line.text)


def test_replacing_asks_for_equal_and_adding_for_more_effect(dossier):
    replacing = groups(dossier(**FULL).route)["Nieuwe of bestaande zorg"]
    adding = groups(dossier(**{**FULL, "relation": "aanvulling"}).route)["Nieuwe of bestaande zorg"]
    assert ("even effectief" in replacing, "moet meerwaarde hebben" in replacing) == (True, False)
    assert ("even effectief" in adding, "moet meerwaarde hebben" in adding) == (False, True)


def test_what_is_ticked_is_had_and_the_rest_is_missing(dossier, assessor):
    made = dossier(**{**FULL, "evidence": ["eff-vraag", "noo-prijs", "eff-vraag"]})
    had = [line.label for part in made.criteria for line in part.have]
    missing = [line.label for part in made.criteria for line in part.missing]
    evidence = assessor.assessment.evidence
    assert had == [evidence["eff-vraag"].label, evidence["noo-prijs"].label]
    assert sorted(had + missing) == sorted(e.label for e in evidence.values())
    assert not made.skipped_evidence
    assert made.given[-1].value == f"2 van {len(evidence)} gegevens"


def test_a_skipped_step_is_told_from_having_nothing(dossier):
    nothing, skipped = dossier(**{**FULL, "evidence": []}), dossier(**{**FULL, "evidence": None})
    assert (nothing.skipped_evidence, skipped.skipped_evidence) == (False, True)
    assert nothing.given[-1].value.startswith("0 van")
    assert skipped.given[-1].value == ""
    assert "Vul aan wat er over de werking ontbreekt" in groups(nothing.next)
    assert "Vul aan wat er over de werking ontbreekt" not in groups(skipped.next)


def test_who_asks_reads_its_own_role_first(dossier):
    insurer = dossier(**{**FULL, "party": "zorgverzekeraars"}).involved
    assert insurer[0].title == "Uw eigen rol"
    assert "Zorgverzekeraars toetsen risicogericht" in texts(insurer[0].lines)
    assert dossier(sector="ggz").involved[0].title == "Wie doet wat in deze sector"


@pytest.mark.parametrize(
    "party", "zorgaanbieders beroepsverenigingen zorgverzekeraars patientenorganisaties fabrikanten onderzoekers "
             "zorginstituut vws persoon".split()
)  # fmt: skip
@pytest.mark.parametrize("sector", [*SECTORS, None])
def test_every_party_has_a_role_in_every_sector(dossier, sector, party):
    assert dossier(sector=sector, party=party).involved[0].title == "Uw eigen rol"


def test_references_are_numbered_in_reading_order(dossier, every_line):
    made = dossier(**FULL)
    seen = list(dict.fromkeys(line.place for line in every_line(made)))
    assert sorted(seen) == list(range(1, len(made.places) + 1))
    assert made.summary.route[0].place == 1
    assert [place.n for place in made.places] == list(range(1, len(made.places) + 1))
    assert len({place.url for place in made.places}) == len(made.places)


@pytest.mark.parametrize("answers", [FULL, {**FULL, "sector": "hulpmiddelen", "system": "onbekend"}, {}])
def test_nothing_is_said_twice_after_the_summary(dossier, answers):
    made = dossier(**answers)
    evidence = [line for part in made.criteria for line in (*part.have, *part.missing)]
    rest = [*made.about]
    for group in (*made.route, *made.involved, *made.next):
        rest += group.lines
    for part in made.criteria:
        rest += [*part.asked, *part.suitable, *part.attention]
    said = [text for line in [*rest, *evidence] for text in (line.text, *(item.text for item in line.items)) if text]
    again = {text for text in said if said.count(text) > 1 and not text.endswith(":")}
    assert again == set()


def test_no_list_is_introduced_and_left_out(dossier):
    made = dossier(**{**FULL, "sector": "leefstijlinterventies", "evidence": []})
    for part in made.criteria:
        for line in (*part.asked, *part.suitable, *part.attention):
            assert not line.text.endswith(":") or line.items, line.text


@pytest.mark.parametrize("sector", SECTORS)
def test_what_is_said_of_replacing_and_adding_fits_the_answer(dossier, sector):
    def asked(relation):
        return texts(dossier(**{**FULL, "sector": sector, "relation": relation}).criteria[0].asked)

    open_, replacing, adding = asked("onbekend"), asked("vervangt"), asked("aanvulling")
    assert not any("volgens dat kader" in text for text in (open_, replacing, adding))
    if "gelijke effectiviteit genoeg" in open_:
        assert "gelijke effectiviteit genoeg" in replacing
        assert "gelijke effectiviteit genoeg" not in adding
    if "erbij, dan moet het geheel" in open_:
        assert "erbij, dan moet het geheel" in adding
        assert "erbij, dan moet het geheel" not in replacing


@pytest.mark.parametrize("sector", [*SECTORS, None])
@pytest.mark.parametrize("evidence", [None, [], ["eff-vraag", "eff-studie", "eff-relevant", "kos-evaluatie"]])
@pytest.mark.parametrize("party", ["fabrikanten", "persoon", "beroepsverenigingen", None])
def test_the_summary_has_a_route_a_tally_and_five_steps_that_differ(dossier, sector, evidence, party):
    made = dossier(sector=sector, evidence=evidence, party=party)
    summary = made.summary
    assert len(summary.route) == 4
    assert len({step.label for step in summary.steps}) == len(summary.steps) == 5
    assert all(line.label and line.text for line in (*summary.route, *summary.steps))
    for tally, part in zip(summary.criteria, made.criteria, strict=True):
        assert tally.id == part.id
        assert tally.have == (None if evidence is None else len(part.have))
        assert tally.total == len(part.have) + len(part.missing)
        assert [line.label for line in tally.first] == [line.label for line in part.missing[:2]]
    if sector:
        assert "hecklist" in summary.steps[-1].text


def test_the_steps_follow_from_what_is_missing_and_who_asks(dossier):
    def labels(**answers):
        return [step.label for step in dossier(**{**FULL, **answers}).summary.steps]

    assert "Leg de onderzoeksvraag vast" not in labels()
    assert "Leg de onderzoeksvraag vast" in labels(evidence=[])
    assert labels(evidence=None)[0] == "Ga na welke gegevens er al zijn"
    assert labels(party="persoon")[0].startswith("Stel een vraag over eigen zorg")
    assert labels(sector="hulpmiddelen", system="onbekend")[0].startswith("Ga na of de zorg in het open")
    assert "Betrek de beroepsvereniging" not in labels(party="beroepsverenigingen")


VERDICTS = (
    "komt in aanmerking",
    "uw zorg wordt vergoed",
    "wordt niet vergoed.",
    "u voldoet",
    "voldoet niet",
    "afgewezen",
)


@pytest.mark.parametrize("sector", [*SECTORS, None])
def test_our_own_words_give_no_verdict(dossier, every_line, sector):
    made = dossier(**{**FULL, "sector": sector})
    own = [line.label for line in every_line(made)] + [line.text for line in every_line(made) if line.remark]
    assert not [text for text in own for verdict in VERDICTS if verdict in text.lower()]


def test_no_answers_at_all_make_a_dossier_too(dossier):
    made = dossier()
    assert made.title == "Dossier van een zorgvorm"
    assert all(given.value == "" for given in made.given)
    assert "geen oordeel over vergoeding" in made.disclaimer


def test_personal_data_are_masked_and_the_user_is_told(dossier):
    made = dossier(care="Therapie voor Jan de Vries, BSN 123456782, 06-12345678")
    assert "123456782" not in made.model_dump_json()
    assert "Vries" not in made.model_dump_json()
    assert "persoonsgegevens weggelaten" in made.notices[0]


def test_a_personal_case_is_sent_to_insurer_or_doctor(dossier):
    made = dossier(care="Krijg ik mijn fysiotherapie vergoed?")
    assert any("uw zorgverzekeraar of behandelaar" in notice for notice in made.notices)
    assert dossier(care="Fysiotherapie bij artrose").notices == []


def test_a_long_care_form_is_whole_among_the_answers_and_short_in_the_title(dossier):
    care = "woord " * 49 + "einde"
    made = dossier(care=care)
    assert made.given[0].value == care
    assert len(made.title) <= 101
    assert made.title.endswith("…")


@pytest.mark.parametrize(
    ("answers", "english", "dutch"),
    [
        ({"care": "x" * 301}, "301 characters", "telt 301 tekens"),
        ({"care": "a\x00b"}, "no text", "geen tekst"),
        ({"sector": "tandzorg"}, "sector does not know `tandzorg`", "Het veld `sector` kent de waarde `tandzorg` niet"),
        ({"law": "grondwet"}, "Choose from: zvw, wlz, onbekend", "Kies uit: zvw, wlz, onbekend"),
        ({"evidence": ["eff-vraag", "bewijs"]}, "evidence does not know `bewijs`", "`evidence`"),
    ],
)
def test_an_answer_that_cannot_be_used_is_explained_in_both_languages(dossier, answers, english, dutch):
    with pytest.raises(InvalidAssessment) as caught:
        dossier(**answers)
    assert english in str(caught.value)
    assert dutch in caught.value.detail


@pytest.mark.parametrize("care", ["", "   ", "…!?", "\u200b"])
def test_a_care_form_without_words_counts_as_skipped(dossier, care):
    if care == "\u200b":
        assert dossier(care=care).title == "Dossier van een zorgvorm"
    else:
        assert dossier(care=care).given[0].value == ""


def test_conditions_hold_when_every_key_has_one_of_its_values():
    facts = {"law": {"zvw"}, "lacks": {"a", "b"}}
    assert holds({}, facts)
    assert holds({"law": ["zvw", "wlz"], "lacks": ["b"]}, facts)
    assert not holds({"law": ["wlz"], "lacks": ["b"]}, facts)
    assert not holds({"unheard-of": ["x"]}, facts)


def test_the_version_changes_with_the_texts_and_only_then(built_site, assessor):
    assert Assessor(built_site.corpus, built_site.passages).version == assessor.version
    changed = [*built_site.passages]
    changed[0] = changed[0].model_copy(update={"updated": "2030-01-01"}).with_id()
    assert Assessor(built_site.corpus, changed).version != assessor.version
