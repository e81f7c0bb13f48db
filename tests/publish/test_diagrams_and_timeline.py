"""Pictures that are drawn at build time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from assistant.corpus import Milestone
from assistant.publish.diagrams import draw, fence
from assistant.publish.timeline import timeline_svg

SVG = "{http://www.w3.org/2000/svg}"
CHART = """flowchart TD
    A[Zorg agenderen] --> B{Werkt de zorg?}
    B -->|ja| C[In het pakket]
    B -->|nee| D[Niet]"""


def milestone(**changes) -> Milestone:
    fields = {
        "id": "m",
        "title": "Mijlpaal",
        "group": "wet",
        "period": "in 2024",
        "start": "2024",
        "certain": True,
        "state": "gepland",
        "as_of": "2024",
        "text": "Tekst.",
        "cite": ["wet"],
    }
    return Milestone.model_validate({**fields, **changes})


def bars(svg: str) -> list[ET.Element]:
    return [rect for rect in ET.fromstring(svg).iter(f"{SVG}rect") if "tl-bar" in rect.get("class", "")]


def years(svg: str) -> list[str]:
    return [text.text for text in ET.fromstring(svg).iter(f"{SVG}text") if text.get("class") == "tl-label"]


def test_a_flowchart_is_a_picture_that_holds_its_labels():
    root = ET.fromstring(draw(CHART))

    assert root.tag == f"{SVG}svg"
    shown = " ".join(" ".join(root.itertext()).split())
    for label in ("Zorg agenderen", "Werkt de zorg?", "In het pakket", "ja", "nee"):
        assert label in shown


def test_a_flowchart_leaves_colours_and_fonts_to_the_site():
    svg = draw(CHART)

    assert "<style" not in svg
    assert ET.fromstring(svg).get("class") == "flowchart"


def test_a_flowchart_asks_nothing_of_another_host_and_runs_nothing():
    svg = draw(CHART)

    assert re.findall(r"https?://[^\"' ]+", svg) == ["http://www.w3.org/2000/svg"], "the name space only"
    assert not re.search(r"<script|@import|url\(\s*['\"]?http|\bon\w+=", svg)


def test_a_flowchart_is_hidden_from_screen_readers_and_scales():
    root = ET.fromstring(draw(CHART))

    assert root.get("aria-hidden") == "true"
    assert root.get("viewBox")
    assert root.get("width") is None
    assert "max-width" in root.get("style")


def test_two_flowcharts_share_no_id_and_each_points_at_its_own():
    first, second = draw(CHART), draw(CHART.replace("Niet", "Nooit"))

    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= ids[0]


def test_a_flowchart_holds_no_blank_line_since_that_ends_html_in_markdown():
    assert not re.search(r"\n\s*\n", draw(CHART))


def test_a_flowchart_in_a_page_is_no_passage():
    assert fence(CHART, "mermaid", "mermaid", {}, None).startswith('<div class="mermaid-figure no-passage"><svg')


def test_a_timeline_shows_a_bar_and_the_escaped_title_of_every_dated_milestone():
    svg = timeline_svg([milestone(title="Kader <a> & b"), milestone(id="n", title="Twee", start="2025-06")])

    assert len(bars(svg)) == 2
    titles = [t.text for t in ET.fromstring(svg).iter(f"{SVG}text") if t.get("class") == "tl-text"]
    assert titles == ["Kader <a> & b", "Twee"]


@pytest.mark.parametrize("milestones", [[], [milestone(start=None)]])
def test_without_dated_milestones_there_is_no_timeline(milestones):
    assert timeline_svg(milestones) == ""


def test_a_timeline_runs_over_whole_years():
    svg = timeline_svg([milestone(start="2023-06", end="2023-08"), milestone(start="2025-12")])

    assert years(svg) == ["2023", "2024", "2025"]


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [
        ("2024", None, 1),
        ("2024", "2024", 1),
        ("2024-01", "2024-06", 0.5),
        ("2024-07", "2024", 0.5),
        ("2024-04", None, 1 / 12),
    ],
)
def test_the_width_of_a_bar_is_its_share_of_the_time(start, end, share):
    svg = timeline_svg([milestone(id="year", start="2024", end="2024"), milestone(start=start, end=end)])

    year, bar = (float(rect.get("width")) for rect in bars(svg))
    assert bar / year == pytest.approx(share, abs=0.01)


def test_a_later_milestone_stands_further_right_and_all_stay_inside_the_picture():
    dates = ["2023-01", "2023-02-15", "2024", "2024-11", "2025-12-31"]
    svg = timeline_svg([milestone(id=date, start=date) for date in dates])

    x = [float(rect.get("x")) for rect in bars(svg)]
    width = float(ET.fromstring(svg).get("viewBox").split()[2])
    assert x == sorted(x)
    assert all(float(r.get("x")) >= 0 and float(r.get("x")) + float(r.get("width")) <= width for r in bars(svg))


@pytest.mark.parametrize(
    ("state", "css"),
    [
        ("opgeleverd", "tl-done"),
        ("vermoedelijk opgeleverd", "tl-likely"),
        ("gepland", "tl-plan"),
        ("lopend", "tl-plan"),
        ("onbekend", "tl-plan"),
    ],
)
def test_only_what_is_delivered_is_drawn_as_delivered(state, css):
    (bar,) = bars(timeline_svg([milestone(state=state)]))

    assert bar.get("class").split() == ["tl-bar", css]


def test_a_narrow_timeline_cuts_long_titles_into_lines_that_stay_inside_the_picture():
    title = "Consultatie over het maatschappelijk afwegingskader voor alle pakketcriteria"
    root = ET.fromstring(timeline_svg([milestone(title=title, start="2025-12")], narrow=True))

    lines = [t for t in root.iter(f"{SVG}text") if t.get("class") == "tl-text"]
    assert " ".join(line.text for line in lines) == title
    assert len({line.get("y") for line in lines}) == len(lines) > 1
    width = float(root.get("viewBox").split()[2])
    assert all(float(line.get("x")) + 7 * len(line.text) <= width for line in lines)


def test_a_narrow_timeline_of_many_years_names_only_as_many_as_have_room():
    spread = [milestone(start="2006"), milestone(start="2030")]

    assert len(years(timeline_svg(spread))) == 25
    assert 2 <= len(years(timeline_svg(spread, narrow=True))) <= 9


def test_a_timeline_is_hidden_from_screen_readers_since_a_table_follows():
    assert ET.fromstring(timeline_svg([milestone()])).get("aria-hidden") == "true"
