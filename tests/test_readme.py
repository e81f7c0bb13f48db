"""The README is tested against the code."""

import re
from pathlib import Path

from assistant.cli import app
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_stands_in_the_readme_and_no_other():
    table = README.split("## Settings")[1].split("## Licence")[0]
    named = {name.lower() for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)}

    # ASSISTANT_URL is read by mkdocs.yml alone.
    assert named - {"assistant_url"} == set(Settings.model_fields)


def test_every_file_and_command_the_readme_names_exists():
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    commands |= {group.name for group in app.registered_groups}
    assert set(re.findall(r"pakketwijzer (\w+)", README)) <= commands
    for path in re.findall(r"`((?:docs|corpus|scripts)/[\w./-]+\.\w+|LICENSE|CONTRIBUTING\.md|CHANGELOG\.md)`", README):
        assert (ROOT / path).exists(), path
    for script in set(re.findall(r"scripts/(\w+)", README)):
        assert (ROOT / "scripts" / script).exists(), script
