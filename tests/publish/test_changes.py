"""What changed when, read from a real repository."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import PakketwijzerError
from assistant.publish.changes import read_changes


class Repository:
    """A git repository whose commits have the dates that a test gives them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, day: str = "2026-01-01") -> None:
        stamp = f"{day}T12:00:00+00:00"
        subprocess.run(
            ["git", "-C", str(self.root), "-c", "user.name=t", "-c", "user.email=t@t", *arguments],
            check=True,
            env={
                "PATH": "/usr/bin:/bin",
                "GIT_AUTHOR_DATE": stamp,
                "GIT_COMMITTER_DATE": stamp,
                "HOME": "/nonexistent",
            },
        )

    def write(self, **files: str) -> None:
        for name, text in files.items():
            file = self.root / name.replace("__", "/").replace("_md", ".md").replace("_yml", ".yml")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def commit(self, day: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Change pages", day=day)


LONG = "\n".join(f"regel {n}" for n in range(30))


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def test_each_day_names_what_is_new_and_what_changed_the_last_day_first(repository):
    repository.write(docs__a_md="a", docs__map__b_md="b", README_md="geen pagina")
    repository.commit("2026-01-01")
    repository.write(docs__a_md="a2", docs__c_md="c")
    repository.commit("2026-02-03")

    late, early = read_changes(repository.root, {"a.md": 1, "map/b.md": 1, "c.md": 1})

    assert (late.day, late.added, late.changed) == (date(2026, 2, 3), ["c.md"], ["a.md"])
    assert (early.day, sorted(early.added), early.changed) == (date(2026, 1, 1), ["a.md", "map/b.md"], [])


def test_a_page_that_is_made_and_mended_on_one_day_is_new_once(repository):
    repository.write(docs__a_md="a")
    repository.commit("2026-01-01")
    repository.write(docs__a_md="beter")
    repository.commit("2026-01-01")

    (day,) = read_changes(repository.root, {"a.md": 1})

    assert day.pages == day.added == ["a.md"]


def test_the_page_that_changed_last_on_a_day_comes_first(repository):
    repository.write(docs__a_md="a", docs__b_md="b")
    repository.commit("2026-01-01")
    repository.write(docs__b_md="b2")
    repository.commit("2026-01-02")
    repository.write(docs__a_md="a2")
    repository.commit("2026-01-02")

    assert read_changes(repository.root, {"a.md": 1, "b.md": 1})[0].changed == ["a.md", "b.md"]


def test_changed_data_counts_for_the_page_that_shows_it(repository):
    repository.write(docs__begrippen_md="a", corpus__terms_yml="a: 1")
    repository.commit("2026-01-01")
    repository.write(corpus__terms_yml="a: 2", corpus__questions__open_yml="x")
    repository.commit("2026-01-02")

    assert read_changes(repository.root, {"begrippen.md": 1})[0].changed == ["begrippen.md"]


def test_a_moved_page_changed_and_a_removed_page_is_named(repository):
    repository.write(docs__oud_md=LONG, docs__weg_pagina_md="weg")
    repository.commit("2026-01-01")
    repository.git("mv", "docs/oud.md", "docs/nieuw.md")
    next((repository.root / "docs").glob("weg*")).unlink()
    repository.commit("2026-01-02")

    day = read_changes(repository.root, {"nieuw.md": 1})[0]

    assert (day.added, day.changed) == ([], ["nieuw.md"])
    assert len(day.removed) == 1
    assert day.removed[0].startswith("weg")


def test_the_first_commit_of_a_shallow_clone_does_not_make_every_page_new(repository, tmp_path):
    repository.write(docs__a_md="a", docs__b_md="b")
    repository.commit("2026-01-01")
    repository.write(docs__a_md="a2")
    repository.commit("2026-01-02")
    repository.write(docs__b_md="b2")
    repository.commit("2026-01-03")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "2", f"file://{repository.root}", str(clone))

    days = read_changes(clone, {"a.md": 1, "b.md": 1})

    assert [(day.day.day, day.added, day.changed) for day in days] == [(3, [], ["b.md"])]


