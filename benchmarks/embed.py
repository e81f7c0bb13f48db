"""How fast a cold index is made of the real corpus, and how fast the same passages are embedded by peers."""

from __future__ import annotations

import random
import time
from typing import Any

import numpy as np

from assistant.index.embedding import Vectors
from assistant.index.sync import sync_index
from assistant.publish.passage import read_passages
from assistant.settings import Settings
from benchmarks.model import Encode, TimedEmbeddings, peers
from benchmarks.project import need_passages, scratch
from benchmarks.result import Result, Row, Step, show, show_ratio, spread

_ROUNDS = 3
_SAMPLE = 300
_SEED = 20261122
_OURS = "pakketwijzer"


def run(settings: Settings, step: Step) -> Result:
    """Embed all passages, then sync an empty index, then embed one sample in turn with the peers."""
    need_passages(settings)
    embeddings = TimedEmbeddings(settings)
    texts = sorted({p.embedding_text for p in read_passages(settings.passages)})
    result = Result("Cold index", data={"model": embeddings.fingerprint, "batch_size": embeddings.batch_size})
    _all_passages(result, embeddings, texts, step)
    _cold_sync(result, settings, embeddings, step)
    _beside_peers(result, settings, embeddings, texts, step)
    return result


def _all_passages(result: Result, embeddings: TimedEmbeddings, texts: list[str], step: Step) -> None:
    done = 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        step("embed: passages", done, len(texts))

    embeddings.seconds = 0.0
    embeddings.encode_documents(texts, progress)
    rate = len(texts) / embeddings.seconds
    result.rows.append(Row(f"{len(texts)} passages", f"{rate:.1f} passages/s ({embeddings.seconds:.1f} s)"))
    result.data["passages"] = {
        "count": len(texts),
        "seconds": round(embeddings.seconds, 3),
        "passages_per_second": round(rate, 2),
    }


def _cold_sync(result: Result, settings: Settings, embeddings: TimedEmbeddings, step: Step) -> None:
    with scratch("embed") as folder:
        embeddings.seconds = 0.0
        start = time.perf_counter()
        report = sync_index(
            settings.model_copy(update={"var_dir": folder}),
            lambda: embeddings,
            lambda done, total: step("embed: cold sync", done, total),
        )
        seconds = time.perf_counter() - start
    rate = report.embedded / embeddings.seconds
    rest = seconds - embeddings.seconds
    result.rows += [
        Row(
            f"{report.embedded} texts (passages and statements), as sync embeds them",
            f"{rate:.1f} texts/s ({embeddings.seconds:.1f} s)",
        ),
        Row("cold sync in all", f"{seconds:.1f} s, of which {rest:.1f} s is not embedding"),
    ]
    result.data["cold_sync"] = {
        "texts": report.embedded,
        "passages": report.added,
        "seconds": round(seconds, 3),
        "seconds_embedding": round(embeddings.seconds, 3),
        "texts_per_second": round(rate, 2),
    }


def _beside_peers(
    result: Result, settings: Settings, embeddings: TimedEmbeddings, texts: list[str], step: Step
) -> None:
    sample = random.Random(_SEED).sample(texts, min(_SAMPLE, len(texts)))
    ways: dict[str, Encode] = {_OURS: embeddings.encode_documents, **peers(settings)}
    rates: dict[str, list[float]] = {name: [] for name in ways}
    vectors: dict[str, Vectors] = {}
    order = list(ways)
    done, total = 0, _ROUNDS * len(ways)
    for _ in range(_ROUNDS):
        for name in order:
            step(f"embed: {name}", done, total)
            start = time.perf_counter()
            vectors[name] = ways[name](sample)
            rates[name].append(len(sample) / (time.perf_counter() - start))
            done += 1
        # Each goes first once, so that none always follows the same one.
        order = [*order[1:], order[0]]
    step("embed: peers", done, total)
    ours = spread(rates[_OURS])
    beside: dict[str, Any] = {}
    for name in ways:
        if name == _OURS:
            continue
        theirs = spread(rates[name])
        ratios = spread([a / b for a, b in zip(rates[_OURS], rates[name], strict=True)])
        cosines = np.sum(vectors[_OURS] * vectors[name], axis=1)
        result.rows.append(
            Row(
                f"{len(sample)} passages, in turn, {_ROUNDS} rounds",
                show(ours, "passages/s", 1),
                f"{name}: {show(theirs, 'passages/s', 1)}",
                show_ratio(ratios),
            )
        )
        beside[name] = {
            "passages_per_second": theirs,
            "ratio_of_rates": ratios,
            "least_cosine_with_ours": round(float(cosines.min()), 5),
        }
    result.data["sample"] = {"passages": len(sample), "passages_per_second": ours, "peers": beside}
