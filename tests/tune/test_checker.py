from __future__ import annotations

import orjson
import pytest

from assistant.answer.entailment import HEAD, Entailment
from assistant.errors import IndexMissing, ModelMissing, PakketwijzerError
from assistant.index.adapter import CONFIG, WEIGHTS
from assistant.publish.passage import Passage, Statement, write_passages
from assistant.settings import Settings
from assistant.tune.checker import LESSONS, teach
from assistant.tune.sentences import digest

pytestmark = pytest.mark.model

TEXT = "De proef duurt drie jaar. Zij begint in de zomer."


@pytest.fixture
def settings(tmp_path, real_settings) -> Settings:
    made = Settings(root=tmp_path, cache_dir=real_settings.cache, _env_file=None)
    made.corpus.mkdir()
    return made


ASIDE = "De commissie telt negen leden."
"""A text whose digest sets it aside."""


def export(settings: Settings, says: list[str], twists: list[str]) -> None:
    settings.site.mkdir()
    passages = [
        Passage(
            url="pagina/", anchor=f"kop-{number}", title="Pagina", heading_path=["Pagina", "De proef"], text=text,
            statements=[Statement(text=text, kind="sentence", block=0)], status="vastgesteld", updated="2026-01-04",
        ).with_id()
        for number, text in enumerate((TEXT, ASIDE))
    ]  # fmt: skip
    write_passages(passages, settings.passages)
    taught = (says, twists), (["De commissie heeft negen leden."], ["De commissie heeft tien leden."])
    lessons = [
        {"passage": p.link, "text": digest(p), "says": said, "twists": [["number", t] for t in twisted]}
        for p, (said, twisted) in zip(passages, taught, strict=True)
    ]
    (settings.corpus / LESSONS).write_bytes(b"".join(orjson.dumps(lesson) + b"\n" for lesson in lessons))


def test_training_tells_what_is_said_from_what_is_not(settings, tmp_path):
    said = ["Drie jaar duurt de proef.", "De proef neemt drie jaar.", "In de zomer begint de proef."]
    twisted = ["Vier jaar duurt de proef.", "De proef neemt vier jaar.", "In de winter begint de proef."]
    export(settings, said, twisted)
    told: list[tuple[int, int]] = []

    taught = teach(settings, 60, 6, lambda *step: told.append(step), tmp_path / "model", anew=True)

    assert (taught.sentences, taught.passages, taught.steps) == (6, 1, 60)
    assert told[-1] == (60, 60)
    assert taught.loss < 0.5
    assert taught.area is not None
    assert 0 <= taught.area <= 1
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "model").iterdir()} == {0o644}
    assert sorted(file.name for file in (tmp_path / "model").iterdir()) == [CONFIG, WEIGHTS, HEAD]
    entailment = Entailment(settings, tmp_path / "model")
    odds = [entailment.odds(s, f"Pagina – De proef\n{TEXT}") for s in [*said, *twisted]]
    assert min(odds[:3]) > max(odds[3:])
    further = teach(settings, 10, 6, lambda *_: None, tmp_path / "model")
    assert further.loss <= taught.loss + 0.1


def test_what_was_learned_is_kept_where_training_comes_to_nothing(settings, tmp_path):
    export(settings, ["De proef duurt drie jaar."], ["De proef duurt drie jaar."])
    with pytest.raises(PakketwijzerError, match="Nothing was learned"):
        teach(settings, 3, 2, lambda *_: None, tmp_path / "model", anew=True)
    assert not (tmp_path / "model").exists()


def test_without_weights_to_go_on_from_the_error_says_so(settings, tmp_path):
    export(settings, ["De proef duurt drie jaar."], ["De proef duurt vier jaar."])
    with pytest.raises(ModelMissing, match="begin with `--anew`"):
        teach(settings, 1, 2, lambda *_: None, tmp_path / "model")


def test_without_a_built_site_the_error_says_what_to_run(settings, tmp_path):
    with pytest.raises(IndexMissing, match="pakketwijzer build"):
        teach(settings, 1, 2, print, tmp_path / "model")


def test_without_sentences_the_error_says_where_they_belong(settings, tmp_path):
    export(settings, [], [])
    with pytest.raises(PakketwijzerError, match=LESSONS):
        teach(settings, 1, 2, print, tmp_path / "model")
    (settings.corpus / LESSONS).unlink()
    with pytest.raises(PakketwijzerError, match=LESSONS):
        teach(settings, 1, 2, print, tmp_path / "model")