def test_a_checkout_below_the_top_of_a_repository_has_its_own_pages(repository):
    repository.write(sub__docs__a_md="a", docs__anders_md="b")
    repository.commit("2026-01-01")

    (day,) = read_changes(repository.root / "sub", {"a.md": 1, "anders.md": 1})

    assert day.added == ["a.md"]


def test_without_a_repository_or_without_git_there_is_no_history(repository, tmp_path, monkeypatch):
    assert read_changes(tmp_path, {"a.md": 1}) == []
    repository.write(docs__a_md="a")
    repository.commit("2026-01-01")
    assert read_changes(repository.root, {"a.md": 1})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_changes(repository.root, {"a.md": 1}) == []


def test_the_page_tells_the_history_in_plain_words(project):
    project.page("over/wijzigingen.md", "{{ wijzigingen() }}", title="Wat is er veranderd")
    project.page("nieuws.md", "{{ laatste_wijzigingen() }}", title="Nieuws")
    repository = Repository.__new__(Repository)
    repository.root = project.root
    repository.git("init", "-q", "-b", "main")
    repository.commit("2026-03-09")
    project.edit("docs/kader/effectiviteit.md", "title: Effectiviteit", "title: Effectiviteit!")
    repository.commit("2026-04-10")

    site = project.build()

    article = site.article("over/wijzigingen/")
    assert [h.text_content().strip("¶ \n") for h in article.iterfind(".//h2")] == ["10 april 2026", "9 maart 2026"]
    text = " ".join(article.text_content().split())
    assert "Aangepast: Effectiviteit!" in text
    assert "Nieuw:" in text
    assert "Change pages" not in text
    news = site.article("nieuws/").xpath(".//div[contains(@class, 'news')]//li")
    assert " ".join(news[0].text_content().split()) == "10 april 2026 Effectiviteit!"
    assert news[0].xpath(".//a/@href") == ["../kader/effectiviteit/"]


def test_a_build_without_history_shows_when_pages_were_checked(project):
    project.page("over/wijzigingen.md", "{{ wijzigingen() }}", title="Wat is er veranderd")

    article = project.build().article("over/wijzigingen/")

    text = " ".join(article.text_content().split())
    assert "niet meegeleverd" in text
    assert "Gecontroleerd: Wat is er veranderd" in text
    assert "4 januari 2026" in text


def test_news_in_words_goes_before_the_pages_that_changed(project):
    project.page("over/wijzigingen.md", "{{ wijzigingen() }}", title="Wat is er veranderd")
    project.page("nieuws.md", "{{ laatste_wijzigingen() }}", title="Nieuws")
    (project.root / "corpus" / "news.yml").write_text(
        "oud:\n  day: 2026-01-05\n  page: nieuws.md\n  text: het begin.\n"
        "nieuw:\n  day: 2026-02-01\n  page: kader/effectiviteit.md\n  text: een nieuw voorbeeld.\n",
        encoding="utf-8",
    )

    site = project.build()

    items = site.article("nieuws/").xpath(".//div[contains(@class, 'news')]//li//li")
    assert [" ".join(item.text_content().split()) for item in items] == [
        "Effectiviteit: een nieuw voorbeeld.",
        "Nieuws: het begin.",
    ]
    log = site.article("over/wijzigingen/")
    assert "In het kort" in log.find(".//h2").text_content()
    assert "../../kader/effectiviteit/" in log.xpath(".//div[contains(@class, 'news')]//a/@href")


def test_news_of_a_page_that_is_not_there_is_refused(project):
    project.page("nieuws.md", "{{ laatste_wijzigingen() }}", title="Nieuws")
    (project.root / "corpus" / "news.yml").write_text(
        "weg:\n  day: 2026-01-05\n  page: weg.md\n  text: niets.\n", encoding="utf-8"
    )

    with pytest.raises(PakketwijzerError, match=r"news\.yml.*weg\.md"):
        project.build()
