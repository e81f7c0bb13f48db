from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fake_assistant import ANSWER, CLARIFY, NOT_PUBLISHED, REFUSAL

from assistant.answer.models import Answer, AnswerCitation, Reference, Scope
from assistant.serve.fragments import quote_link
from assistant.serve.markup import answer_html, growing
from assistant.serve.render import cited_pages, dutch_date, render_answer, render_part, unsettled
from assistant.serve.shown import may_pass_on, next_step

COLUMN = '<span class="column">{}: </span>'
ATTACK = '<img src=x onerror="alert(1)">\'"&'


def html_of(text: str, titles: dict[int, str] | None = None) -> str:
    return answer_html(text, titles or {}, "turn-1").strip()


def test_paragraphs_and_lists() -> None:
    assert html_of("Een.\n\n- a\n- b") == "<p>Een.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


def test_a_reference_is_a_button_that_names_its_source() -> None:
    html = html_of("Zorg werkt. [1]", {1: 'A "b" <c>'})
    assert html == (
        '<p>Zorg <span class="cited">werkt. '
        '<button type="button" class="ref" id="turn-1-ref-1" data-cite="turn-1-cite-1" '
        'aria-label="Bron 1: A &quot;b&quot; &lt;c&gt;">[1]</button></span></p>'
    )


def test_a_reference_without_a_source_is_left_out() -> None:
    assert html_of("Zorg werkt. [7]") == "<p>Zorg werkt. </p>"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Zin.[1][2]", '<p><span class="cited">Zin.<button'),
        ("*Zin.* [1] [2]", '<p><em>Zin.</em> <span class="cited"><button'),
        ("[1][2]", '<p><span class="cited"><button'),
        ("A <b> [1][2]", '<p>A <span class="cited">&lt;b&gt; <button'),
        (f"{'x' * 40} [1][2]", f'<p>{"x" * 40} <span class="cited"><button'),
    ],
)
def test_references_stay_with_their_word(text: str, start: str) -> None:
    html = html_of(text, {1: "A", 2: "B"})
    assert html.startswith(start)
    assert html.count("<button") == 2
    assert html.count("</span>") == 1


def test_numbers_in_a_row_are_a_range() -> None:
    def numbers(*ns: int) -> str:
        return cited_pages([AnswerCitation(n=n, url="/a/", page="", quote="") for n in ns])[0].numbers

    assert numbers(1) == "[1]"
    assert numbers(1, 2, 5) == "[1][2][5]"
    assert numbers(1, 4, 5, 6, 7) == "[1][4]–[7]"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"1 \* 2 \_ \[1\] \` \< \\", "1 * 2 _ [1] ` &lt; \\"),
        ("a < b & c &amp; <b>d</b>", "a &lt; b &amp; c &amp;amp; &lt;b&gt;d&lt;/b&gt;"),
        ("# geen kop", "# geen kop"),
        ("[x](https://elders.example)", "[x](https://elders.example)"),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("[x](//elders.example)", "[x](//elders.example)"),
        ("![x](/beeld.png)", '!<a href="/beeld.png" target="_blank" rel="noopener">x</a>'),
        ("[Weging](/weging/#a)", '<a href="/weging/#a" target="_blank" rel="noopener">Weging</a>'),
    ],
)
def test_only_what_an_answer_may_hold_becomes_markup(text: str, html: str) -> None:
    assert html_of(text) == f"<p>{html}</p>"


def test_an_answer_grows_by_sentences_and_never_shows_half_a_link() -> None:
    text = "Een. [1] Twee? [2]\n\n- [A. b](/a/)\n- drie"
    parts = list(growing(text))
    first, second = "Een. [1]", "Een. [1] Twee? [2]"
    assert parts == [first, second, f"{second}\n", f"{second}\n\n- [A. b](/a/)\n"]
    assert all(text.startswith(part) for part in parts)


def test_everything_that_others_wrote_is_escaped() -> None:
    citation = AnswerCitation(
        n=1,
        url="/a/",
        page=ATTACK,
        heading=ATTACK,
        quote=ATTACK,
        references=[Reference(id="x", title=ATTACK, place=ATTACK, url="javascript:alert(1)")],
        status=ATTACK,
        updated=ATTACK,
    )
    answer = Answer(
        status="answer",
        reason="answered",
        text=f"{ATTACK} [1]",
        citations=[citation],
        suggestions=[ATTACK],
        notices=[ATTACK],
    )
    for html in (render_answer(answer, "turn-1", {}), render_part(answer.text, answer, "turn-1")):
        assert "<img" not in html
        assert 'onerror="' not in html
        assert "javascript:" not in html


