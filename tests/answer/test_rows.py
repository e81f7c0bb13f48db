from __future__ import annotations

import pytest

from assistant.answer.models import AnswerCitation
from assistant.answer.rows import Cell, cells, in_line, on_lines

ROW = "Last: 0,41 | Waarde: 50: euro"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        (ROW, [Cell("Last", "0,41"), Cell("Waarde", "50: euro")]),
        ("laag | Waarde: 20 euro", [Cell("", "laag"), Cell("Waarde", "20 euro")]),
        ("Een zin: met een dubbele punt.", []),
        ("a|b", []),
    ],
)
def test_a_row_falls_apart_into_named_cells(quote, found):
    assert cells(quote) == found


def test_a_row_can_be_read_on_lines_and_in_one_line():
    assert on_lines(f"- {ROW} [1]\n- b") == "- Last: 0,41  \n  Waarde: 50: euro [1]\n- b"
    assert in_line(ROW) == "Last: 0,41 – Waarde: 50: euro"


class TestTheTitleOfACitation:
    def test_names_page_and_heading(self):
        citation = AnswerCitation(n=1, url="/a/#b", page="A – of B", heading="Kop", quote="x")
        assert citation.title == citation.model_dump()["title"] == "A – of B – Kop"

    def test_is_the_page_where_there_is_no_heading(self):
        assert AnswerCitation(n=1, url="/a/", page="A", quote="x").title == "A"

    def test_of_an_earlier_version_is_kept_whole(self):
        citation = AnswerCitation.model_validate({"n": 1, "url": "/a/", "title": "A – Kop", "quote": "x"})
        assert (citation.page, citation.heading, citation.title) == ("A – Kop", "", "A – Kop")
