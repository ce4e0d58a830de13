"""The number of today's rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.facts import rules_version as rules
from bot.facts.look_up import current_term, with_terms
from tests.facts.test_extract import ARTICLE


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folders that stand for the packages of the rules, by name."""
    for name in ("bot.facts", "bot.language", "storage"):
        (tmp_path / name).mkdir()
    (tmp_path / "bot.facts" / "posts.toml").write_text('heads = ["Bí thư"]')
    (tmp_path / "storage" / "text.py").write_text("fold = 1")
    monkeypatch.setattr(rules, "files", lambda package: tmp_path / package)
    rules.rules_version.cache_clear()
    yield tmp_path
    rules.rules_version.cache_clear()


def _anew() -> int:
    """The number that the next life of the bot finds."""
    rules.rules_version.cache_clear()
    return rules.rules_version()


def test_a_line_more_in_a_table_is_another_number(packages: Path) -> None:
    """So is a changed module, a new file and a renamed one; what is no rule changes nothing."""
    seen = [_anew()]
    assert _anew() == seen[0]
    changes = (
        ("bot.facts/posts.toml", 'heads = ["Bí thư", "Chủ nhiệm"]'),
        ("bot.language/provinces.py", "x = 1"),
        ("bot.facts/laws.txt", "Luật Thử"),
        ("storage/text.py", "fold = 2"),
    )
    for name, content in changes:
        (packages / name).write_text(content)
        seen.append(_anew())
    (packages / "bot.facts/laws.txt").rename(packages / "bot.facts/codes.txt")
    seen.append(_anew())
    assert len(set(seen)) == len(seen)
    for name in ("bot.facts/notes.md", "storage/json_file.py", "bot.facts/x.pyc"):
        (packages / name).write_text("nothing that facts follow from")
    assert _anew() == seen[-1]


def test_the_number_is_kept_with_the_terms(packages: Path) -> None:
    """As a number and as the term that the search asks for; both change together."""
    before = with_terms(ARTICLE)
    assert (before.terms_version, current_term()) == (_anew(), f"rules:{_anew():012x}")
    assert current_term() in before.terms
    (packages / "bot.facts/posts.toml").write_text("heads = []")
    rules.rules_version.cache_clear()
    assert current_term() not in before.terms
    assert before.terms_version != rules.rules_version()


def test_todays_number_fits_where_it_is_kept() -> None:
    """Above nought, which stands for terms that nobody has worked out, and exact in JSON."""
    assert 0 < rules.rules_version() < 2**48
