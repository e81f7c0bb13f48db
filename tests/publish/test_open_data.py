"""Open data: every file follows its schema and holds what the site holds."""

from __future__ import annotations

import orjson
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from assistant.publish.open_data import DATASETS, answered_questions


def read(site, name):
    return orjson.loads((site.folder / "data" / name).read_bytes())


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda d: d.name)
def test_a_file_follows_its_schema_which_refuses_anything_else(built_site, dataset):
    schema = read(built_site, dataset.schema_file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    content = read(built_site, dataset.file)
    validator.validate(content)
    assert content["$schema"] == dataset.schema_file
    assert content["records"]

    with pytest.raises(ValidationError):
        validator.validate({**content, "records": [{"id": "x"}]})
    with pytest.raises(ValidationError):
        validator.validate({**content, "licence": "iets anders"})


@pytest.mark.parametrize("name", ["criteria", "sectors", "parties", "terms", "milestones", "sources"])
def test_a_file_holds_every_record_of_the_corpus(built_site, name):
    records = {record["id"]: record for record in read(built_site, f"{name}.json")["records"]}

    corpus = getattr(built_site.corpus, name)
    assert list(records) == list(corpus)
    for key, record in corpus.items():
        assert type(record).model_validate(records[key]) == record


def test_each_question_has_the_answer_that_stands_on_its_page(built_site):
    questions = read(built_site, "questions.json")["records"]

    shown = {
        f"{url}#{h.get('id')}"
        for url in {q["url"].split("#")[0] for q in questions}
        for h in built_site.article(url).iterfind(".//h3")
    }
    assert {q["url"] for q in questions} == shown
    by_link = {p.link: p for p in built_site.passages}
    for question in questions:
        passage = by_link[question["url"]]
        assert question["question"] == passage.heading
        assert question["answer"].startswith(passage.statements[0].text)
        assert {c["source"] for c in question["sources"]} >= set(passage.sources)


def test_an_answer_in_two_parts_is_one_record(built_site):
    passage = next(p for p in built_site.passages if p.kind == "vragen" and len(p.heading_path) == 3)
    second = passage.model_copy(update={"text": "Nog iets.", "part": 2})

    (question,) = answered_questions([passage, second])

    assert question.answer == f"{passage.text}\nNog iets."


def test_the_list_names_every_file(built_site):
    listing = read(built_site, "index.json")

    assert [entry["name"] for entry in listing["datasets"]] == [d.name for d in DATASETS]
    for entry in listing["datasets"]:
        assert entry["records"] == len(read(built_site, entry["file"])["records"]) > 0
        assert (built_site.folder / "data" / entry["schema"]).is_file()


def test_the_page_about_the_data_links_to_every_file_and_schema(built_site):
    links = set(built_site.article("over/open-data/").xpath(".//a/@href"))

    for dataset in DATASETS:
        assert f"../../data/{dataset.file}" in links
        assert f"../../data/{dataset.schema_file}" in links


def test_the_page_about_the_assistant_shows_the_registration_and_what_is_still_empty(built_site):
    (register,) = built_site.article("over/assistent/").xpath(".//dl[contains(@class, 'register')]")
    shown = dict(
        zip(*[[" ".join(e.text_content().split()) for e in register.iter(tag)] for tag in ("dt", "dd")], strict=True)
    )

    (record,) = built_site.corpus.algorithms.values()
    assert shown["Naam"] == record.name
    assert shown["Risicobeheer"] == record.risks
    assert record.organization is None
    assert shown["Organisatie"] == "vult de organisatie in die de site beheert"
    assert not [p for p in built_site.passages if record.goal in p.text]


def test_a_site_without_registration_and_questions_still_builds(project):
    site = project.build()

    assert read(site, "algoritmeregister.json")["records"] == []
    assert read(site, "questions.json")["records"] == []
