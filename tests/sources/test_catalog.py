"""The catalogue of sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.sources.catalog import LOCAL, SAMPLES, load_catalog
from storage.models import Source

GOOD = '[[source]]\nid = "a-1"\nname = "Báo A"\nkind = "feed"\nurl = "https://a.example/rss"\n'


def _load(tmp_path: Path, text: str) -> tuple[Source, ...]:
    file = tmp_path / "my.toml"
    file.write_text(text, encoding="utf-8")
    return load_catalog(file)


def test_the_bundled_file_asks_nobody() -> None:
    """Out of the box there are the inbox and the samples; nothing is read from the web."""
    sources = load_catalog()
    assert sources == (LOCAL, SAMPLES)
    assert [source for source in sources if source.enabled] == [LOCAL]


def test_the_example_stanza_is_right(tmp_path: Path) -> None:
    """The stanza that the heading shows loads once its comment marks are gone."""
    raw = (Path(load_catalog.__code__.co_filename).parent / "sources.toml").read_text("utf-8")
    shown = [line[4:] for line in raw.splitlines() if line.startswith("#   ")]
    (example, *_) = _load(tmp_path, "\n".join(shown[shown.index("[[source]]") :]))
    assert example.province == "Nghệ An"
    assert example.enabled


def test_every_key_is_explained_in_the_bundled_file() -> None:
    """The heading of the bundled file tells of each key that a stanza may have."""
    raw = (Path(load_catalog.__code__.co_filename).parent / "sources.toml").read_text("utf-8")
    heading = raw.partition("\n[[source]]\nid")[0]
    assert all(f"#   {key} " in heading for key in Source.__struct_fields__)


def test_an_operators_file_is_read(tmp_path: Path) -> None:
    """Defaults apply, the sources that are always there are added, a byte order mark is no harm."""
    sources = _load(tmp_path, "\ufeff" + GOOD)
    first = Source(id="a-1", name="Báo A", kind="feed", url="https://a.example/rss")
    assert sources == (first, LOCAL, SAMPLES)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (GOOD + 'colour = "red"\n', ["a-1", "key colour", "unknown"]),
        (GOOD.replace("https://a.example/rss", "a.example"), ["a-1", "key url"]),
        (GOOD.replace("https:", "ftp:"), ["a-1", "key url", "ftp"]),
        (GOOD.replace("//a.example", "//u:geheim@a.example"), ["a-1", "key url"]),
        (GOOD + GOOD, ["a-1", "key id", "twice"]),
        (GOOD.replace('"a-1"', '"Á 1"'), ["key id"]),
        (GOOD.replace('id = "a-1"\n', ""), ["number 1", "key id", "missing"]),
        (GOOD.replace('"feed"', '"rss"'), ["a-1", "key kind", "feed, listing, page"]),
        (GOOD + 'links = "//h3/a"\n', ["a-1", "key links", "feed has none"]),
        (GOOD + 'poll_minutes = "often"\n', ["a-1", "key poll_minutes"]),
        (GOOD + "poll_minutes = 0\n", ["a-1", "key poll_minutes"]),
        (GOOD + 'level = "king"\n', ["a-1", "key level", "party"]),
        (GOOD + 'path = "x"\n', ["a-1", "key path"]),
        (GOOD.replace("url =", "path ="), ["a-1", "key url", "missing"]),
        (GOOD.replace("[[source]]", "[source]"), ["[[source]]"]),
        ("[sources]\n", ["'sources'"]),
        ("id = \n", ["my.toml"]),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, parts: list[str]) -> None:
    """A wrong stanza stops the start with file, stanza, key and what was expected."""
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, text)
    assert all(part in str(caught.value) for part in ["my.toml", *parts])
    assert "geheim" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A catalogue that is not there is a setting that is wrong."""
    with pytest.raises(ConfigError, match=r"SOURCES_FILE: none\.toml"):
        load_catalog(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    with pytest.raises(ConfigError, match=r"latin\.toml"):
        load_catalog(tmp_path / "latin.toml")
