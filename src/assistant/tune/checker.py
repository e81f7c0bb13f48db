"""Trains the checker of written sentences."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from assistant.answer.entailment import FOLDER, HEAD, untrained
from assistant.errors import IndexMissing, PakketwijzerError
from assistant.publish.passage import read_passages
from assistant.settings import Settings
from assistant.tune.adapter import add_adapter, go_on_from, write_adapter
from assistant.tune.sentences import batches, read_lessons, statements
from assistant.tune.steps import Progress, last_loss, learning_rates

LESSONS = "support_training.jsonl"

_SEED = 0
_RANK = 32
_ALPHA = 64
_RATE = 3e-4
_RATE_ON = 2e-4
_HEAD_FASTER = 2
"""The head learns so many times as fast as the adapter, at `_RATE`, or `_RATE_ON` from weights that know something.

With 5e-4, 1,500 steps of 32 on 18,000 sentences ended in a model that answers the same to all."""

_NO_BETTER_THAN_CHANCE = 0.6
"""Loss from which a model is thrown away; that of a tossed coin is ln 2 = 0.69."""

_WARM_UP = 40
_LAST_RATE = 0.03
_DECAY = 0.01
_LONGEST_STEP = 1.0


@dataclass(frozen=True)
class Taught:
    """What was learned from, and how well the last batches went.

    Attributes:
        loss: Mean binary cross-entropy over the last tenth of the steps.
    """

    sentences: int
    passages: int
    steps: int
    loss: float


def teach(
    settings: Settings, steps: int, batch_size: int, progress: Progress, folder: Path = FOLDER, *, anew: bool = False
) -> Taught:
    """Train on the sentences in the corpus that passages of the built site say or do not say; write to `folder`.

    Args:
        anew: Forget what stands in `folder`; else training goes on from there.

    Raises:
        IndexMissing: The site has not been built.
        ContentError: A line of the sentences is wrong.
        PakketwijzerError: There are no sentences on the passages of the site, or nothing was learned from them; then
            what stood in `folder` is kept.
        ModelMissing: The model cannot be loaded, or there is nothing to go on from.
    """
    if not settings.passages.is_file():
        raise IndexMissing(f"{settings.passages} is not there. Run `pakketwijzer build` first.")
    rng = random.Random(_SEED)  # noqa: S311 - nothing secret
    path = settings.corpus / LESSONS
    made = statements(read_lessons(path) if path.is_file() else [], read_passages(settings.passages), rng)
    if not made:
        raise PakketwijzerError(f"{path} holds no sentences on passages of the site as it was built last.")
    torch.manual_seed(_SEED)
    model = untrained(settings)
    add_adapter(model.transformer, _RANK, _ALPHA)
    if not anew:
        go_on_from(model.transformer, folder, {HEAD: model.head})
    rate = _RATE if anew else _RATE_ON
    adapter = [weight for weight in model.transformer.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": adapter, "lr": rate}, {"params": model.head.parameters(), "lr": _HEAD_FASTER * rate}],
        weight_decay=_DECAY,
    )
    schedule = learning_rates(optimizer, steps, _WARM_UP, _LAST_RATE)
    losses: list[float] = []
    for step, batch in zip(range(steps), batches(made, batch_size, rng), strict=False):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            odds = model([s.sentence for s in batch], [s.text for s in batch])
        loss = binary_cross_entropy_with_logits(odds.float(), torch.tensor([float(s.said) for s in batch]))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(adapter, _LONGEST_STEP)
        optimizer.step()
        schedule.step()
        losses.append(float(loss.item()))
        progress(step + 1, steps)
    loss = last_loss(losses)
    if loss > _NO_BETTER_THAN_CHANCE:
        raise PakketwijzerError(
            f"Nothing was learned from {path} (loss {loss:.2f}, and 0.69 is chance); {folder} was left as it is. Try "
            "other --steps, or --anew."
        )
    write_adapter(model.transformer, folder, {HEAD: model.head.state_dict()})
    return Taught(len(made), len({s.text for s in made}), steps, loss)
