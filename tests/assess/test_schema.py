"""The file of the walk: every fault is named with its file and line."""

from __future__ import annotations

import re

import pytest

from assistant.corpus import load_corpus
from assistant.corpus.assessment import load_assessment
from assistant.errors import ContentError
from assistant.publish.picks import check_picks


def fault_of(walk_file, old, new, check=load_assessment):
    text = walk_file.read_text(encoding="utf-8")
    assert old in text
    walk_file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        check(load_corpus(walk_file.parent))
    assert caught.value.path == str(walk_file)
    lines = walk_file.read_text(encoding="utf-8").splitlines()
    return caught.value.message, lines[caught.value.line - 1] if caught.value.line else ""


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("disclaimer:", "disclaimr:", "the key `disclaimer` is missing", None),
        ("    name: De sector", "    name: De sector\n    kleur: rood", "`steps.sector.kleur` is not known", "kleur"),
        ("    criterion: effectiviteit", "    criterion: smaak", "`smaak` is not in criteria.yml", "smaak"),
        ("  paramedische-zorg:\n    about", "  tandzorg:\n    about", "rules for `paramedische-zorg`", "sectors:"),
        ("  onderzoekers:\n    -", "  tovenaars:\n    -", "`tovenaars` is not in the answers", "tovenaars"),
        ("when: {conflict: system}", "when: {conflict: maan}", "`conflict: maan` can never hold", "maan"),
        ("when: {lacks: eff-vraag}", "when: {lacks: eff-niets}", "`lacks: eff-niets` can never hold", "eff-niets"),
        ("when: {relation: [vervangt,", "when: {verhouding: [vervangt,", "`verhouding: vervangt`", "verhouding"),
        ('asked: ["kader/noodzakelijkheid.md#kernvraag"', 'asked: ["#kernvraag"', "names no page", "#kernvraag"),
        (
            "when: {relation: vervangt}\n    starts",
            "when: {relation: vervang}\n    starts",
            "`relation: vervang`",
            "vervang",
        ),
        ("    - {label: Open systeem, at:", "    - {label: Open systeem, op:", "summary.route.0", "Open systeem"),
        ("      care:\n", "      zorg:\n", "`steps.zorg.questions.zorg", "zorg"),
    ],
)
def test_a_fault_is_named_with_file_and_line(walk_file, old, new, message, line):
    found, place = fault_of(walk_file, old, new)
    assert message in found
    if line:
        assert line in place


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kader/index.md#in-welke-volgorde", "kader/index.md#in-geen-volgorde", "no text under"),
        ('only: ["Een duiding is een beoordeling"', 'only: ["Een duiding is een taart"', "no statements under"),
        ('- "Komt de werkwijze erbij"', '- "Komt de taart erbij"', "no statement that the walk uses begins with"),
        ('only: "Het open systeem betekent ja"', 'only: "Het open systeem is een taart"', "no statements under"),
        ('without: ["De relatie is niet nieuw"', 'without: ["De relatie is oud"', "no statements under"),
        (
            'only: ["Een duiding is een beoordeling", "Een duiding kan',
            'only: ["Een duiding", "Een duiding kan',
            "2 stat",
        ),
    ],
)
def test_what_the_walk_points_at_must_stand_on_the_site(walk_file, built_site, old, new, message):
    found, place = fault_of(walk_file, old, new, lambda corpus: check_picks(corpus, built_site.passages))
    assert message in found
    assert re.findall(r"#[\w-]+", new)[:1] == [] or re.findall(r"#[\w-]+", new)[0] in place


def test_everything_the_walk_points_at_stands_on_the_site(built_site):
    assert check_picks(built_site.corpus, built_site.passages)


def test_a_corpus_without_a_walk_is_a_corpus(walk_file):
    walk_file.unlink()
    corpus = load_corpus(walk_file.parent)
    assert load_assessment(corpus) is None
    assert check_picks(corpus, []) is None
