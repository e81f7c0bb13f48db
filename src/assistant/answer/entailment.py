"""Whether a passage says a sentence: a cross-encoder, which reads both at once.

The words of a sentence may all stand in a passage that says something else: a cause turned round, a condition left out,
a choice made by another. The model is multilingual-e5-small with an adapter and a head of its own, trained on sentences
that passages of this site say and on sentences twisted so that they no longer do (`pakketwijzer tune sentences`). It is
small: two bodies that exchange their parts in one act it may not notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from assistant.errors import ModelMissing
from assistant.index.adapter import how_to_repair, merge_adapter
from assistant.index.embedding import PLAIN_MODEL, SentenceTransformerEmbeddings, resolve_dtype
from assistant.settings import Settings

FOLDER = Path(__file__).with_name("entailment_model")
HEAD = "head.safetensors"
_REMEDY = "make it anew with `pakketwijzer tune sentences --anew`"

_LONGEST = 512
"""Tokens that the base model reads at most."""

_INNER = 128


class CrossEncoder(nn.Module):  # type: ignore[misc]  # torch is untyped here
    """Log odds that the second text of a pair says the first.

    Args:
        transformer: A model of the library transformers, and its `tokenizer`.
    """

    def __init__(self, transformer: Any, tokenizer: Any) -> None:
        super().__init__()
        self.transformer = transformer
        self.tokenizer = tokenizer
        width = transformer.config.hidden_size
        # The first token may gather what the pair as a whole comes to; the mean keeps what e5 was trained to give.
        self.head = nn.Sequential(nn.Linear(2 * width, _INNER), nn.GELU(), nn.Linear(_INNER, 1))

    def forward(self, sentences: Sequence[str], texts: Sequence[str]) -> Tensor:
        """Log odds, shape (pairs,)."""
        tokens = self.tokenizer(
            list(sentences),
            list(texts),
            padding=True,
            truncation="longest_first",
            max_length=_LONGEST,
            return_tensors="pt",
        )
        hidden = self.transformer(**tokens).last_hidden_state.float()
        held = tokens["attention_mask"].unsqueeze(-1).float()
        pooled = torch.cat([hidden[:, 0], (hidden * held).sum(1) / held.sum(1)], dim=1)
        with torch.autocast("cpu", enabled=False):
            odds: Tensor = self.head(pooled)
        return odds.squeeze(1)


class Entailment:
    """The trained model.

    Args:
        settings: Where the base model is unpacked, and the precision to compute in.
        folder: Holds the adapter and the head.

    Raises:
        ModelMissing: The base model, the adapter or the head is not there, or they do not fit.
    """

    def __init__(self, settings: Settings, folder: Path = FOLDER) -> None:
        if not (folder / HEAD).is_file():
            raise ModelMissing(f"{folder / HEAD} is not there. {how_to_repair(folder, _REMEDY)}")
        self._model = untrained(settings)
        merge_adapter(self._model.transformer, folder, _REMEDY)
        try:
            self._model.head.load_state_dict(load_file(folder / HEAD))
        except (OSError, SafetensorError, RuntimeError) as error:
            reason = str(error).splitlines()[0]
            raise ModelMissing(f"{folder / HEAD} cannot be used ({reason}). {how_to_repair(folder, _REMEDY)}") from None
        dtype = resolve_dtype(settings.embedding_dtype)
        self._model.transformer.to(getattr(torch, dtype))
        self._model.eval()

    def odds(self, sentence: str, text: str) -> float:
        """Log odds that `text` says `sentence`; of a passage that is its `embedding_text`."""
        with torch.inference_mode():
            return float(self._model([sentence], [text])[0])


def untrained(settings: Settings) -> CrossEncoder:
    """The base model with a head that knows nothing yet, in float32.

    Raises:
        ModelMissing: The base model cannot be loaded.
    """
    plain = settings.model_copy(update={"embedding_model": PLAIN_MODEL, "embedding_dtype": "float32"})
    model = SentenceTransformerEmbeddings(plain).model
    return CrossEncoder(model.transformers_model, model.tokenizer)
