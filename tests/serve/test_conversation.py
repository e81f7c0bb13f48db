from __future__ import annotations

import io
import re
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from fake_assistant import ANSWER, NOT_PUBLISHED, QUOTE
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from assistant import __version__
from assistant.answer.models import Answer, AnswerCitation

ATTACK = "# <script>alert(1)</script> [x](javascript:alert) *b*\n## Kop"
TURNS = [
    {"question": "Wat is effectiviteit? Mijn BSN is 123456782.", "answer": ANSWER.model_dump()},
    {"question": "Hoeveel kost het?", "answer": NOT_PUBLISHED.model_dump()},
]


def download(client: TestClient, form: str, turns: list[Any] = TURNS) -> Any:
    response = client.post("/api/conversation", json={"format": form, "turns": turns})
    assert response.status_code == 200, response.text
    return response


def word(client: TestClient, turns: list[Any] = TURNS) -> Any:
    return Document(io.BytesIO(download(client, "docx", turns).content))


@pytest.mark.parametrize(("form", "extension"), [("markdown", "md"), ("docx", "docx")])
def test_the_file_has_a_name_with_the_day(client: TestClient, form: str, extension: str) -> None:
    disposition = download(client, form).headers["content-disposition"]
    assert re.fullmatch(rf'attachment; filename="pakketwijzer-gesprek-\d{{4}}-\d\d-\d\d\.{extension}"', disposition)


def test_markdown_holds_every_question_answer_and_source(client: TestClient) -> None:
    text = download(client, "markdown").text
    assert text.startswith("# Gesprek met de assistent van Pakketwijzer\n")
    assert "20261122-fake" in text
    assert f"Pakketwijzer {__version__}" in text
    assert "## Wat is effectiviteit? Mijn BSN is \\[BSN\\].\n" in text
    assert f"{QUOTE} [1]" in text
    assert "\\[1\\] [Effectiviteit – Kern](http://testserver/kader/effectiviteit/#kern)" in text
    assert f"> {QUOTE}" in text
    assert "Gebaseerd op: Besluit zorgverzekering, art. 2.1." in text
    assert "Stand: pagina gecontroleerd op 21 november 2026, vastgesteld." in text
    assert "\\[3\\] [Weging](http://testserver/kader/weging/#weging)" in text
    assert "- [Weging](http://testserver/kader/weging/)" in text
    assert "123456782" not in text


def test_word_holds_every_question_answer_and_source(client: TestClient) -> None:
    document = word(client)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Wat is effectiviteit? Mijn BSN is [BSN].", "Hoeveel kost het?"]
    text = "\n".join(p.text for p in document.paragraphs)
    for part in ("20261122-fake", f"{QUOTE} [1]", "de werking *; [3]", "[1] Effectiviteit – Kern", "art. 2.1"):
        assert part in text
    assert [p.text for p in document.paragraphs if p.style.name == "List Bullet"][:1] == ["de werking *; [3]"]
    assert QUOTE in [p.text for p in document.paragraphs if p.style.name == "Quote"]
    links = [link.address for p in document.paragraphs for link in p.hyperlinks]
    assert links[0] == "http://testserver/kader/effectiviteit/#kern"
    assert links[-1] == "http://testserver/kader/weging/"
    assert "123456782" not in text


def test_word_says_that_it_is_dutch_and_what_it_is(client: TestClient) -> None:
    document = word(client)
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"nl-NL"}
    assert document.core_properties.title == "Gesprek met de assistent van Pakketwijzer"
    assert document.core_properties.language == "nl-NL"
    foot = document.sections[0].footer.paragraphs[0]
    assert foot.text.startswith("Gesprek met de assistent van Pakketwijzer\t")
    assert [code.text for code in foot._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_each_numbered_list_starts_at_one(client: TestClient) -> None:
    steps = "Stappen:\n\n1. een\n2. twee\n\nEn:\n\n1. drie\n   - onder"
    turn = {"question": "Hoe?", "answer": Answer(status="answer", reason="answered", text=steps).model_dump()}
    document = word(client, [turn])
    numbers = {p.text: p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"}
    assert numbers["een"] == numbers["twee"] != numbers["drie"]
    starts = document.part.numbering_part.element.num_having_numId(numbers["drie"])
    assert starts.findall(f".//{qn('w:startOverride')}")[0].get(qn("w:val")) == "1"
    assert [p.text for p in document.paragraphs if p.style.name == "List Bullet 2"] == ["onder"]


def test_what_others_wrote_is_no_markup(client: TestClient) -> None:
    citation = AnswerCitation(n=1, url="javascript:alert(1)", page=ATTACK, quote=ATTACK)
    answer = Answer(status="answer", reason="answered", text="Zin. [1]", citations=[citation], notices=[ATTACK])
    turn = {"question": ATTACK, "answer": answer.model_dump()}
    html = MarkdownIt().render(download(client, "markdown", [turn]).text)
    assert "<script" not in html
    assert "<a " not in html
    assert html.count("<h2>") == 1
    assert [link for p in word(client, [turn]).paragraphs for link in p.hyperlinks] == []


def test_a_row_of_a_table_keeps_its_cells_apart(client: TestClient) -> None:
    row = "- Ziektelast: 0,41 tot en met 0,70 | Waarde: 50.000 euro"
    turn = {"question": "Wat?", "answer": Answer(status="answer", reason="answered", text=row).model_dump()}
    assert "0,70  \n  Waarde: 50.000 euro" in download(client, "markdown", [turn]).text
    (item,) = [p for p in word(client, [turn]).paragraphs if p.style.name == "List Bullet"]
    assert item.text == "Ziektelast: 0,41 tot en met 0,70\nWaarde: 50.000 euro"
    assert [run.text for run in item.runs if run.bold] == ["0,41 tot en met 0,70"]


def test_a_conversation_kept_by_an_earlier_version_can_still_be_saved(client: TestClient) -> None:
    answer = ANSWER.model_dump()
    for citation in answer["citations"]:
        del citation["page"], citation["heading"]
    assert "[Effectiviteit – Kern](" in download(client, "markdown", [{"question": "Wat?", "answer": answer}]).text


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"format": "pdf", "turns": TURNS}, "Het veld `format` heeft een onbekende waarde."),
        ({"format": "docx", "turns": []}, "Het veld `turns` is ongeldig."),
        ({"format": "docx", "turns": [{"question": "x"}]}, "Het veld `turns` is ongeldig."),
        ({"turns": TURNS}, "Het veld `format` ontbreekt."),
    ],
)
def test_a_wrong_request_is_explained(client: TestClient, body: dict[str, Any], detail: str) -> None:
    response = client.post("/api/conversation", json=body)
    assert response.status_code == 422
    if "turns" not in detail:
        assert response.json() == {"detail": detail}
    else:
        assert "`turns`" in response.json()["detail"]


def test_a_long_conversation_fits(client: TestClient) -> None:
    assert download(client, "docx", TURNS * 50).content.startswith(b"PK")
    too_much = {"format": "docx", "turns": [{**TURNS[0], "question": "x" * 2000}] * 600}
    assert client.post("/api/conversation", json=too_much).status_code == 413
