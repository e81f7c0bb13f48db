"""The rooms of the package import in one direction only; the contracts stand in pyproject.toml."""

from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

REPOSITORY = Path(__file__).resolve().parents[1]


def passes(config: Path, capsys) -> bool:
    code = lint_imports(config_filename=str(config), no_cache=True)
    print(capsys.readouterr().out)
    return code == 0


def test_the_contracts_of_the_architecture_are_kept(capsys):
    assert passes(REPOSITORY / "pyproject.toml", capsys)


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("corpus", "import assistant.publish"),
        ("publish", "import assistant.index"),
        ("publish", "import chromadb"),
        ("index", "import assistant.answer"),
        ("index", "import mkdocs"),
        ("answer", "import assistant.serve"),
        ("answer", "import gradio"),
        ("answer", "import fastapi"),
    ],
)
def test_an_import_against_the_direction_breaks_a_contract(room, line, tmp_path, capsys, monkeypatch):
    rooms = {
        path.stem if path.suffix == ".py" else path.name
        for path in (REPOSITORY / "src/assistant").iterdir()
        if path.suffix == ".py" or path.is_dir()
    } - {"__init__", "__pycache__"}
    config = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8").replace("assistant", "rebuilt")
    for name in rooms:
        folder = tmp_path / "rebuilt" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(line.replace("assistant", "rebuilt") + "\n" if name == room else "")
    (tmp_path / "rebuilt" / "__init__.py").write_text("")
    (tmp_path / "pyproject.toml").write_text(config, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert not passes(tmp_path / "pyproject.toml", capsys)
    (tmp_path / "rebuilt" / room / "__init__.py").write_text("")
    assert passes(tmp_path / "pyproject.toml", capsys), "without that line all contracts are kept"
