"""The report counts what it says it counts."""

from __future__ import annotations

import re
from datetime import date

import orjson
import pytest

from assistant.evaluate.questions import load_questions
from assistant.evaluate.report import (
    CATEGORY_NAMES,
    PAIR_NAMES,
    SupportReport,
    changed_answers,
    make_report,
    read_report,
    render_page,
)

GOLD = "kader/#kern"


@pytest.fixture
def report(make_outcome):
    refuse = {"expect": "refuse", "category": "out_of_scope", "reason": "out_of_scope"}
    outcomes = [
        make_outcome("answer", f"/{GOLD}", name="a", gold=[GOLD], retrieved=[GOLD], complete=True, milliseconds=10),
        make_outcome("answer", "/x/#y", name="b", gold=[GOLD], retrieved=["x/#y", GOLD], milliseconds=20),
        make_outcome("answer", "/x/#y", name="c", gold=[GOLD], retrieved=["x/#y"], milliseconds=30, unsupported=1),
        make_outcome("refuse", name="d", gold=[GOLD], retrieved=[GOLD], milliseconds=40),
        make_outcome("refuse", name="e", complete=True, milliseconds=50, **refuse),
        make_outcome("answer", "/x/#y", name="f", complete=True, milliseconds=60, **refuse),
        make_outcome("answer", f"/{GOLD}", name="z", split="test", complete=True, turns=["Wat | is dit?"]),
        make_outcome("refuse", name="y", split="test", turns=["Wat | is dat?"]),
    ]
    support = {
        "open": SupportReport(pairs=9, precision=0.981, recall=1.0, right={"supported": (5, 5), "party": (4, 4)}),
        "test": SupportReport(pairs=6, precision=0.75, recall=0.6, right={"supported": (3, 5), "party": (0, 1)}),
    }
    return make_report(outcomes, {"lexical": lambda _question: [GOLD]}, "v1", "model", 0.4, support)


def test_figures_of_a_split(report):
    split = report.splits["open"]
    values = {
        name: getattr(split, name).value
        for name in (
            "correct", "answered_correct", "refusal_recall", "refusal_precision", "false_refusals", "quotes_verbatim",
            "citation_precision",
        )
    }  # fmt: skip
    assert values == {
        "correct": pytest.approx(2 / 6, abs=1e-4),
        "answered_correct": 0.25,
        "refusal_recall": 0.5,
        "refusal_precision": 0.5,
        "false_refusals": 0.25,
        "quotes_verbatim": 0.75,
        "citation_precision": pytest.approx(1 / 3, abs=1e-4),
    }
    assert (split.questions, split.latency_p50) == (6, 35.0)
    assert split.refusals["out_of_scope"].refused.value == 0.5
    assert split.refusals["personal_case"].refused is None
    assert split.categories["single_fact"].value == 0.25


def test_refusals_are_measured_by_the_reason_that_was_told_too(make_outcome):
    outcomes = [
        make_outcome("refuse", name=name, expect="refuse", reason=reason, told=told)
        for name, reason, told in [
            ("a", "out_of_scope", "out_of_scope"),
            ("b", "out_of_scope", "not_published"),
            ("c", "not_published", "not_published"),
            ("d", "not_published", "person"),
        ]
    ]
    outcomes += [
        make_outcome("refuse", name="e", told="out_of_scope"),
        make_outcome("answer", "/x/#y", name="f", expect="refuse", reason="out_of_scope"),
    ]
    refusals = make_report(outcomes, {}, "v1", "model", 0.4, {}).splits["open"].refusals

    strange, missing = refusals["out_of_scope"], refusals["not_published"]
    assert (strange.refused.value, strange.recall.value) == (
        pytest.approx(2 / 3, abs=1e-4),
        pytest.approx(1 / 3, abs=1e-4),
    )
    assert strange.precision.value == 0.5
    assert (missing.refused.value, missing.recall.value) == (1.0, 1.0)
    assert missing.precision.value == pytest.approx(2 / 3, abs=1e-4)


def test_the_assistant_and_the_baselines_are_measured_on_the_same_questions(report):
    retrieval = report.splits["open"].retrieval
    assert {name: figures["recall@5"].n for name, figures in retrieval.items()} == {"assistant": 4, "lexical": 4}
    assert retrieval["assistant"]["recall@5"].value == 0.75
    assert retrieval["lexical"]["recall@5"].value == 1.0


def test_facts_are_counted_in_the_gold_headings_among_the_first_five(make_outcome):
    far = [f"x/#{n}" for n in range(5)]
    facts = [["twaalf"], ["2027", "volgend jaar"]]
    outcomes = [
        make_outcome(name="half", gold=[GOLD], facts=facts, retrieved=["x/#0", GOLD]),
        make_outcome(name="elsewhere", gold=[GOLD], facts=facts, retrieved=["x/#0"]),
        make_outcome(name="too far", gold=[GOLD], facts=facts, retrieved=[*far, GOLD]),
        make_outcome(name="no facts", gold=[GOLD], retrieved=[GOLD]),
    ]
    texts = {GOLD: "Er zijn twaalf leden.", "x/#0": "Er zijn twaalf leden, tot 2027."}
    retrieval = make_report(outcomes, {"lexical": lambda _question: [GOLD]}, "", "", 0.5, texts=texts)
    figures = {name: found["facts@5"] for name, found in retrieval.splits["open"].retrieval.items()}
    assert {name: (round(found.value, 3), found.n) for name, found in figures.items()} == {
        "assistant": (0.167, 3),
        "lexical": (0.5, 3),
    }


