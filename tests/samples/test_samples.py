"""The bundled samples: fresh on any day, true to their layouts, and nobody else's words."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.ingest.layout import parse_text
from bot.ingest.parsed import ParsedArticle
from bot.samples import Sample, load_samples, sample_sources
from bot.samples.dates import Dates, fill, resolve
from bot.samples.manifest import Gold, read_manifest
from storage.models import Precision

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / ".." / "shared" / "seeds"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MANIFEST = read_manifest()
MOMENTS = st.integers(0, 22 * 365 * 86400).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=ZONE) + timedelta(seconds=seconds)
)
TURNS = (
    datetime(2026, 11, 23, 13, 0, tzinfo=ZONE),
    datetime(2027, 1, 1, 0, 0, 1, tzinfo=ZONE),  # a year's first second
    datetime(2027, 1, 4, 0, 3, tzinfo=ZONE),  # a Monday's first minutes, ISO week 1
    datetime(2028, 2, 29, 23, 59, 59, tzinfo=ZONE),  # a leap day's last second
    datetime(2028, 3, 5, 17, 0, tzinfo=ZONE),  # a Sunday, a leap day in the week before
    datetime(2021, 1, 3, 6, 0, tzinfo=ZONE),  # a Sunday of ISO week 53
)
_DATE = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?![\d/-])")


def dates_of(gold: Gold, now: datetime) -> Dates:
    return resolve(now, ZONE, published=gold.published, event=gold.event)


def read(sample: Sample, now: datetime) -> ParsedArticle:
    return parse_text(sample.text, zone=ZONE, now=now)


@example(now=TURNS[1])
@example(now=TURNS[2])
@example(now=TURNS[3])
@settings(max_examples=40, deadline=None)
@given(now=MOMENTS)
def test_no_sample_keeps_a_placeholder_or_comes_from_the_future(now: datetime) -> None:
    """Whenever they are loaded, texts are filled in and every full date in them has come."""
    for sample in load_samples(now, ZONE):
        assert "{" not in sample.text
        assert "}" not in sample.text
        for day, month, year in _DATE.findall(sample.text):
            assert date(int(year), int(month), int(day)) <= now.date(), sample.name


@example(now=TURNS[1])
@example(now=TURNS[2])
@example(now=TURNS[4])
@settings(max_examples=40, deadline=None)
@given(now=MOMENTS)
def test_each_of_the_last_six_weeks_has_articles_and_so_has_this_one(now: datetime) -> None:
    """Five dated articles or more per seven days, and some in the present ISO week."""
    stated = [dates_of(gold, now) for gold in MANIFEST.articles.values()]
    ages = [(now.date() - each.published.date()).days for each in stated if each.published]
    weeks = Counter(age // 7 for age in ages)
    assert set(weeks) == set(range(6))
    assert min(weeks.values()) >= 5
    assert min(ages) == 0
    for each in stated:
        if each.published:
            assert each.published <= now
            assert each.event is None or each.event <= each.published.date()


def test_there_are_enough_articles_outlets_and_provinces() -> None:
    """At least 36 articles from five outlets of five provinces, one layout each."""
    samples = load_samples(TURNS[0], ZONE)
    sources = {source.id: source for source in sample_sources()}
    assert len(samples) >= 36
    assert {sample.source for sample in samples} == set(sources)
    assert len({source.province for source in sources.values()}) == len(sources) == 5
    assert {outlet.layout for outlet in MANIFEST.outlets.values()} == set("ABCDE")
    assert {source.kind for source in sources.values()} == {"samples"}
    assert {source.level for source in sources.values()} == {"party", "government", "press"}
    for sample in samples:
        assert sample.layout == MANIFEST.outlets[sample.source].layout


def test_manifest_and_files_name_the_same_articles() -> None:
    """Every file has its entry, every entry its file, and no two titles are equal."""
    folder = files("bot.samples").joinpath("articles")
    names = {item.name.removesuffix(".txt") for item in folder.iterdir()}
    assert names == set(MANIFEST.articles)
    titles = [gold.title for gold in MANIFEST.articles.values()]
    assert len(set(titles)) == len(titles)


def test_the_special_cases_are_there() -> None:
    """No date at all, no byline, two authors, captions printed twice, one long, one very short."""
    gold = MANIFEST.articles
    assert any(not one.published and not one.event for one in gold.values())
    assert any(not one.authors for one in gold.values())
    assert any(len(one.authors) == 2 for one in gold.values())
    texts = {sample.name: sample.text for sample in load_samples(TURNS[0], ZONE)}
    assert any(one.captions and texts[name].count(one.captions[0]) == 2
               for name, one in gold.items())  # fmt: skip
    lengths = sorted(len(text.split()) for text in texts.values())
    assert lengths[0] < 90
    assert lengths[-1] >= 1500
    assert 200 <= lengths[len(lengths) // 2] <= 500


def test_every_text_is_in_normal_form_c_with_plain_newlines() -> None:
    """The files are as clean as the outlets that they imitate."""
    for sample in load_samples(TURNS[0], ZONE):
        assert unicodedata.is_normalized("NFC", sample.text), sample.name
        assert "\r" not in sample.text
        assert "\t" not in sample.text
        assert "\ufeff" not in sample.text


def test_each_outlet_spells_tones_in_one_manner() -> None:
    """`hoà, uỷ` in one outlet, `hòa, ủy` in the others: both are met, never mixed."""
    new = re.compile(r"(?<!q)(?:o[àáảãạ]|u[ỳýỷỹỵ])\b", re.IGNORECASE)
    old = re.compile(r"(?:[òóỏõọ]a|[ùúủũụ]y)\b", re.IGNORECASE)
    seen: dict[str, bool] = {}
    for sample in load_samples(TURNS[0], ZONE):
        wrong, right = (old, new) if sample.source == "dang-uy-nguyet-hai" else (new, old)
        assert not wrong.search(sample.text), (sample.name, wrong.search(sample.text))
        seen[sample.source] = seen.get(sample.source, False) or bool(right.search(sample.text))
    assert all(seen.values()), seen


@pytest.mark.parametrize("now", TURNS, ids=str)
@pytest.mark.parametrize("name", MANIFEST.articles)
def test_the_reader_finds_what_the_manifest_states(name: str, now: datetime) -> None:
    """Title, authors, section, views, publication and event are read from every layout."""
    sample = next(one for one in load_samples(now, ZONE) if one.name == name)
    gold, stated = MANIFEST.articles[name], dates_of(MANIFEST.articles[name], now)
    article = read(sample, now)
    assert article.title == fill(gold.title, stated)
    assert article.authors == gold.authors
    assert article.section == gold.section
    assert article.views == gold.views
    assert article.published == stated.published
    assert article.published_precision == gold.precision
    assert article.event_date == stated.event


@pytest.mark.parametrize("name", MANIFEST.articles)
def test_the_reader_sets_captions_apart(name: str) -> None:
    """Captions are found, once each, and the body keeps everything else."""
    now = TURNS[0]
    sample = next(one for one in load_samples(now, ZONE) if one.name == name)
    gold = MANIFEST.articles[name]
    article = read(sample, now)
    assert article.captions == tuple(fill(text, dates_of(gold, now)) for text in gold.captions)
    body = " ".join((article.lead or "", *article.paragraphs))
    for caption in article.captions:
        assert caption not in body


def test_precision_is_that_of_the_time_stated() -> None:
    """Seconds give `second`, hours and minutes `minute`, no date no precision."""
    for name, gold in MANIFEST.articles.items():
        colons = gold.published.count(":") if gold.published else 0
        assert gold.precision == {0: None, 1: Precision.MINUTE, 2: Precision.SECOND}[colons], name


def test_dates_are_those_of_the_readers_zone() -> None:
    """`now` may come in any zone: the day is counted in the zone asked for."""
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # the 23rd in Việt Nam
    here = load_samples(late, ZONE)
    assert here == load_samples(late.astimezone(timezone(timedelta(hours=-8))), ZONE)
    assert "22/11/2026" in next(s.text for s in here if s.name == "kim-linh-tru-so-doi-du")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not in every checkout")
def test_no_eight_words_are_taken_from_the_seeds() -> None:
    """The samples share the seeds' layouts and none of their sentences."""
    seeds: set[tuple[str, ...]] = set()
    for path in SEEDS.glob("*.txt"):
        seeds |= _runs(path.read_text(encoding="utf-8"))
    assert seeds
    for sample in load_samples(TURNS[0], ZONE):
        assert not _runs(sample.text) & seeds, sample.name


def test_the_samples_load_from_inside_an_archive(tmp_path: Path) -> None:
    """They are read as package resources: an installed or zipped package has them too."""
    archive = tmp_path / "site.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        for package in ("bot", "storage"):
            for path in (ROOT / package).rglob("*"):
                if path.is_file() and "__pycache__" not in path.parts:
                    bundle.write(path, path.relative_to(ROOT))
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import bot.samples\n"
        "from datetime import UTC, datetime\n"
        "assert bot.samples.__file__.startswith(sys.argv[1]), bot.samples.__file__\n"
        "print(len(bot.samples.load_samples(datetime(2026, 11, 23, tzinfo=UTC), UTC)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(archive)],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert int(done.stdout) == len(MANIFEST.articles)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs git's ignore rules")
def test_no_sample_is_ignored_by_git() -> None:
    """The wheel leaves out what git ignores, so nothing of the samples may be ignored."""
    paths = [str(path) for path in (ROOT / "bot" / "samples").rglob("*.t*") if path.is_file()]
    done = subprocess.run(
        ["git", "check-ignore", *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
