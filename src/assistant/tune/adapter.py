"""Puts a low-rank adapter on a model to be trained, and writes what it learned."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from peft import LoraConfig, TaskType
from safetensors.torch import load_file, save_file
from torch import Tensor

from assistant.index.adapter import CONFIG, WEIGHTS

_BASE = "intfloat/multilingual-e5-small"
"""What an adapter belongs to, for who loads it with peft; our copy stands in a folder of this machine."""


def add_adapter(transformer: Any, rank: int, alpha: int) -> None:
    """Freeze `transformer`, a model of the library transformers, and give all its layers an adapter to train."""
    # Dropout stays off: with so few steps it only adds noise.
    transformer.eval()
    transformer.add_adapter(
        LoraConfig(
            task_type=TaskType.FEATURE_EXTRACTION,
            r=rank,
            lora_alpha=alpha,
            target_modules=r"encoder\.layer\.\d+\..*(query|key|value|dense)",
        )
    )


def write_adapter(transformer: Any, folder: Path, further: Mapping[str, Mapping[str, Tensor]] | None = None) -> None:
    """Write the adapter of `transformer` to `folder`, at half precision; what stood there is replaced at the end.

    Args:
        further: Tensors by name that belong with it, by the name of their file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        scratch = Path(name)
        transformer.save_pretrained(scratch)
        tensors = {key: tensor.half().contiguous() for key, tensor in load_file(scratch / WEIGHTS).items()}
        save_file(tensors, scratch / WEIGHTS)
        config = orjson.loads((scratch / CONFIG).read_bytes()) | {"base_model_name_or_path": _BASE}
        (scratch / CONFIG).write_bytes(orjson.dumps(config, option=orjson.OPT_INDENT_2) + b"\n")
        for file, held in (further or {}).items():
            save_file({key: tensor.contiguous() for key, tensor in held.items()}, scratch / file)
        for file in (CONFIG, WEIGHTS, *(further or {})):
            (scratch / file).chmod(0o644)
            (scratch / file).replace(folder / file)
