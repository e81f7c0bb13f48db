"""Brings the index in line with the exported passages: embeds only what is new."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from assistant.corpus import load_unanswered
from assistant.errors import IndexMissing, PakketwijzerError
from assistant.index.embedding import SentenceTransformerEmbeddings, Vectors, model_key
from assistant.index.lexical import LexicalIndex
from assistant.index.vectors import VectorStore, drop_collections
from assistant.index.versions import Manifest, Versions
from assistant.publish.passage import Passage, read_passages, write_passages
from assistant.settings import Settings

Progress = Callable[[int, int], None]
"""Called with the number of texts embedded so far and in all."""

Screen = Callable[[Sequence[Passage]], Collection[str]]
"""Given passages that are new to the index, tells the ids of those that must stay out of it."""


@dataclass(frozen=True)
class SyncReport:
    """What a sync did, in passages; `embedded` counts texts, statements among them.

    Attributes:
        left_out: Passages that the screen kept out.
    """

    added: int
    removed: int
    kept: int
    embedded: int
    version: str
    left_out: int = 0


def statement_text(passage: Passage, number: int) -> str:
    """What is embedded for one statement: the sentence with the heading that it stands under."""
    return f"{passage.title} – {passage.heading}: {passage.statements[number].text}"


def question_digest(question: str) -> str:
    """Digest under which the vector of a question is kept: the model reads a question unlike a text."""
    return text_digest(f"question\0{question}")


def text_digest(text: str) -> str:
    """Short hash by which vectors are re-used."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def sync_index(
    settings: Settings,
    embeddings: Callable[[], SentenceTransformerEmbeddings],
    progress: Progress | None = None,
    rebuild: bool = False,
    screen: Screen | None = None,
) -> SyncReport:
    """Make an index version of the exported passages current.

    Args:
        embeddings: Gives the model; called only where something is to be embedded.
        progress: Told how far the embedding is.
        rebuild: Embed everything again.
        screen: Keeps passages out. What is in the index already has passed it, and is not shown again.

    Raises:
        IndexMissing: There are no exported passages yet.
        ContentError: ``corpus/unanswered.yml`` is wrong.
    """
    if not settings.passages.is_file():
        raise IndexMissing(f"{settings.passages} is not there. Run `pakketwijzer build` first.")
    passages = _unique(read_passages(settings.passages))
    if not passages:
        raise IndexMissing(f"{settings.passages} holds no passages. Check the pages and run `pakketwijzer build`.")
    versions = Versions(settings.index)
    with versions.writing():
        old = _previous(versions) if not rebuild else None
        before = set(old.ids) if old else set()
        found = len(passages)
        if screen and (unseen := [p for p in passages if p.id not in before]):
            barred = set(screen(unseen))
            passages = [p for p in passages if p.id not in barred]
        if not passages:
            raise IndexMissing("Every passage was kept out of the index. Mend the pages named above and build again.")
        asked = [question for passage in passages for question in passage.asked]
        unanswered = [question for _, question in load_unanswered(settings.corpus)]
        questions = {question_digest(question): question for question in [*asked, *unanswered]}
        content = text_digest("\n".join([*(f"{p.id} {p.asked}" for p in passages), *_corpus_texts(settings.corpus)]))
        left_out = found - len(passages)
        now = {p.id for p in passages}
        if old and old.manifest.content == content and old.manifest.model == model_key(settings):
            return SyncReport(0, 0, len(passages), 0, old.manifest.version, left_out)
        texts = _texts(passages)
        known = old.vectors if old and old.manifest.model == model_key(settings) else {}
        new = [digest for digest in texts if digest not in known]
        new_questions = [digest for digest in questions if digest not in known]
        count_new = len(new) + len(new_questions)
        done = 0

        def step(count: int) -> None:
            nonlocal done
            done += count
            if progress:
                progress(done, count_new)

        # Where passages only vanish there is nothing to embed, and loading the model takes seconds.
        model = embeddings() if count_new else None
        fresh = model.encode_documents([texts[digest] for digest in new], step) if model else ()
        likely = model.encode_queries([questions[digest] for digest in new_questions], step) if model else ()
        by_digest = {**known, **dict(zip(new, fresh, strict=True)), **dict(zip(new_questions, likely, strict=True))}
        folder = versions.new()
        manifest = _write(folder, passages, [*texts, *questions], by_digest, settings, content)
        final = versions.publish(folder, manifest)
        if settings.chroma_url:
            drop_collections(settings.chroma_url, versions.removed)
    return SyncReport(len(now - before), len(before - now), len(now & before), count_new, final.name, left_out)


@dataclass(frozen=True)
class _Previous:
    manifest: Manifest
    ids: list[str]
    vectors: dict[str, Vectors]


def _previous(versions: Versions) -> _Previous | None:
    """What the current version holds; None where there is none that can be re-used."""
    try:
        folder = versions.current()
        manifest = versions.manifest(folder)
        ids = [p.id for p in read_passages(folder / "passages.jsonl")]
        digests = (folder / "digests.txt").read_text(encoding="ascii").split()
        vectors = dict(zip(digests, np.load(folder / "vectors.npy"), strict=True))
    except (PakketwijzerError, OSError, ValueError, EOFError):
        return None
    return _Previous(manifest, ids, vectors) if len(ids) == manifest.passages else None


def _corpus_texts(folder: Path) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.yml"))]


def _unique(passages: Iterable[Passage]) -> list[Passage]:
    return list({p.id: p for p in passages}.values())


def _texts(passages: Sequence[Passage]) -> dict[str, str]:
    """Every text to embed by its digest: passages and their statements."""
    texts: dict[str, str] = {}
    for passage in passages:
        for text in (
            passage.embedding_text,
            *(statement_text(passage, number) for number in range(len(passage.statements))),
        ):
            texts[text_digest(text)] = text
    return texts


def _write(
    folder: Path,
    passages: Sequence[Passage],
    digests: Sequence[str],
    vectors: dict[str, Vectors],
    settings: Settings,
    content: str,
) -> Manifest:
    write_passages(passages, folder / "passages.jsonl")
    # Answering needs nothing but the index, so the vocabulary it was made with travels with it.
    (folder / "corpus").mkdir()
    for file in sorted(settings.corpus.glob("*.yml")):
        shutil.copy2(file, folder / "corpus" / file.name)
    np.save(folder / "vectors.npy", np.stack([vectors[d] for d in digests]) if digests else np.zeros((0, 1)))
    (folder / "digests.txt").write_text("\n".join(digests), encoding="ascii")
    LexicalIndex.build(passages).save(folder / "lexical")
    collection = "passages" if not settings.chroma_url else folder.name.removesuffix(".partial")
    store = VectorStore(folder / "chroma", collection, settings.chroma_url, None)
    store.add(passages, np.stack([vectors[text_digest(p.embedding_text)] for p in passages]))
    store.close()
    return Manifest(
        version=folder.name.removesuffix(".partial"),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=model_key(settings),
        passages=len(passages),
        statements=sum(len(p.statements) for p in passages),
        content=content,
        collection=collection,
    )
