"""Questions in readers' words, one file for each page."""

from __future__ import annotations

import pytest

from assistant.corpus import load_asked, load_unanswered
from assistant.errors import ContentError


def write(corpus, name: str, text: str) -> None:
    path = corpus / "asked" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_no_folder_is_no_questions(tmp_path):
    assert load_asked(tmp_path) == {}


@pytest.mark.parametrize(
    ("file", "page"),
    [("kader/effectiviteit.yml", "kader/effectiviteit/"), ("kader/index.yml", "kader/"), ("index.yml", "")],
)
def test_a_file_belongs_to_the_page_of_the_same_name(file, page, tmp_path):
    write(tmp_path, file, "kernvraag:\n  - Werkt het?\n  - wat telt als bewijs\n")
    asked = load_asked(tmp_path)[f"{page}#kernvraag"]
    assert (asked.page, asked.anchor, asked.line) == (page, "kernvraag", 1)
    assert asked.questions == ["Werkt het?", "wat telt als bewijs"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("kop:\n  - Goed?\nleeg:\n", 3, "`leeg` must be a list of questions"),
        ("kop: Werkt het?\n", 1, "`kop` must be a list of questions"),
        ("kop:\n  - Goed zo?\n  - 2026\n", 3, "under `kop`: a question is a text"),
        ("kop:\n  - ja\n  - x\n", 2, "under `kop`: a question is a text"),
        ("kop:\n  - Een?\nkop:\n  - Twee?\n", 3, "a second time"),
    ],
)
def test_a_fault_names_file_and_line(text, line, message, tmp_path):
    write(tmp_path, "kader/index.yml", text)
    with pytest.raises(ContentError) as caught:
        load_asked(tmp_path)
    assert f"index.yml:{line}: " in str(caught.value)
    assert message in str(caught.value)


def test_unanswered_questions_come_with_why(tmp_path):
    assert load_unanswered(tmp_path) == []
    text = "out_of_scope:\n  - Hoe bak ik brood?\nnot_published:\n  - Wat kost het?\n"
    (tmp_path / "unanswered.yml").write_text(text)
    assert load_unanswered(tmp_path) == [
        ("out_of_scope", "Hoe bak ik brood?"),
        ("not_published", "Wat kost het?"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("out_of_scope:\n  - Goed?\nbecause:\n  - Fout?\n", 3, "the key `because` is not known here"),
        ("not_published:\n", 1, "`not_published` must be a list of questions"),
        ("not_published:\n  - Goed?\n  - 12\n", 3, "a question is a text"),
    ],
)
def test_a_fault_in_the_unanswered_questions_names_file_and_line(text, line, message, tmp_path):
    (tmp_path / "unanswered.yml").write_text(text)
    with pytest.raises(ContentError) as caught:
        load_unanswered(tmp_path)
    assert f"unanswered.yml:{line}: " in str(caught.value)
    assert message in str(caught.value)
