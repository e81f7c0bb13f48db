from __future__ import annotations

import random

import orjson
import pytest

from assistant.errors import ContentError
from assistant.publish.passage import Passage, Statement, read_passages
from assistant.tune.checker import LESSONS
from assistant.tune.sentences import Lesson, batches, digest, is_set_aside, read_lessons, statements


def passage(name: str, text: str) -> Passage:
    return Passage(
        url=f"{name}/", anchor="kop", title=name, heading_path=[name], text=text,
        statements=[Statement(text=text, kind="sentence", block=0)], status="vastgesteld", updated="2026-01-04",
    ).with_id()  # fmt: skip


def lesson(of: Passage, count: int = 12) -> Lesson:
    return Lesson(
        passage=of.link,
        text=digest(of),
        says=[f"{of.title} zegt {number}." for number in range(count)],
        twists=[("number", f"{of.title} zegt {number} niet.") for number in range(count)],
    )


PASSAGES = [passage("een", "Een is een."), passage("twee", "Twee is twee.")]


def test_what_a_passage_says_is_true_and_a_twist_is_not():
    made = statements([lesson(PASSAGES[0])], PASSAGES, random.Random(1))
    assert {(s.sentence, s.text, s.said) for s in made} >= {
        ("een zegt 3.", PASSAGES[0].embedding_text, True),
        ("een zegt 3 niet.", PASSAGES[0].embedding_text, False),
    }


def test_some_quotes_are_true_and_some_true_sentences_stand_under_another_page():
    made = statements([lesson(p, 60) for p in PASSAGES], PASSAGES, random.Random(1))
    quotes = [s for s in made if s.sentence in s.text]
    assert len(quotes) == 20
    assert all(s.said for s in quotes)
    displaced = [s for s in made if not s.said and "niet" not in s.sentence]
    assert displaced
    assert all(s.sentence.split()[0] not in s.text for s in displaced)


def test_a_lesson_on_a_text_that_has_changed_is_left_out():
    changed = PASSAGES[0].model_copy(update={"text": "Een is twee."})
    assert statements([lesson(PASSAGES[0])], [changed], random.Random(1)) == []
    moved = PASSAGES[0].model_copy(update={"url": "elders/", "updated": "2026-02-01"})
    assert len(statements([lesson(PASSAGES[0])], [moved], random.Random(1))) > 20


def test_one_passage_in_seven_is_set_aside_with_all_its_sentences(real_settings):
    lessons = read_lessons(real_settings.corpus / LESSONS)
    aside = {lesson.text for lesson in lessons if is_set_aside(lesson)}
    assert 0.1 < len(aside) / len({lesson.text for lesson in lessons}) < 0.2
    assert not aside & {lesson.text for lesson in lessons if not is_set_aside(lesson)}


def test_batches_hold_everything_once_a_round():
    made = statements([lesson(p) for p in PASSAGES], PASSAGES, random.Random(1))
    drawn = batches(made, 8, random.Random(2))
    rounds = -(-len(made) // 8)
    first = [s for _ in range(rounds) for s in next(drawn)]
    assert sorted(map(str, first)) == sorted(map(str, made))
    assert first != [s for _ in range(rounds) for s in next(drawn)]


def test_a_wrong_line_is_named(tmp_path):
    file = tmp_path / "lessons.jsonl"
    file.write_bytes(orjson.dumps(lesson(PASSAGES[0]).model_dump()) + b'\n{"says": []}\n')
    with pytest.raises(ContentError, match=r"lessons.jsonl:2"):
        read_lessons(file)


def test_the_lessons_of_the_project_are_about_passages_that_are_not_measured_on(real_settings):
    lessons = read_lessons(real_settings.corpus / LESSONS)
    assert len(lessons) > 900
    assert len({lesson.text for lesson in lessons}) == len(lessons)
    pairs = map(orjson.loads, (real_settings.corpus / "support_pairs.jsonl").read_bytes().splitlines())
    measured = {pair["passage"] for pair in pairs if pair["split"] == "test" and pair.get("part", 1) == 1}
    parts = {lesson.passage for lesson in lessons}
    assert not measured & parts


def test_most_lessons_are_still_in_use(real_settings):
    """A text that changes takes its lessons out of use; before too many are, new ones must be written."""
    if not real_settings.passages.is_file():
        pytest.skip("the site is not built")
    known = {digest(p) for p in read_passages(real_settings.passages)}
    lessons = read_lessons(real_settings.corpus / LESSONS)
    assert sum(lesson.text in known for lesson in lessons) > 0.7 * len(lessons)
