"""Optional last step of retrieval: a cross-encoder reads question and passage together and orders the best anew."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer.models import Ranked
from assistant.errors import ModelMissing
from assistant.index.model_source import ask_hub, local_folder
from assistant.publish.passage import Passage
from assistant.settings import Settings

_SETTING = "PAKKETWIJZER_RERANK_MODEL"
_LONGEST = 512
"""Tokens of question and passage together; most cross-encoders were trained on no more."""

_log = logging.getLogger(__name__)


class Reranker:
    """Orders the first passages by a cross-encoder; where that fails the order stays as it was.

    The model is loaded with the first question. After a failure it is not tried again by this process.

    Args:
        model: Name or folder of a sentence-transformers CrossEncoder.
        count: Number of passages, from the first on, that are read anew.
    """

    def __init__(self, model: str, count: int) -> None:
        self.name = model
        self.count = count
        self._model: Any = None
        self._failed = False
        self._lock = threading.Lock()

    @classmethod
    def from_settings(cls, settings: Settings) -> Reranker | None:
        """The reranker that the settings ask for; None where they ask for none."""
        return cls(settings.rerank_model, settings.rerank_count) if settings.rerank_model else None

    def order(self, question: str, ranked: Sequence[Ranked], passages: Sequence[Passage]) -> list[Ranked]:
        """`ranked` with its first passages in the order of the cross-encoder.

        Scores are handed out anew among the same passages, best first, so that what is read from them later
        (how sure the retrieval is) keeps its scale.

        Args:
            passages: All passages; `Ranked.position` counts them.
        """
        head, tail = list(ranked[: self.count]), list(ranked[self.count :])
        if len(head) < 2 or self._failed:
            return [*head, *tail]
        try:
            scores = self._scores([(question, _text(passages[r.position])) for r in head])
        except Exception as error:
            # A model may fail in as many ways as there are models; an answer is worth more than a better order.
            self._failed = True
            _log.warning(
                "The reranker `%s` is left out until the next start: %s", self.name, error or type(error).__name__
            )
            return [*head, *tail]
        best_first = sorted(range(len(head)), key=lambda i: (-scores[i], i))
        steps = sorted((r.score for r in head), reverse=True)
        return [head[i].model_copy(update={"score": step}) for i, step in zip(best_first, steps, strict=True)] + tail

    def _scores(self, pairs: list[tuple[str, str]]) -> list[float]:
        with self._lock:
            if self._model is None:
                self._model = _load(self.name)
            scores = np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=float)
        if scores.shape != (len(pairs),):
            raise ValueError(f"it gives {scores.shape[1:]} scores for a pair instead of one")
        if not np.isfinite(scores).all():
            raise ValueError("its scores are no numbers")
        return [float(score) for score in scores]


def _text(passage: Passage) -> str:
    return f"{' – '.join(passage.heading_path)}\n{passage.text}"


def _load(name: str) -> Any:
    folder = local_folder(name, _SETTING)
    from sentence_transformers import CrossEncoder  # noqa: PLC0415 - takes seconds to import

    def load(source: str | Path, local: bool) -> Any:
        return CrossEncoder(str(source), device="cpu", max_length=_LONGEST, local_files_only=local)

    try:
        if folder:
            return load(folder, True)
        try:
            return load(name, True)
        except (OSError, ValueError):
            ask_hub(name, _SETTING)
            return load(name, False)
    except (OSError, ValueError) as error:
        raise ModelMissing(f"it cannot be loaded ({str(error).splitlines()[0]}). Correct {_SETTING}.") from None
