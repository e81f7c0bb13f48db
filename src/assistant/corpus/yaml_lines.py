"""YAML reading that keeps the line of every key, so that an editor is sent to the right place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from yaml.reader import ReaderError

from assistant.errors import ContentError

Path_ = tuple[str | int, ...]


def read_utf8(path: Path, place: Path | str) -> str:
    """The text of `path`.

    Args:
        path: The file.
        place: The same file as errors name it.

    Raises:
        ContentError: It is not saved as UTF-8.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError(place, line, "this file is not saved as UTF-8.", "Save it as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


# The parser in C reads ten times as fast; its nodes carry the same lines.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Leaves an impossible date (``2026-02-30``) as text; the schema refuses it and names its line."""

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return self.construct_scalar(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


class LocatedYaml:
    """The data of a YAML text together with the line of every key and item.

    Args:
        text: YAML whose top level is a mapping.
        path: Named in errors.
        first_line: Line of the file on which `text` starts, counted from 1.

    Raises:
        ContentError: The text is no valid YAML, holds a key twice, or is no mapping.
    """

    def __init__(self, text: str, path: Path | str, first_line: int = 1) -> None:
        self.path = path
        self.lines: dict[Path_, int] = {}
        self._offset = first_line
        try:
            loader = _Loader(text)
            node = loader.get_single_node()
            self.data: dict[str, Any] = (loader.construct_document(node) if node else None) or {}
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + first_line if mark else None
            raise ContentError(
                path, line, f"not valid YAML: {error.problem}.", "Check indentation, colons and quotes."
            ) from None
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + first_line
            raise ContentError(
                path,
                line,
                f"not valid YAML: the character U+{error.character:04X} is not allowed.",
                "Remove it.",
            ) from None
        if node is not None:
            self._walk(node, ())
        if not isinstance(self.data, dict):
            raise ContentError(path, first_line, "a mapping of keys to values is expected here.")

    def line(self, place: Path_) -> int | None:
        """Line of the deepest known part of `place`."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return None

    def _walk(self, node: yaml.Node, place: Path_) -> None:
        if isinstance(node, yaml.MappingNode):
            for key_node, value_node in node.value:
                here = (*place, key_node.value)
                line = key_node.start_mark.line + self._offset
                if here in self.lines:
                    raise ContentError(
                        self.path,
                        line,
                        f"the key `{key_node.value}` stands here a second time (first on line {self.lines[here]}).",
                        "Remove or rename one of them.",
                    )
                self.lines[here] = line
                self._walk(value_node, here)
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                self.lines[(*place, number)] = item.start_mark.line + self._offset
                self._walk(item, (*place, number))
