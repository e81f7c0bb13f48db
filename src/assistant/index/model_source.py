"""Where a model comes from: a folder, or a hub by name; says at once where there is none."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import ModelMissing

_PATIENCE = 5.0
"""Seconds to wait for the model hub; its own client tries again for more than a minute."""


def local_folder(name: str, setting: str) -> Path | None:
    """The folder that `name` means, or None where it is the name of a model on a hub.

    A relative path counts as one where its first part is a folder here: `models/e5` beside a folder `models`.

    Args:
        setting: The setting that `name` comes from, for the message.

    Raises:
        ModelMissing: `name` is a path and there is no such folder.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    looks_like_path = name.startswith(("/", ".", "~")) or name.endswith("/") or "\\" in name or name.count("/") > 1
    if looks_like_path or (len(folder.parts) > 1 and Path(folder.parts[0]).is_dir()):
        raise ModelMissing(f"The model folder `{name}` ({folder.absolute()}) is not there. Correct {setting}.")
    return None


def ask_hub(name: str, setting: str) -> None:
    """Make sure that the model hub knows `name`.

    Raises:
        ModelMissing: It does not, or it cannot be reached.
    """
    from huggingface_hub import HfApi  # noqa: PLC0415 - only a model that is not here needs it

    try:
        HfApi().model_info(name, timeout=_PATIENCE)
    except Exception as error:
        # Whatever the network or the hub's client raises, the editor needs one message.
        reason = str(error).strip().splitlines()
        raise ModelMissing(
            f"The model `{name}` is no folder here, and the model hub does not give it "
            f"({reason[0] if reason else type(error).__name__}). Correct {setting}, or name a folder."
        ) from None
