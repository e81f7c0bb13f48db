"""Parts of pages that are made from all other pages: lists, comparison, roles, what to read next."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import orjson
import pytest
from lxml import html

from assistant.publish.headings import FIXED_HEADINGS
from assistant.publish.moved import address


def words(element) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def ids(built_site) -> dict[str, set[str]]:
    """The ids on every page, by address."""
    found = {}
    for file in built_site.folder.rglob("index.html"):
        folder = file.parent.relative_to(built_site.folder).as_posix()
        root = html.document_fromstring(file.read_text(encoding="utf-8"))
        found["" if folder == "." else f"{folder}/"] = set(root.xpath("//@id"))
    return found


def test_every_link_within_the_site_leads_to_a_page_and_a_heading_that_exist(built_site, ids):
    broken = []
    for url in ids:
        root = html.document_fromstring(built_site.text(url))
        for href in root.xpath("//a/@href"):
            target = urlsplit(urljoin(f"http://site/{url}", href))
            path = unquote(target.path.removeprefix("/"))
            if target.netloc != "site" or path == "assistent/":
                continue
            there = ids.get(path)
            if there is None:
                if not (built_site.folder / path).is_file():
                    broken.append((url, href))
            elif target.fragment and unquote(target.fragment) not in there:
                broken.append((url, href))
    assert broken == []


class TestQuestions:
    @pytest.fixture(scope="class")
    def items(self, built_site):
        return built_site.article("vragen/").xpath(".//div[contains(@class, 'filtered-list')]//li")

    def test_the_list_holds_every_question_once(self, built_site, items):
        listed = Counter(urljoin("vragen/", item.find("a").get("href")) for item in items)
        expected = {p.link for p in built_site.passages if p.kind == "vragen" and len(p.heading_path) == 3}
        assert set(listed) == expected
        assert set(listed.values()) == {1}

    def test_an_entry_can_be_chosen_by_what_its_passage_is_about(self, built_site, items):
        by_link = {p.link: p for p in built_site.passages}
        for item in items:
            passage = by_link[urljoin("vragen/", item.find("a").get("href"))]
            assert item.get("data-criterium").split() == passage.criteria
            assert item.get("data-zorgvorm").split() == passage.sectors
            assert item.get("data-partij").split() == passage.parties

    def test_every_choice_has_at_least_one_question(self, built_site, items):
        for select in built_site.article("vragen/").iterfind(".//select"):
            used = {value for item in items for value in item.get(f"data-{select.get('name')}").split()}
            assert {option.get("value") for option in select.iterfind("option")} - {""} == used

    def test_the_form_waits_for_the_script_and_every_field_has_a_label(self, built_site):
        (form,) = built_site.article("vragen/").xpath(".//form[contains(@class, 'list-filters')]")
        assert form.get("hidden") is not None
        labels = {label.get("for") for label in form.iterfind(".//label")}
        assert {field.get("id") for field in form.xpath(".//select | .//input")} == labels


class TestManuals:
    def test_the_list_holds_every_manual_with_a_link_to_each_criterion_and_to_who_does_what(self, built_site):
        article = built_site.article("handleidingen/")
        manuals = article.xpath(".//ul[contains(@class, 'manuals')]/li")
        assert [words(m.find("h3")) for m in manuals] == [
            s.name[0].upper() + s.name[1:] for s in built_site.corpus.sectors.values()
        ]
        for manual, sector in zip(manuals, built_site.corpus.sectors.values(), strict=True):
            parts = manual.xpath(".//ul[@class='sections']/li")
            about = {c for part in parts for c in part.get("data-criterium").split()}
            assert about == set(built_site.corpus.criteria), sector.id
            assert any(len(part.get("data-partij").split()) > 3 for part in parts), sector.id
            assert manual.get("data-wet").split() == sector.law


class TestComparison:
    def test_the_overview_holds_every_subject_and_every_fixed_part(self, built_site):
        article = built_site.article("vergelijken/")
        for kind, records, page_kind in (
            ("zorgvormen", built_site.corpus.sectors, "handleiding"),
            ("criteria", built_site.corpus.criteria, "criterium"),
        ):
            (section,) = article.xpath(f".//section[@data-kind='{kind}']")
            assert [words(t) for t in section.iter("dt")] == [h.label for h in FIXED_HEADINGS[page_kind]]
            for record in records.values():
                links = section.xpath(f".//dd/a[@data-subject='{record.id}']")
                assert len(links) == len(FIXED_HEADINGS[page_kind]), record.id
                assert {urljoin("vergelijken/", a.get("href")).split("#")[0] for a in links} == {address(record.page)}
                assert (
                    words(section.find("table")).count(" ".join(record.model_dump().get("definition", "").split())) >= 1
                )

    def test_its_text_is_no_passage_and_no_second_find_of_the_search(self, built_site):
        assert built_site.passages_of("vergelijken/") == []
        texts = Counter((p.text, p.heading) for p in built_site.passages)
        assert [t for t, n in texts.items() if n > 1] == []
        index = orjson.loads((built_site.folder / "search" / "search_index.json").read_bytes())
        found = [d for d in index["docs"] if d["location"].startswith("vergelijken/")]
        assert len(found) == 1
        assert built_site.corpus.criteria["effectiviteit"].definition not in found[0]["text"]


class TestRoles:
    @pytest.fixture(scope="class")
    def roles(self, built_site):
        return built_site.article("").xpath(".//details[contains(@class, 'role')]")

    def test_each_main_party_is_led_to_its_own_page_and_tasks(self, built_site, roles):
        main = [p for p in built_site.corpus.parties.values() if p.main]
        assert len(roles) == len(main) == 6
        for role, party in zip(roles, main, strict=True):
            assert words(role.find("summary")) == party.role
            ways = role.xpath(".//ul[@class='ways']//a/@href")
            assert ways[0] == address(party.page)
            assert any(href.startswith(f"{address(party.page)}#taken-en-verantwoordelijkheden") for href in ways)

    def test_its_questions_open_in_the_chat(self, built_site, roles):
        for role, party in zip(roles, [p for p in built_site.corpus.parties.values() if p.main], strict=True):
            links = role.xpath(".//ul[@class='asks']//a")
            assert [words(a) for a in links] == party.questions
            assert len(party.questions) >= 3
            for link, question in zip(links, party.questions, strict=True):
                target = urlsplit(link.get("href"))
                assert target.path == "assistent/"
                assert parse_qs(target.query) == {"vraag": [question], "partij": [party.id]}

    def test_a_site_without_assistant_offers_no_questions(self, project, monkeypatch):
        project.page("rollen.md", "{{ rollen() }}")
        project.edit(
            "corpus/parties.yml", "  main: true", "  main: true\n  role: beleidsmaker\n  questions: ['Wat nu?']"
        )
        assert project.build().article("rollen/").xpath(".//ul[@class='asks']")

        monkeypatch.setenv("PAKKETWIJZER_ASSISTANT_URL", "")
        site = project.build()

        (role,) = site.article("rollen/").xpath(".//details")
        assert words(role.find("summary")) == "beleidsmaker"
        assert not role.xpath(".//ul[@class='asks']")
        assert "assistent" not in site.text("rollen/").lower().split("<article")[1].split("</article")[0]


class TestRelated:
    def groups(self, site, url):
        aside = site.article(url).xpath(".//aside[contains(@class, 'related')]")[0]
        return {words(s.find("h3")): [words(a) for a in s.iter("a")] for s in aside.iter("section")}

    def test_a_criterion_leads_to_its_part_of_every_manual_and_to_questions(self, built_site):
        groups = self.groups(built_site, "kader/noodzakelijkheid/")
        assert len(groups["In de handleidingen"]) == len(built_site.corpus.sectors)
        assert groups["Veelgestelde vragen"]

    def test_a_manual_leads_to_the_criteria(self, built_site):
        groups = self.groups(built_site, "handleidingen/ggz/")
        assert groups["De criteria"] == [c.name[0].upper() + c.name[1:] for c in built_site.corpus.criteria.values()]

    def test_a_party_leads_to_who_does_what_in_the_manuals(self, built_site):
        assert len(self.groups(built_site, "samenwerken/zorgverzekeraars/")["In de handleidingen"]) >= 8

    def test_many_questions_are_a_few_and_a_link_to_the_rest(self, built_site):
        questions = self.groups(built_site, "kader/effectiviteit/")["Veelgestelde vragen"]
        assert len(questions) == 5
        assert re.fullmatch(r"Alle \d+ vragen hierover", questions[-1])


def test_every_page_says_its_state_and_when_it_was_checked_and_leads_on(built_site):
    for file in sorted(built_site.folder.rglob("index.html")):
        folder = file.parent.relative_to(built_site.folder).as_posix()
        root = html.document_fromstring(file.read_text(encoding="utf-8"))
        (state,) = root.xpath("//p[contains(@class, 'page-state')]")
        assert state.xpath(".//span[contains(@class, 'status')]"), folder
        assert state.xpath(".//time/@datetime"), folder
        notes = root.xpath("//ol[@class='notes']") and folder != "."  # below the state of the start page already
        assert bool(state.xpath(".//a[@href='#bronnen']")) == bool(notes), folder
        links = root.xpath("//footer//nav//a/@rel | //a[contains(@class, 'md-footer__link')]/@class")
        assert links, f"{folder} has neither a page before nor one after it"


def test_a_result_of_the_search_carries_the_section_and_state_of_its_page(built_site):
    index = orjson.loads((built_site.folder / "search" / "search_index.json").read_bytes())
    tags = {d["location"]: d.get("tags") for d in index["docs"]}

    assert tags["handleidingen/ggz/"] == ["Handleidingen", "concept"]
    assert tags["planning/"] == ["in ontwikkeling"]
    assert not [location for location, own in tags.items() if own and "#" in location]
    assert not [location for location, own in tags.items() if not own and "#" not in location]
    assert index["config"]["fields"]["tags"]["boost"] < index["config"]["fields"]["text"]["boost"]
