"""Questions are asked and what came out is judged."""

from __future__ import annotations

import shutil
from pathlib import Path

import orjson
import pytest

from assistant.evaluate import main
from assistant.evaluate.run import run_questions
from assistant.publish.passage import read_passages

CRITERIA = "vragen/criteria/#welke-pakketcriteria-zijn-er"


@pytest.mark.parametrize(
    ("expect", "status", "complete", "correct", "as_expected"),
    [
        ("answer", "answer", True, True, True),
        ("answer", "answer", False, False, True),
        ("answer", "refuse", False, False, False),
        ("answer", "refuse", True, False, False),
        ("answer", "clarify", True, False, True),
        ("refuse", "refuse", True, True, True),
        ("refuse", "answer", True, False, False),
        ("clarify", "clarify", True, True, True),
        ("clarify", "answer", True, False, True),
        ("clarify", "refuse", True, False, False),
    ],
)
def test_an_outcome_is_judged_by_what_was_expected(expect, status, complete, correct, as_expected, make_outcome):
    outcome = make_outcome(status, expect=expect, complete=complete)
    assert (outcome.correct, outcome.as_expected) == (correct, as_expected)


def test_each_question_is_asked_with_its_history_and_filters(library_assistant, make_question):
    steps = []
    outcomes = run_questions(
        library_assistant,
        [
            make_question("a", turns=["Welke pakketcriteria zijn er?"], facts=[["noodzakelijkheid"], ["haalbaar"]]),
            make_question("b", turns=["Wat is een duiding?"], facts=[["staat nergens"]]),
            make_question("c", turns=["Wat is kosteneffectiviteit?", "En in de ggz?"]),
            make_question("d", turns=["Wat is passend bewijs voor een behandeling?"], sector="msz"),
        ],
        lambda done, total: steps.append((done, total)),
    )
    listed, incomplete, follow_up, filtered = outcomes
    assert listed.retrieved[0] == CRITERIA
    assert len(set(listed.retrieved)) == len(listed.retrieved)
    assert (listed.complete, listed.unsupported) == (True, 0)
    assert listed.evidence.coverage == 1.0
    assert not incomplete.complete
    assert follow_up.answer.scope.sectors == ["ggz"]
    assert filtered.answer.citations[0].url.startswith("/handleidingen/msz/")
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.fixture
def evaluated(library, tmp_path, monkeypatch, _decided_by_words):
    """Settings of a copy of the library with test questions; `run` evaluates it."""
    for part in ("corpus", "site", "var"):
        shutil.copytree(library.settings.root / part, tmp_path / part)
    questions = tmp_path / "corpus" / "questions"
    questions.mkdir()
    (tmp_path / "docs" / "over").mkdir(parents=True)
    lines = {
        "open": {"id": "q-1", "category": "list", "turns": ["Welke pakketcriteria zijn er?"], "expect": "answer"},
        "test": {"id": "q-3", "category": "single_fact", "turns": ["Wat is een duiding?"], "expect": "answer"},
    }
    for split, line in lines.items():
        (questions / f"{split}.jsonl").write_bytes(orjson.dumps({**line, "gold": [CRITERIA], "facts": [["duiding"]]}))
    monkeypatch.setattr(main, "Assistant", lambda settings: library.assistant(root=settings.root))
    settings = library.settings.model_copy(update={"root": tmp_path})
    return settings, lambda **options: main.run_evaluation(settings, lambda _done, _total: None, False, **options)


def test_an_evaluation_writes_its_report_and_its_page(evaluated):
    settings, run = evaluated
    evaluation = run()
    assert set(evaluation.report.splits) == {"open", "test"}
    assert [failure["id"] for failure in evaluation.report.failures] == ["q-1"]
    written = orjson.loads(Path(evaluation.path).read_bytes())
    assert written["answers"]["q-3"]["status"] == "answer"
    assert "# " in (settings.docs / "over" / "hoe-goed.md").read_text(encoding="utf-8")


def test_a_second_evaluation_tells_which_answers_changed(evaluated):
    _, run = evaluated
    assert run().changed == []
    assert run(write_page=False).changed == []
    path = run().path
    report = orjson.loads(path.read_bytes())
    report["answers"]["q-1"]["text"] = "Iets anders."
    path.write_bytes(orjson.dumps(report))
    (change,) = run().changed
    assert (change["id"], change["before"]["text"]) == ("q-1", "Iets anders.")


def test_the_page_is_written_only_where_it_is_wanted(evaluated):
    settings, run = evaluated
    run(write_page=False)
    assert not (settings.docs / "over" / "hoe-goed.md").exists()


def test_the_check_of_written_sentences_is_measured_on_the_labelled_pairs(evaluated):
    settings, run = evaluated
    assert run(write_page=False).report.support == {}
    quoted = next(passage for passage in read_passages(settings.passages) if passage.link == CRITERIA)
    pair = {"id": "p1", "passage": CRITERIA, "split": "open"}
    pairs = [
        {
            **pair,
            "sentence": quoted.statements[0].text,
            "supported": True,
            "kind": "supported",
        },
        {**pair, "id": "p2", "sentence": "De premie stijgt elk jaar.", "supported": False, "kind": "invented"},
        {**pair, "id": "p3", "passage": "weg/#weg", "sentence": "X.", "supported": False, "kind": "invented"},
    ]
    (settings.corpus / "support_pairs.jsonl").write_bytes(b"\n".join(map(orjson.dumps, pairs)))
    (support,) = run(write_page=False).report.support.items()
    assert support[0] == "open"
    assert support[1].right == {"supported": (1, 1), "invented": (1, 1)}
    assert (support[1].pairs, support[1].precision, support[1].recall) == (2, 1.0, 1.0)