def test_only_an_answer_can_be_judged_and_only_what_editors_can_mend_is_passed_on() -> None:
    for answer, thumbs, pass_on, share in (
        (ANSWER, 2, 0, 1),
        (NOT_PUBLISHED, 0, 1, 1),
        (REFUSAL, 0, 0, 0),
        (CLARIFY, 0, 0, 0),
    ):
        html = render_answer(answer, "turn-1", {}, pass_on=may_pass_on(answer))
        counts = [html.count(f'class="{name}"') for name in ("thumb", "pass-on", "share")]
        assert counts == [thumbs, pass_on, share]


def test_a_question_for_a_name_is_not_passed_on() -> None:
    assert not may_pass_on(NOT_PUBLISHED.model_copy(update={"reason": "person"}))
    assert may_pass_on(NOT_PUBLISHED)


@pytest.fixture
def site_with_walk(tmp_path: Path) -> Path:
    page = tmp_path / "toets-uw-zorgvorm" / "index.html"
    page.parent.mkdir()
    page.write_text("x", encoding="utf-8")
    return tmp_path


def test_an_answer_on_applying_the_criteria_leads_to_the_walk_where_there_is_one(
    tmp_path: Path, site_with_walk: Path
) -> None:
    assert next_step(ANSWER, "", tmp_path / "elsewhere") == ""
    assert next_step(ANSWER, "", site_with_walk) == "/toets-uw-zorgvorm/"
    for_ggz = ANSWER.model_copy(update={"scope": Scope(sectors=["ggz"])})
    assert next_step(for_ggz, "", site_with_walk) == "/toets-uw-zorgvorm/?sector=ggz"
    for_both = ANSWER.model_copy(update={"scope": Scope(sectors=["ggz", "msz"])})
    assert next_step(for_both, "", site_with_walk) == "/toets-uw-zorgvorm/"
    on_planning = AnswerCitation(n=1, url="/planning/", page="Planning", quote="x")
    assert next_step(ANSWER.model_copy(update={"citations": [on_planning]}), "", site_with_walk) == ""
    html = render_answer(ANSWER, "turn-1", {}, "/toets-uw-zorgvorm/?sector=ggz")
    assert 'Werkt u aan een zorgvorm? In <a href="/toets-uw-zorgvorm/?sector=ggz">Toets uw zorgvorm</a>' in html


def test_a_refusal_leads_to_the_walk_where_somebody_may_be_offering_the_care(site_with_walk: Path) -> None:
    def step(answer: Answer, asked: str = "", **changes: Any) -> str:
        return next_step(answer.model_copy(update=changes), asked, site_with_walk)

    for_ggz = Scope(sectors=["ggz"])
    assert step(NOT_PUBLISHED) == ""
    assert step(NOT_PUBLISHED, scope=for_ggz, kind="yes_no") == "/toets-uw-zorgvorm/?sector=ggz"
    assert step(NOT_PUBLISHED, scope=for_ggz, kind="number") == ""
    personal = REFUSAL.model_copy(update={"reason": "personal_case"})
    assert step(personal, "Wordt mijn nieuwe therapie voor cliënten met paniek vergoed?") == "/toets-uw-zorgvorm/"
    assert step(personal, "Krijg ik mijn fysiotherapie vergoed?") == ""
    html = render_answer(personal, "turn-1", {}, "/toets-uw-zorgvorm/")
    assert 'In <a href="/toets-uw-zorgvorm/">Toets uw zorgvorm</a> ziet u wat erover wordt gevraagd.' in html
    assert "Biedt u deze zorg aan" in html


def test_the_quotes_of_an_answer_stand_by_page_and_heading_and_say_once_what_they_rest_on() -> None:
    wet, raad = Reference(id="wet", title="Wet"), Reference(id="raad", title="Raad")

    def cited(n: int, anchor: str, *references: Reference) -> AnswerCitation:
        return AnswerCitation(
            n=n, url=f"/a/#{anchor}", page="A – of B", heading=anchor, quote=f"q{n}", references=[*references]
        )

    (page,) = cited_pages([cited(1, "x", wet), cited(2, "x", wet), cited(3, "y", wet), cited(4, "x", raad)])
    assert page.title == "A – of B"
    assert page.numbers == "[1]–[4]"
    assert [heading.name for heading in page.headings.values()] == ["x", "y"]
    runs = page.headings["/a/#x"].runs
    assert [[citation.n for citation in run] for run in runs] == [[1, 2], [4]]


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], ""),
        (["vastgesteld", ""], ""),
        (["concept"], "Dit antwoord rust op tekst die nog concept is: de inhoud kan veranderen."),
        (
            ["in ontwikkeling", "vastgesteld", "concept"],
            "Een deel van dit antwoord rust op tekst die nog concept of in ontwikkeling is: de inhoud kan veranderen.",
        ),
    ],
)
def test_an_answer_says_what_of_it_can_still_change(states: list[str], said: str) -> None:
    citations = [AnswerCitation(n=1, url="/a/", page="A", quote="q", status=state) for state in states]
    assert unsettled(citations) == said
    answer = ANSWER.model_copy(update={"citations": citations})
    assert ("kan veranderen" in render_answer(answer, "turn-1", {})) == bool(said)


