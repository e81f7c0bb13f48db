"""An answer is shown only where every quote and every number checks out."""

from __future__ import annotations

import pytest

from assistant.answer.models import Answer, AnswerCitation
from assistant.answer.verify import dangling_references, unsupported_citations

QUOTE = "Een duiding is een uitspraak over zorg in het open systeem."


@pytest.fixture
def answer(library):
    def answer(quote: str = QUOTE, passage: str = "", text: str = f"{QUOTE} [1]") -> Answer:
        known = library.passage("begrippen/#begrip-duiding").id
        citation = AnswerCitation(n=1, url="/x/#y", page="X", quote=quote, passage=passage or known)
        return Answer(status="answer", reason="answered", text=text, citations=[citation])

    return answer


def test_a_verbatim_quote_passes(answer, library):
    assert unsupported_citations(answer(), library.index) == []


@pytest.mark.parametrize(
    "quote",
    [
        QUOTE.replace("open", "gesloten"),
        QUOTE.removesuffix("."),
        QUOTE.upper(),
        "",
        "Een pakketadvies is een advies aan de minister over het gesloten systeem.",
    ],
)
def test_a_quote_that_differs_in_any_way_does_not(quote, answer, library):
    assert unsupported_citations(answer(quote), library.index) == [1]


def test_a_quote_from_a_passage_that_is_gone_does_not(answer, library):
    assert unsupported_citations(answer(passage="gone"), library.index) == [1]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Zo is het. [1]", []),
        ("Zo is het. [1] En zo ook. [1]", []),
        ("Zo is het.", [1]),
        ("Zo is het. [1] En zo. [2]", [2]),
        ("Zo is het. [12]", [1, 12]),
        (r"Zo is het. [1] Zie artikel \[3\].", []),
        (r"Zie \[1\].", [1]),
    ],
)
def test_numbers_in_the_text_and_citations_belong_together(text, wrong, answer):
    assert dangling_references(answer(text=text)) == wrong
