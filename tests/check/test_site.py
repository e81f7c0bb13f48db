"""The whole: a clean site, faults while reading, selection of files, and output."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from assistant.check import Finding, check_site, main, render


def test_a_clean_site_has_no_findings(project):
    assert project.all() == []


def test_front_matter_faults_are_all_reported_with_their_lines(project):
    project.write("docs/index.md", "---\ntitle: Start\nkind: folder\nstatus: concept\nkleur: rood\n---\nTekst.\n")
    found = {(f.line, f.message) for f in project.all() if f.rule == "paginagegevens-ongeldig"}
    assert (3, "`kind` heeft een waarde die niet mag.") in found
    assert (5, "De sleutel `kleur` bestaat hier niet.") in found
    assert {message for _, message in found} >= {
        "De sleutel `description` ontbreekt.",
        "De sleutel `updated` ontbreekt.",
    }


def test_a_page_without_front_matter_is_an_error(project):
    project.write("docs/index.md", "Tekst.\n")
    assert [(f.path, f.line, f.severity) for f in project.all()] == [(Path("docs/index.md"), 1, "error")]


def test_front_matter_names_records_that_exist(project):
    assert project.rules("", sectors="[ggz]") == set()
    found = project.page("", sectors="[tandzorg]")
    assert [(f.rule, f.message) for f in found] == [("paginagegevens-ongeldig", "`sectors`: `tandzorg` bestaat niet.")]


def test_faults_in_records_do_not_hide_each_other(project):
    project.replace("corpus/terms.yml", "see: [kvg]", "see: [onzin]")
    project.replace("corpus/terms.yml", '  cite: ["brief, par. 3"]', '  cite: ["weg, par. 3"]')
    project.replace("corpus/milestones.yml", "state: gepland", "state: misschien")
    project.replace("corpus/parties.yml", "main: true", "maine: true")
    found = [(f.path.name, f.line, f.message) for f in project.all()]
    assert found == [
        ("milestones.yml", 8, "In `kader`: `state` heeft een waarde die niet mag."),
        ("parties.yml", 4, "In `vws`: de sleutel `maine` bestaat hier niet."),
        ("terms.yml", 7, "In `qaly`: `onzin` staat niet in terms.yml."),
        ("terms.yml", 11, "In `kvg`: `weg` staat niet in sources.yml."),
    ]


def test_an_unreadable_register_does_not_accuse_the_pages(project):
    project.write("corpus/sources.yml", "brief: [\n")
    found = project.all()
    assert {(f.path.as_posix(), f.rule) for f in found} == {("corpus/sources.yml", "gegevens-ongeldig")}


def test_a_missing_register_is_reported(project):
    (project.root / "corpus/terms.yml").unlink()
    assert ("corpus/terms.yml", "Dit gegevensbestand ontbreekt.") in {
        (f.path.as_posix(), f.message) for f in project.all()
    }


def test_an_unreadable_configuration_is_reported(project):
    project.write("mkdocs.yml", "nav: [\n")
    assert "menu-onleesbaar" in {f.rule for f in project.all()}


def test_one_file_or_folder_can_be_checked(project):
    project.write("docs/index.md", "Zonder gegevens.\n")
    project.replace("corpus/terms.yml", "see: [kvg]", "see: [onzin]")
    assert {f.path.name for f in project.all()} == {"index.md", "terms.yml"}
    assert {f.path.name for f in check_site(project.root, [Path("docs/index.md")])} == {"index.md"}
    assert {f.path.name for f in check_site(project.root, [project.root / "corpus"])} == {"terms.yml"}
    assert check_site(project.root, [Path("docs/kader")]) == []


def test_a_file_that_is_not_there_is_an_error(project):
    found = check_site(project.root, [Path("docs/kader/profe.md")])
    assert [(f.rule, f.path.as_posix()) for f in found] == [("bestand-onbekend", "docs/kader/profe.md")]


def test_lines_count_from_the_top_of_the_file(project):
    found = project.page("Zorg werkt [@brief, par. 1].\n\nDe eerste zin\nis lang. De tweede\nheeft geen bron.")
    # front matter takes seven lines
    assert [(f.line, f.rule) for f in found] == [(10, "citaat-ontbreekt"), (11, "citaat-ontbreekt")]


FINDINGS = [
    Finding(Path("docs/a.md"), 3, "zin-te-lang", "advice", "Een lange zin.", "Splits de zin."),
    Finding(Path("docs/b.md"), 0, "bron-onbekend", "error", "De bron is er niet.", "Voeg de bron toe."),
]


def test_render_gives_a_line_per_finding_and_counts():
    shown = io.StringIO()
    Console(file=shown, width=40).print(render(FINDINGS), soft_wrap=True)
    assert shown.getvalue().splitlines() == [
        "docs/a.md:3: [zin-te-lang] Een lange zin. — Splits de zin.",
        "docs/b.md: [bron-onbekend] De bron is er niet. — Voeg de bron toe.",
        "",
        "    1  bron-onbekend",
        "    1  zin-te-lang",
        "1 fout, 1 advies.",
    ]


@pytest.mark.parametrize(("body", "code"), [("Zorg werkt [@brief].", 0), ("Zorg werkt.", 1)])
def test_advice_does_not_fail_and_an_error_does(project, capsys, body, code):
    project.page(body)
    assert main(project.root) == code
    assert "9 bestanden gecontroleerd." in capsys.readouterr().out


def test_only_errors_leaves_advice_out(project, capsys):
    project.page("Zorg werkt [@brief].")
    assert main(project.root, only_errors=True) == 0
    out = capsys.readouterr().out
    assert "plaats-ontbreekt" not in out
    assert "0 fouten, 0 adviezen." in out


def test_the_real_site_has_no_errors():
    root = Path(__file__).resolve().parents[2]
    assert [finding for finding in check_site(root) if finding.severity == "error"] == []