@pytest.mark.parametrize(
    ("row", "html"),
    [
        (
            "Last: 0,41 | Waarde: 50 euro",
            f"{COLUMN.format('Last')}<strong>0,41</strong>\n<br>{COLUMN.format('Waarde')}50 euro",
        ),
        ("laag | 20 euro | a: b: c", f"<strong>laag</strong>\n<br>20 euro\n<br>{COLUMN.format('a')}b: c"),
        ("<i> | *a* \\* b", "<strong>&lt;i&gt;</strong>\n<br><em>a</em> * b"),
    ],
)
def test_a_quoted_row_of_a_table_has_its_cells_on_lines(row: str, html: str) -> None:
    assert html_of(f"- {row}") == f"<ul>\n<li>{html}</li>\n</ul>"


def test_a_source_shows_the_cells_of_a_row_on_lines() -> None:
    row = "Last: <0,41> | Waarde: 50 euro"
    answer = ANSWER.model_copy(update={"citations": [AnswerCitation(n=1, url="/a/", page="A", quote=row)]})
    shown = f"{COLUMN.format('Last')}&lt;0,41&gt;<br>{COLUMN.format('Waarde')}50 euro</blockquote>"
    assert shown in render_answer(answer, "turn-1", {})


def test_an_answer_shows_each_page_once_with_its_quotes() -> None:
    html = render_answer(ANSWER, "turn-4", {"effectiviteit": "effectiviteit"})
    assert html.count("<details>") == 2
    assert '<span class="numbers">[1][2]</span>' in html
    assert 'id="turn-4-cite-2"' in html
    assert 'href="https://example.org/bzv"' in html
    assert "art. 2.1" in html
    assert "21 november 2026" in html
    assert "Gelezen als vraag over effectiviteit." in html
    assert 'data-question="Wat is noodzakelijkheid?"' in html
    assert 'class="copy"' in html


def test_a_refusal_and_a_question_back_are_told_apart() -> None:
    refusal = render_answer(REFUSAL, "turn-1", {})
    assert "answer-refuse" in refusal
    assert "Over uw eigen situatie</h3>" in refusal
    assert "Dit kunt u wel vragen" in refusal
    clarify = render_answer(CLARIFY, "turn-1", {})
    assert "answer-clarify" in clarify
    assert clarify.count('class="ask"') == 2
    assert "Bronnen" not in refusal + clarify


@pytest.mark.parametrize(
    ("url", "quote", "link"),
    [
        ("/a/#b", "Een, twee-drie & vier.", "/a/#b:~:text=Een%2C%20twee%2Ddrie%20%26%20vier"),
        ("/a/", "Één", "/a/#:~:text=%C3%89%C3%A9n"),
        ("/a/#b", " ".join("abcdefghijklm"), "/a/#b:~:text=a%20b%20c%20d,j%20k%20l%20m"),
        ("/a/#b", "", "/a/#b"),
        ("https://elders.example/", "x", ""),
        ("//elders.example/", "x", ""),
        ("javascript:alert(1)", "x", ""),
        (
            "/a/#b",
            "Ziektelast: 0,41 tot en met 0,70 | Waarde: 50.000 euro",
            "/a/#b:~:text=0%2C41%20tot%20en%20met,50.000%20euro",
        ),
        ("/a/", "Wie | Zvw: hele bevolking | Wlz: elk", "/a/#:~:text=Wie,elk"),
    ],
)
def test_a_quote_link_points_at_the_words(url: str, quote: str, link: str) -> None:
    assert quote_link(url, quote) == link


def test_dates_are_dutch() -> None:
    assert dutch_date("2026-03-01") == "1 maart 2026"
    assert dutch_date("voorjaar") == "voorjaar"
