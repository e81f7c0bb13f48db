"""What every training shares: how its progress is told, how fast it learns when, and how well its last steps went."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR

Progress = Callable[[int, int], None]
"""Called with the number of steps done and in all."""


def learning_rates(optimizer: Optimizer, steps: int, warm_up: int, last: float) -> LambdaLR:
    """Rates that rise over the first `warm_up` of `steps` and then fall to the part `last` at the end."""
    return LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / warm_up) * max(last, 1 - step / steps))


def last_loss(losses: Sequence[float]) -> float:
    """Mean over the last tenth of the steps."""
    tail = losses[-max(1, len(losses) // 10) :]
    return sum(tail) / len(tail)
