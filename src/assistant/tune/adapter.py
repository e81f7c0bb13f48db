"""Puts a low-rank adapter on a model to be trained, and writes what it learned."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import torch
from peft import LoraConfig, TaskType
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import Module

from assistant.errors import ModelMissing
from assistant.index.adapter import CONFIG, WEIGHTS, how_to_repair

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


def go_on_from(transformer: Any, folder: Path, further: Mapping[str, Module]) -> None:
    """Give the adapter of `transformer`, of the same rank, the weights that `write_adapter` put in `folder`.

    Args:
        further: Modules that get their tensors from there too, by the name of their file.

    Raises:
        ModelMissing: They are not there, or do not fit.
    """
    present = dict(transformer.named_parameters())
    try:
        with torch.no_grad():
            for name, tensor in load_file(folder / WEIGHTS).items():
                present[_trained_name(name)].copy_(tensor)
        for file, module in further.items():
            module.load_state_dict(load_file(folder / file))
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        remedy = how_to_repair(folder, "begin with `--anew`")
        raise ModelMissing(f"Training cannot go on from {folder} ({reason}). {remedy}") from None


def _trained_name(saved: str) -> str:
    """Name of a weight while it is trained; peft leaves the name of the adapter out where it saves."""
    return saved.removeprefix("base_model.model.").removesuffix(".weight") + ".default.weight"


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
