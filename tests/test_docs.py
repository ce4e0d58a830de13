"""What the documents say is so: commands, options, files, promises that name a command."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from typer.main import get_command

from bot.cli import app
from bot.commands.table import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_readme_lists_every_command_of_the_bot_and_no_other() -> None:
    """Names and the English aliases stand in the table; each one named there exists."""
    known = {name for command in COMMANDS for name in (command.name, *command.aliases)}
    table = README.split("## What people can say to it")[1].split("## ")[0]
    named = set(re.findall(r"`/([a-z_]+)", table))
    assert {command.name for command in COMMANDS} - named == set()
    assert named - known == set()


def test_readme_shows_every_command_of_the_command_line() -> None:
    """The block in "On the command line" names each subcommand, and only real ones."""
    block = README.split("## On the command line")[1].split("```")[1]
    named = set(re.findall(r"^diemtin ([a-z]+)", block, re.MULTILINE))
    assert named == set(get_command(app).commands)  # type: ignore[attr-defined]  # a click group


def test_files_and_modules_that_the_documents_name_exist() -> None:
    """Every path in backquotes and every `python -m` module is there."""
    for text in (README, CONTRIBUTING):
        for path in re.findall(r"`((?:bot|storage|tests|docs)/[\w/.]+)`", text):
            assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists(), path
        for link in re.findall(r"\]\(((?!http)[\w/.]+)\)", text):
            assert (ROOT / link).exists(), link
        for module in re.findall(r"python -m (tests[\w.]+)", text):
            place = ROOT / module.replace(".", "/")
            assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module


def test_make_targets_that_the_documents_name_exist() -> None:
    """`make x` in a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for text in (README, CONTRIBUTING):
        assert set(re.findall(r"make ([a-z]+)\b(?= *[`#\n])", text)) <= targets


def test_the_changelog_knows_the_version() -> None:
    """The version in `pyproject.toml` has its section."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {project['version']}" in changelog
