"""Reading of corpus/*.yml: a fault names file, line and key; the real data has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import Citation, load_corpus
from assistant.errors import ContentError


def fault_of(project, file: str) -> ContentError:
    """The fault that loading gives; it must stand in `file`."""
    with pytest.raises(ContentError) as caught:
        project.corpus()
    assert Path(caught.value.path) == project.root / "corpus" / file
    assert str(caught.value).startswith(f"{caught.value.path}:{caught.value.line}: ")
    return caught.value


def test_the_real_corpus_loads(real_settings):
    corpus = load_corpus(real_settings.corpus)

    for records in (corpus.criteria, corpus.sectors, corpus.parties, corpus.milestones, corpus.terms):
        assert records
        assert all(record.id == key for key, record in records.items())
        assert all(cite.source in corpus.sources for record in records.values() for cite in record.cite)


def test_every_page_that_a_real_record_names_exists(real_settings):
    corpus = load_corpus(real_settings.corpus)
    records = [
        *corpus.criteria.values(),
        *corpus.sectors.values(),
        *corpus.parties.values(),
        *corpus.terms.values(),
    ]

    missing = [(r.id, r.page) for r in records if r.page and not (real_settings.docs / r.page).is_file()]

    assert missing == []


def test_no_label_in_the_real_glossary_means_two_terms(real_settings):
    owners: dict[str, set[str]] = {}
    for term in load_corpus(real_settings.corpus).terms.values():
        for label in term.labels:
            owners.setdefault(label if label.isupper() else label.lower(), set()).add(term.id)

    assert {label: ids for label, ids in owners.items() if len(ids) > 1} == {}


def test_an_unknown_key_is_named_with_its_line(project):
    project.edit("corpus/parties.yml", "  summary: De adviesraad adviseert.", "  summary: Raad.\n  telefoon: 1")

    fault = fault_of(project, "parties.yml")

    assert fault.line == project.line("corpus/parties.yml", "telefoon")
    assert "In `raad`" in fault.message
    assert "`telefoon` is not known" in fault.message


def test_a_missing_key_is_named_with_the_line_of_its_record(project):
    project.edit("corpus/sectors.yml", "  summary: De msz valt onder de Zvw.\n", "")

    fault = fault_of(project, "sectors.yml")

    assert fault.line == project.line("corpus/sectors.yml", "msz:")
    assert "In `msz`" in fault.message
    assert "`summary` is missing" in fault.message


def test_a_key_that_stands_twice_is_named_with_both_lines(project):
    project.edit("corpus/terms.yml", "  name: beheer van het pakket", "  name: beheer\n  name: pakketbeheer")

    fault = fault_of(project, "terms.yml")

    assert fault.line == project.line("corpus/terms.yml", "name: pakketbeheer")
    assert "`name` stands here a second time" in fault.message
    assert f"line {fault.line - 1}" in fault.message


def test_a_record_that_stands_twice_is_refused(project):
    text = (project.root / "corpus/criteria.yml").read_text()
    project.write("corpus/criteria.yml", text + "effectiviteit:\n  name: nog een keer\n")

    fault = fault_of(project, "criteria.yml")

    assert fault.line == len(text.splitlines()) + 1
    assert "`effectiviteit` stands here a second time (first on line 1)" in fault.message


def test_an_id_inside_a_record_is_refused_since_the_key_is_the_id(project):
    project.edit("corpus/terms.yml", "  name: basispakket", "  id: ander\n  name: basispakket")

    fault = fault_of(project, "terms.yml")

    assert fault.line == project.line("corpus/terms.yml", "id: ander")
    assert "In `basispakket`: the key `id` is not known" in fault.message


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        ("wet:\n  title: een: twee\n", 2),
        ("wet:\n  title: [open\n", 3),
        ("wet:\n  title: 'open\n", 3),
        ("wet:\n\ttitle: tab\n", 2),
        ("wet:\n  title: een\n  \x07\n", 3),
    ],
    ids=["colon", "bracket", "quote", "tab", "control character"],
)
def test_bad_yaml_is_refused_with_its_line(project, bad, line):
    project.write("corpus/sources.yml", bad)

    fault = fault_of(project, "sources.yml")

    assert fault.line == line
    assert "not valid YAML" in fault.message
    assert fault.remedy


def test_a_file_that_is_a_list_is_refused(project):
    project.write("corpus/sources.yml", "- wet\n- rapport\n")

    assert "a mapping of keys to values is expected" in fault_of(project, "sources.yml").message


def test_a_record_that_is_no_mapping_is_refused_with_its_line(project):
    project.edit("corpus/sources.yml", "# Sources of the tiny project.", "los: alleen tekst")

    fault = fault_of(project, "sources.yml")

    assert fault.line == 1
    assert "`los` must be a mapping" in fault.message


def test_a_file_that_is_not_utf8_is_refused_with_the_line(project):
    file = project.root / "corpus/terms.yml"
    line = project.line("corpus/terms.yml", "Het basispakket is")
    file.write_bytes(file.read_bytes().replace(b"Het basispakket is", "Één basispakket is".encode("cp1252")))

    fault = fault_of(project, "terms.yml")

    assert fault.line == line
    assert "UTF-8" in fault.message


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(project):
    file = project.root / "corpus/sources.yml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert list(project.corpus().sources) == ["wet", "rapport", "ongebruikt", "eigen"]


def test_a_missing_file_is_named_with_what_to_do(project):
    (project.root / "corpus/parties.yml").unlink()

    with pytest.raises(ContentError, match=r"parties\.yml: this data file is missing\. Restore it"):
        project.corpus()


@pytest.mark.parametrize("file", ["criteria", "sectors", "parties", "milestones", "terms"])
def test_an_unknown_source_id_is_named_with_the_line_of_the_citation(project, file):
    path = f"corpus/{file}.yml"
    lines = (project.root / path).read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "cite:" in text)
    lines[line - 1] = '  cite:\n    - "rapport, par. 1"\n    - "verdwenen-bron, par. 2"'
    project.write(path, "\n".join(lines))

    fault = fault_of(project, f"{file}.yml")

    assert fault.line == line + 2
    assert "`verdwenen-bron` is not in sources.yml" in fault.message
    assert fault.remedy


def test_a_record_without_citation_is_refused(project):
    project.edit("corpus/terms.yml", 'cite: ["wet, art. 1"]', "cite: []")

    fault = fault_of(project, "terms.yml")

    assert fault.line == project.line("corpus/terms.yml", "cite: []")
    assert "`cite`" in fault.message


def test_a_value_outside_the_list_of_values_is_refused_with_its_line(project):
    project.edit("corpus/milestones.yml", "  state: gepland", "  state: klaar")

    fault = fault_of(project, "milestones.yml")

    assert fault.line == project.line("corpus/milestones.yml", "state: klaar")
    assert "In `wet-klaar`: `state`" in fault.message
    assert "gepland" in fault.message, "the message lists what is allowed"


def test_a_milestone_that_starts_after_its_end_is_refused(project):
    project.edit("corpus/milestones.yml", "  end: 2023-03", "  end: 2022-12")

    fault = fault_of(project, "milestones.yml")

    assert fault.line == project.line("corpus/milestones.yml", "kader-af:")
    assert "In `kader-af`" in fault.message
    assert "start lies after end" in fault.message


@pytest.mark.parametrize(("start", "end"), [("2024-06", "2024"), ("2024", "2024-03"), ("2024-06-15", "2024-06")])
def test_dates_of_different_precision_are_compared_as_far_as_both_go(project, start, end):
    project.edit("corpus/milestones.yml", "  start: 2023-01\n  end: 2023-03", f"  start: {start}\n  end: {end}")

    milestone = project.corpus().milestones["kader-af"]

    assert (milestone.start, milestone.end) == (start, end)


@pytest.mark.parametrize("start", ["2023-13", "2023-00", "2023-02-32", "medio 2023", "23-01", "2023-02-30x"])
def test_a_start_that_is_no_date_is_refused_with_its_line(project, start):
    project.edit("corpus/milestones.yml", "  start: 2023-01", f"  start: {start}")

    fault = fault_of(project, "milestones.yml")

    assert fault.line == project.line("corpus/milestones.yml", f"start: {start}")
    assert "In `kader-af`: `start`" in fault.message


@pytest.mark.parametrize(
    ("file", "before", "key"),
    [("milestones", "  state: opgeleverd", "further"), ("criteria", "  question: Werkt", "relations")],
)
def test_an_unknown_source_of_a_further_statement_is_named_with_its_line(project, file, before, key):
    to = "      to: duurzaamheid\n" if key == "relations" else ""
    statement = f'  {key}:\n    - text: Meer.\n{to}      cite: ["verdwenen-bron"]\n'
    project.edit(f"corpus/{file}.yml", before, statement + before)

    fault = fault_of(project, f"{file}.yml")

    assert fault.line == project.line(f"corpus/{file}.yml", "verdwenen-bron")
    assert "`verdwenen-bron` is not in sources.yml" in fault.message


def test_a_relation_with_an_unknown_criterion_is_named(project):
    relation = '  relations:\n    - to: smaak\n      text: Meer.\n      cite: ["wet"]\n'
    project.edit("corpus/criteria.yml", "  question: Werkt", relation + "  question: Werkt")

    fault = fault_of(project, "criteria.yml")

    assert "In `effectiviteit`: `relations` names `smaak`" in fault.message


def test_an_unknown_owner_is_named_with_its_line(project):
    project.edit("corpus/milestones.yml", "  owner: [vws, raad]", "  owner:\n    - vws\n    - niemand")

    fault = fault_of(project, "milestones.yml")

    assert fault.line == project.line("corpus/milestones.yml", "- niemand")
    assert "In `wet-klaar`: `owner` names `niemand`" in fault.message


def test_an_unknown_see_is_named_with_its_line(project):
    project.edit("corpus/terms.yml", "  see: [zvw]", "  see: [zvw, nergens]")

    fault = fault_of(project, "terms.yml")

    assert fault.line == project.line("corpus/terms.yml", "see: [zvw, nergens]")
    assert "In `basispakket`: `see` names `nergens`" in fault.message


@pytest.mark.parametrize(
    ("text", "source", "place"),
    [
        ("wet, art. 2.1 lid 2", "wet", "art. 2.1 lid 2"),
        ("wet", "wet", ""),
        ("  wet ,  dia Een, twee  ", "wet", "dia Een, twee"),
    ],
)
def test_a_citation_is_a_source_and_the_place_behind_the_first_comma(text, source, place):
    assert Citation.model_validate(text) == Citation(source=source, place=place)


def test_numbers_and_dates_in_yaml_are_read_as_the_text_that_stands_there(tiny_corpus):
    assert tiny_corpus.sources["wet"].date == "2005"
    assert tiny_corpus.sources["rapport"].date == "2023-07-01"


def test_the_labels_of_a_term_are_name_abbreviation_and_synonyms(tiny_corpus):
    assert tiny_corpus.terms["zvw"].labels == ["Zorgverzekeringswet", "Zvw"]
    assert tiny_corpus.terms["basispakket"].labels == ["basispakket", "pakket"]


def test_sources_are_numbered_in_the_order_of_the_register(tiny_corpus):
    assert dict(tiny_corpus.source_numbers) == {"wet": 1, "rapport": 2, "ongebruikt": 3, "eigen": 4}
