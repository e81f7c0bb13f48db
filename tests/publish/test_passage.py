"""The passage and its file."""

from __future__ import annotations

import pytest

from assistant.errors import ContentError
from assistant.publish.passage import Passage, Statement, read_passages, write_passages


def passage(**changes) -> Passage:
    fields = {
        "url": "a/",
        "anchor": "b",
        "title": "Titel",
        "heading_path": ["Titel", "Kop"],
        "text": "Een zin.",
        "statements": [Statement(text="Een zin.")],
        "status": "vastgesteld",
        "updated": "2026-01-04",
    }
    return Passage(**{**fields, **changes}).with_id()


def test_the_same_content_has_the_same_id():
    assert passage().id == passage().id
    assert passage().with_id().id == passage().id, "the id itself is no content"


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Een andere zin."},
        {"url": "c/"},
        {"anchor": "c"},
        {"heading_path": ["Titel", "Andere kop"]},
        {"sectors": ["ggz"]},
        {"status": "concept"},
        {"updated": "2026-01-05"},
        {"example": True},
        {"part": 2},
        {"statements": [Statement(text="Een zin.", kind="item")]},
    ],
)
def test_other_content_has_another_id(change):
    assert passage(**change).id != passage().id


def test_passages_survive_the_file(tmp_path):
    written = [passage(), passage(text="Ünïcode & <teken>\nnieuwe regel", part=2)]

    assert write_passages(written, tmp_path / "passages.jsonl") == 2
    assert list(read_passages(tmp_path / "passages.jsonl")) == written
    assert [file.name for file in tmp_path.iterdir()] == ["passages.jsonl"], "no scratch file is left"


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    file = tmp_path / "passages.jsonl"
    write_passages([passage()], file)

    def failing():
        yield passage(text="nieuw")
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        write_passages(failing(), file)

    assert list(read_passages(file)) == [passage()]


@pytest.mark.parametrize("line", [b"{", b"{}", b"", b"[1]", b'{"id": "x"}'])
def test_a_line_that_is_no_passage_is_named(tmp_path, line):
    file = tmp_path / "passages.jsonl"
    write_passages([passage()], file)
    file.write_bytes(file.read_bytes() + line + b"\n")

    with pytest.raises(ContentError, match=r"passages\.jsonl:2: .*pakketwijzer build") as caught:
        list(read_passages(file))
    assert "\n" not in str(caught.value), "one line, fit to be shown"


def test_what_is_embedded_carries_the_headings():
    assert passage().embedding_text == "Titel – Kop\nEen zin."
