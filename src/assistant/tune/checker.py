"""Trains the checker of written sentences."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import torch
from sklearn.metrics import roc_auc_score
from torch.nn.functional import binary_cross_entropy_with_logits

from assistant.answer.entailment import FOLDER, HEAD, CrossEncoder, untrained
from assistant.errors import IndexMissing, PakketwijzerError
from assistant.publish.passage import read_passages
from assistant.settings import Settings
from assistant.tune.adapter import add_adapter, go_on_from, write_adapter
from assistant.tune.sentences import Statement, batches, is_set_aside, read_lessons, statements
from assistant.tune.steps import Progress, last_loss, learning_rates

LESSONS = "support_training.jsonl"

_SEED = 0
_RANK = 32
_ALPHA = 64
_RATE = 3e-4
_HEAD_FASTER = 2
"""The head learns so many times as fast as the adapter, at `_RATE`.

With 5e-4, 1,500 steps of 32 on 18,000 sentences ended in a model that answers the same to all."""

_NO_BETTER_THAN_CHANCE = 0.6
"""Loss from which a model is thrown away; that of a tossed coin is ln 2 = 0.69."""

_KEPT = 0.4
"""Part of the weights gone on from in the mean with those learned; Wortsman et al. (2022), "Robust fine-tuning of
zero-shot models".

On the open pairs 0.2 to 0.6 did about equally, and better than either alone; on the sentences that passages set aside
had been given last the new weights alone did (area 0.88 against 0.86, and 0.82 for the old)."""

_WARM_UP = 40
_LAST_RATE = 0.03
_DECAY = 0.01
_LONGEST_STEP = 1.0


@dataclass(frozen=True)
class Taught:
    """What was learned from, and how well the last batches went.

    Attributes:
        loss: Mean binary cross-entropy over the last tenth of the steps.
        area: Chance that of two sentences on passages set aside the one that is said gets the higher odds (area under
            the ROC curve); None where no such sentences are.
    """

    sentences: int
    passages: int
    steps: int
    loss: float
    area: float | None


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
    lessons = read_lessons(path) if path.is_file() else []
    passages = list(read_passages(settings.passages))
    made = statements([lesson for lesson in lessons if not is_set_aside(lesson)], passages, rng)
    aside = statements([lesson for lesson in lessons if is_set_aside(lesson)], passages, rng)
    if not made:
        raise PakketwijzerError(f"{path} holds no sentences on passages of the site as it was built last.")
    torch.manual_seed(_SEED)
    model = untrained(settings)
    add_adapter(model.transformer, _RANK, _ALPHA)
    if not anew:
        go_on_from(model.transformer, folder, {HEAD: model.head})
    adapter = [weight for weight in model.transformer.parameters() if weight.requires_grad]
    trained = [*adapter, *model.head.parameters()]
    before = [weight.detach().clone() for weight in trained]
    optimizer = torch.optim.AdamW(
        [{"params": adapter, "lr": _RATE}, {"params": model.head.parameters(), "lr": _HEAD_FASTER * _RATE}],
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
    if not anew:
        with torch.no_grad():
            for weight, kept in zip(trained, before, strict=True):
                weight.lerp_(kept, _KEPT)
    write_adapter(model.transformer, folder, {HEAD: model.head.state_dict()})
    return Taught(len(made), len({s.text for s in made}), steps, loss, _area(model, aside, batch_size))


def _area(model: CrossEncoder, made: list[Statement], batch_size: int) -> float | None:
    if len({statement.said for statement in made}) < 2:
        return None
    # Texts of like length in one batch, so that little is padded.
    made = sorted(made, key=lambda s: len(s.text))
    odds: list[float] = []
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(made), batch_size):
            batch = made[start : start + batch_size]
            odds += model([s.sentence for s in batch], [s.text for s in batch]).tolist()
    return float(roc_auc_score([s.said for s in made], odds))
