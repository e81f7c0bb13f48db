from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from assistant.errors import IndexMissing, PakketwijzerError
from assistant.index.adapter import CONFIG, WEIGHTS, merge_adapter
from assistant.index.embedding import PLAIN_MODEL, SentenceTransformerEmbeddings
from assistant.publish.passage import Passage, write_passages
from assistant.settings import Settings
from assistant.tune.train import tune

SUBJECTS = {
    "geld": ["Wat mag het kosten?", "Hoe duur mag zorg zijn?", "Telt de prijs mee?", "Is er een grens aan de prijs?"],
    "bewijs": ["Welk bewijs is nodig?", "Is een studie genoeg?", "Moet er onderzoek zijn?", "Wat toont het aan?"],
    "rollen": ["Wie beslist?", "Welke partij geeft advies?", "Wat doet de minister?", "Wie hakt de knoop door?"],
}  # fmt: skip
UNANSWERED = ["Hoe heet de minister?", "Wat kost een bril?", "Wie doet het onderzoek?", "Hoe lang duurt een studie?"]


@pytest.fixture
def settings(tmp_path: Path, real_settings: Settings) -> Settings:
    """A project with nothing but passages, known questions and unanswered ones."""
    made = Settings(root=tmp_path, cache_dir=real_settings.cache, _env_file=None)
    made.corpus.mkdir()
    lines = ["not_published:", *(f"  - {question}" for question in UNANSWERED)]
    (made.corpus / "unanswered.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return made


def export(settings: Settings, subjects: dict[str, list[str]]) -> None:
    settings.site.mkdir()
    passages = [
        Passage(
            url="pagina/", anchor=name, title="Pagina", heading_path=["Pagina", name], text=f"Over {name}.",
            statements=[], status="vastgesteld", updated="2026-01-04", asked=asked,
        ).with_id()
        for name, asked in subjects.items()
    ]  # fmt: skip
    write_passages(passages, settings.passages)


def closeness(embeddings: SentenceTransformerEmbeddings) -> float:
    """How much nearer questions of one subject are to each other than to the unanswered ones, on average."""
    unanswered = embeddings.encode_queries(UNANSWERED)
    leads = []
    for asked in SUBJECTS.values():
        vectors = embeddings.encode_queries(asked)
        leads.append((vectors @ vectors.T).mean() - (vectors @ unanswered.T).mean())
    return float(np.mean(leads))


@pytest.mark.model
def test_training_brings_questions_of_one_passage_together_and_look_alikes_apart(settings, tmp_path):
    export(settings, SUBJECTS)
    folder = tmp_path / "adapter"

    told: list[tuple[int, int]] = []
    tuned = tune(settings, 30, 3, lambda *step: told.append(step), folder)

    assert (tuned.questions, tuned.unanswered, tuned.steps) == (12, 4, 30)
    assert told == [(step, 30) for step in range(1, 31)]
    assert all(tensor.dtype == torch.float16 for tensor in load_file(folder / WEIGHTS).values())
    assert sorted(file.name for file in folder.iterdir()) == [CONFIG, WEIGHTS]
    plain = settings.model_copy(update={"embedding_model": PLAIN_MODEL, "embedding_dtype": "float32"})
    before, after = SentenceTransformerEmbeddings(plain), SentenceTransformerEmbeddings(plain)
    merge_adapter(after.model.transformers_model, folder)
    assert closeness(after) > closeness(before) + 0.01


@pytest.mark.model
def test_the_same_questions_give_the_same_adapter(settings, tmp_path):
    export(settings, SUBJECTS)

    for name in ("one", "other"):
        tune(settings, 2, 3, print, tmp_path / name)

    one, other = (load_file(tmp_path / name / WEIGHTS) for name in ("one", "other"))
    assert one.keys() == other.keys()
    for name, tensor in one.items():
        torch.testing.assert_close(tensor, other[name], rtol=0.01, atol=1e-4)


@pytest.mark.model
def test_without_a_built_site_the_error_says_what_to_run(settings, tmp_path):
    with pytest.raises(IndexMissing, match="pakketwijzer build"):
        tune(settings, 1, 2, print, tmp_path / "adapter")
    assert not (tmp_path / "adapter").exists()


@pytest.mark.model
@pytest.mark.parametrize("asked", [[], ["Wat mag het kosten?", "Hoe duur mag zorg zijn?"]])
def test_with_too_few_known_questions_the_error_says_where_to_write_them(asked, settings, tmp_path):
    export(settings, {"geld": asked})
    with pytest.raises(PakketwijzerError, match="asked"):
        tune(settings, 1, 2, print, tmp_path / "adapter")
