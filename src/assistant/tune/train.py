"""Trains the adapter of the embedding model."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

from assistant.corpus import load_unanswered
from assistant.errors import IndexMissing, PakketwijzerError
from assistant.index.adapter import ADAPTER
from assistant.index.embedding import PLAIN_MODEL, SentenceTransformerEmbeddings, Vectors
from assistant.publish.passage import Passage, read_passages
from assistant.settings import Settings
from assistant.tune.adapter import add_adapter, write_adapter
from assistant.tune.examples import Example, batches, look_alikes
from assistant.tune.steps import Progress, last_loss, learning_rates

_SEED = 0
_RANK = 16
_ALPHA = 28
_RATE = 3e-4
_WARM_UP = 20
_LAST_RATE = 0.05
_DECAY = 0.01
_LONGEST_STEP = 1.0

_TEMPERATURE = 0.01
"""As multilingual-e5 was trained with (Wang et al. 2024, section 2), so that likenesses keep their range."""

_QUESTION_TOKENS = 48
_TEXT_TOKENS = 96
_TEXTS_EVERY = 2
"""Steps from one with texts to the next; a text costs as much time as five questions."""

_PARTS = 3
"""Questions are read in so many lots of like length, so that little is padded."""


@dataclass(frozen=True)
class Tuned:
    """What was learned from, and how well the last batches went.

    Attributes:
        loss: Mean cross-entropy of a question against the questions of its batch, over the last tenth of the steps.
    """

    questions: int
    unanswered: int
    steps: int
    loss: float


def tune(settings: Settings, steps: int, batch_size: int, progress: Progress, folder: Path = ADAPTER) -> Tuned:
    """Train on the known questions of the built site, and put the adapter in `folder`.

    Contrastive learning (van den Oord et al. 2018, equation 4): a question must be nearer to one that asks the same
    than to all others of its batch and to the unanswered look-alikes, and nearer to its text than to other texts. What
    the untrained model holds nearer than the right one is left out: it is rarely wrong (Solatorio 2024, "GISTEmbed").

    What stood in `folder` is replaced at the end, and kept where training fails.

    Raises:
        IndexMissing: The site has not been built.
        PakketwijzerError: Too few questions are known.
        ModelMissing: The model cannot be loaded.
    """
    plain = settings.model_copy(update={"embedding_model": PLAIN_MODEL})
    known = _Known.read(settings, SentenceTransformerEmbeddings(plain))
    try:
        drawn = batches(known.passages, known.near, batch_size, random.Random(_SEED))  # noqa: S311 - nothing secret
    except ValueError as error:
        raise PakketwijzerError(f"Training needs more questions in {settings.corpus / 'asked'}: {error}.") from None
    torch.manual_seed(_SEED)
    learner = _Learner(
        SentenceTransformerEmbeddings(plain.model_copy(update={"embedding_dtype": "float32"})).model, steps
    )
    losses: list[float] = []
    for step, batch in zip(range(steps), drawn, strict=False):
        losses.append(learner.learn(batch, known.guide(batch), with_texts=step % _TEXTS_EVERY == 0))
        progress(step + 1, steps)
    learner.save(folder)
    return Tuned(len(known.near), len(known.unanswered), steps, last_loss(losses))


@dataclass(frozen=True)
class _Known:
    """The known questions of the site.

    Attributes:
        near: For each question of a passage the unanswered ones that look like it.
        unanswered: Those questions.
        vectors: Of the questions that passages answer, by the untrained model.
    """

    passages: list[Passage]
    near: dict[str, list[str]]
    unanswered: list[str]
    vectors: dict[str, Vectors]

    @classmethod
    def read(cls, settings: Settings, guide: SentenceTransformerEmbeddings) -> _Known:
        if not settings.passages.is_file():
            raise IndexMissing(f"{settings.passages} is not there. Run `pakketwijzer build` first.")
        passages = list(read_passages(settings.passages))
        questions = list(dict.fromkeys(question for passage in passages for question in passage.asked))
        unanswered = [question for _, question in load_unanswered(settings.corpus)]
        if not questions or not unanswered:
            raise PakketwijzerError(
                "Training needs questions that the site answers and questions that it does not. Write them in "
                f"{settings.corpus / 'asked'} and {settings.corpus / 'unanswered.yml'}, and run `pakketwijzer build`."
            )
        vectors = guide.encode_queries(questions)
        near = look_alikes(questions, vectors, unanswered, guide.encode_queries(unanswered))
        return cls(passages, near, unanswered, dict(zip(questions, vectors, strict=True)))

    def guide(self, batch: Sequence[Example]) -> Tensor:
        """Cosines of each question with each of those that ask the same, by the untrained model: shape (n, n)."""
        one, same = (
            torch.stack([torch.from_numpy(self.vectors[text]) for text in texts])
            for texts in ([e.question for e in batch], [e.same for e in batch])
        )
        return one @ same.T


class _Learner:
    """The model with its adapter, and what changes that.

    Args:
        model: A SentenceTransformer in float32 with mean pooling.
        steps: Steps to come; the learning rate rises first and then falls to the end.
    """

    def __init__(self, model: Any, steps: int) -> None:
        self.model = model
        add_adapter(model.transformers_model, _RANK, _ALPHA)
        self.weights = [weight for weight in model.parameters() if weight.requires_grad]
        self.optimizer = torch.optim.AdamW(self.weights, lr=_RATE, weight_decay=_DECAY)
        self.schedule = learning_rates(self.optimizer, steps, _WARM_UP, _LAST_RATE)

    def learn(self, batch: Sequence[Example], guide: Tensor, with_texts: bool) -> float:
        """One step; the loss of the questions before it.

        Args:
            guide: Cosines by the untrained model, shape (n, n); the diagonal belongs to what asks the same.
        """
        count = len(batch)
        texts = [e.question for e in batch] + [e.same for e in batch] + [e.look_alike for e in batch]
        one, same, look_alike = self._questions(texts).split(count)
        right = torch.arange(count)
        near = one @ same.T
        nearer = (guide > guide.diagonal().unsqueeze(1)) & ~torch.eye(count, dtype=torch.bool)
        near = near.masked_fill(nearer, -math.inf)
        loss = _contrast(right, near, one @ look_alike.T) + _contrast(right, near.T, same @ look_alike.T)
        told = float(loss.item()) / 2
        if with_texts:
            text = self._embed([e.text for e in batch], self.model.prompts["document"], _TEXT_TOKENS)
            loss = loss + _contrast(right, one @ text.T) + 0.5 * _contrast(right, text @ one.T, text @ look_alike.T)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.weights, _LONGEST_STEP)
        self.optimizer.step()
        self.schedule.step()
        return told

    def save(self, folder: Path) -> None:
        """Write the adapter to `folder`, at half precision."""
        write_adapter(self.model.transformers_model, folder)

    def _questions(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors of questions, shape (n, dimension), in their order."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        size = math.ceil(len(order) / _PARTS)
        prompt = self.model.prompts["query"]
        parts = [
            self._embed([texts[i] for i in order[start : start + size]], prompt, _QUESTION_TOKENS)
            for start in range(0, len(order), size)
        ]
        return torch.cat(parts)[torch.argsort(torch.tensor(order))]

    def _embed(self, texts: Sequence[str], prompt: str, longest: int) -> Tensor:
        """Unit vectors of `texts`, shape (n, dimension), from the means over their tokens."""
        tokens = self.model.tokenizer(
            [prompt + text for text in texts], padding=True, truncation=True, max_length=longest, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.model.transformers_model(**tokens).last_hidden_state
        # In full precision: the steps of bfloat16 near 1, divided by the temperature, would drown what differs.
        held = tokens["attention_mask"].unsqueeze(-1).float()
        return normalize((hidden.float() * held).sum(1) / held.sum(1), dim=-1)


def _contrast(right: Tensor, *cosines: Tensor) -> Tensor:
    """Cross-entropy of picking column `right` of the `cosines` side by side, each of shape (n, any)."""
    return cross_entropy(torch.cat(cosines, dim=1) / _TEMPERATURE, right)