def test_a_baseline_is_asked_a_follow_up_with_the_turn_before_it(make_outcome):
    asked = []

    def baseline(question: str) -> list[str]:
        asked.append(question)
        return []

    make_report([make_outcome(turns=["Eén?", "Twee?", "Drie?"], gold=[GOLD])], {"lexical": baseline}, "", "", 0.5)
    assert asked == ["Twee? Drie?"]


def test_every_failure_has_a_cause(report):
    assert {failure["id"]: failure["cause"] for failure in report.failures} == {
        "b": "andere passage geciteerd",
        "c": "passage niet gevonden",
        "d": "ten onrechte geweigerd",
        "f": "had moeten weigeren",
        "y": "ten onrechte geweigerd",
    }


@pytest.mark.parametrize(
    ("expect", "status", "cause"),
    [
        ("clarify", "answer", "had moeten terugvragen"),
        ("answer", "clarify", "teruggevraagd in plaats van geantwoord"),
        ("answer", "answer", "antwoord niet volledig"),
    ],
)
def test_other_causes(expect, status, cause, make_outcome):
    outcome = make_outcome(status, f"/{GOLD}", expect=expect, gold=[GOLD], retrieved=[GOLD], complete=False)
    (failure,) = make_report([outcome], {}, "", "", 0.5).failures
    assert failure["cause"] == cause


def test_a_report_is_read_back_as_it_was_written(report, tmp_path):
    path = tmp_path / "evaluation.json"
    path.write_text(report.model_dump_json(), encoding="utf-8")
    assert read_report(path) == report


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"date": "x"}'])
def test_a_report_that_cannot_be_read_counts_as_none(content, tmp_path):
    path = tmp_path / "evaluation.json"
    if content is not None:
        path.write_bytes(content)
    assert read_report(path) is None


def test_only_answers_that_differ_count_as_changed(report):
    before = report.model_copy(deep=True)
    assert changed_answers(report, before) == []
    before.answers["a"]["status"] = "refuse"
    del before.answers["b"]
    assert [change["id"] for change in changed_answers(report, before)] == ["a"]


def test_the_page_is_a_page_of_the_site_with_dutch_figures(report):
    page = render_page(report)
    assert page.startswith("---\ntitle: ")
    assert re.search(r"^updated: \d{4}-\d\d-\d\d$", page, re.M)
    day = date.fromisoformat(report.date)
    assert re.search(rf"is op {day.day} [a-z]+ {day.year} gemeten", page)
    assert "8 testvragen, waarvan 2 vragen" in page
    assert "| Antwoord juist en volledig | 50 % (" in page
    assert "| 35,0 ms |" in page
    assert "drempel van\n0,4 om" in page
    assert "{{" not in page and "None" not in page


def test_the_page_shows_failures_of_the_questions_that_were_kept_apart_only(report):
    page = render_page(report)
    assert "| Wat / is dat? | ten onrechte geweigerd |" in page
    assert "passage niet gevonden" not in page


def test_every_category_of_the_test_questions_has_a_dutch_name(real_settings):
    assert {q.category for q in load_questions(real_settings.corpus / "questions")} <= set(CATEGORY_NAMES)


def test_the_page_tells_how_well_written_sentences_are_checked(report):
    page = render_page(report)
    assert "| Wat | Testparen (6) | Open paren (9) |" in page
    assert "| Precisie | 75 % | 98 % |" in page
    assert "| Recall | 60 % | 100 % |" in page
    assert "| Andere partij: goed beoordeeld | 0 van 1 | 4 van 4 |" in page
    assert "| Plan werd feit: goed beoordeeld | 0 van 0 | 0 van 0 |" in page
    assert "Controle van geschreven zinnen" not in render_page(report.model_copy(update={"support": {}}))


def test_every_kind_of_pair_has_a_dutch_name(real_settings):
    pairs = (real_settings.corpus / "support_pairs.jsonl").read_bytes().splitlines()
    assert {orjson.loads(pair)["kind"] for pair in pairs} <= set(PAIR_NAMES)


def test_a_question_with_personal_data_or_an_order_is_not_printed(make_outcome):
    outcomes = [
        make_outcome("refuse", name=name, category=category, split=split, turns=["Ik ben Jan Jansen"])
        for name, category, split in (("pd-3", "personal_data", "test"), ("q-1", "single_fact", "open"))
    ]
    page = render_page(make_report(outcomes, {}, "", "", 0.5))
    assert "| (persoonsgegevens in de vraag, pd-3) | ten onrechte geweigerd |" in page
    assert "Jansen" not in page
