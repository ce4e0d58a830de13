"""Every attack of the hostile set against the whole pipeline: refused within its caps.

One process runs them all one after the other (`hostile_run`), the server in another; each test
judges one attack. The figures are printed by `python -m tests.benchmarks.hostile`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.hostile_run import BUSY_BOUND, MEMORY_BOUND, Outcome
from tests.faults.hostile_web import ATTACKS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]

REFUSED = {
    "gzip-bomb": "larger than",
    "brotli-bomb": "larger than",
    "deflate-bomb": "larger than",
    "nested-encodings": "encoded as",
    "drip-feed": "no answer in time",
    "slow-headers": "no answer in time",
    "huge-headers": "",
    "endless-continue": "",
    "endless-redirects": "redirects",
    "redirect-to-itself": "redirects",
    "redirect-inside": "private network",
    "redirect-inside-by-name": "private network",
    "redirect-inside-decimal": "private network",
    "redirect-inside-mapped": "private network",
    "redirect-to-file": "only http and https",
    "deep-xml": "the feed",  # too deep, or too many tags: whichever is found first
    "entity-bomb": "entities",
    "single-line": "larger than",
    "deep-json": "nested too deep",
    "huge-number-json": "JSON",
    "nul-bytes": "binary",
    "length-too-long": "damaged",
    "length-too-short": "",
    "length-negative": "",
    "broken-chunks": "",
    "huge-chunk": "",
    "not-http": "",
    "silent-close": "",
    "picture": "image",
    "web-page": "web page",
    "open-tags-feed": "",
    "attributes-feed": "attributes",
}
"""Attacks that leave nothing to read → what their error says; of the others something is kept."""

PAGE_REFUSED = {
    "deep-html",
    "unclosed-html",
    "tables-html",
    "single-line-page",
    "words-page",
    "attributes",
    "robots-inside",
    "links-inside",
}
"""Attacks by a page behind a harmless feed: the feed's own words are kept, and why is told."""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    """What each attack achieved."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.hostile_run"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=580,
        check=True,
    )
    read = [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]
    return {outcome.attack: outcome for outcome in read}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_ends_within_its_caps(outcomes: dict[str, Outcome], attack: str) -> None:
    """It ends, memory stays bounded, the loop goes on, neighbours arrive, nothing goes inside."""
    outcome = outcomes[attack]
    assert not outcome.hung
    assert outcome.memory <= MEMORY_BOUND
    assert outcome.busy <= BUSY_BOUND
    assert outcome.neighbours == 2
    assert outcome.reached == 0


@pytest.mark.parametrize("attack", REFUSED)
def test_what_cannot_be_read_is_named(outcomes: dict[str, Outcome], attack: str) -> None:
    """The state of the source says in words what came instead; nothing of it is kept."""
    outcome = outcomes[attack]
    assert outcome.articles == 0
    assert outcome.error is not None
    assert REFUSED[attack] in outcome.error


@pytest.mark.parametrize("attack", sorted(PAGE_REFUSED))
def test_a_page_that_cannot_be_read_costs_its_feed_nothing(
    outcomes: dict[str, Outcome], attack: str
) -> None:
    """What the feed says is kept, and the report names the page's fault."""
    outcome = outcomes[attack]
    assert outcome.error is None
    assert outcome.articles >= 1
    assert outcome.failures


@pytest.mark.parametrize("attack", sorted(set(ATTACKS) - set(REFUSED) - PAGE_REFUSED))
def test_what_can_be_read_in_spite_of_it_is_kept(outcomes: dict[str, Outcome], attack: str) -> None:
    """An attack that stays within the caps is a strange article, or an error, but no silence."""
    outcome = outcomes[attack]
    assert outcome.articles >= 1 or outcome.error


def test_links_that_lead_inside_are_kept_as_words_only(outcomes: dict[str, Outcome]) -> None:
    """Files, scripts and private addresses are refused one by one; none becomes a visit."""
    outcome = outcomes["links-inside"]
    assert sum("private network" in reason for reason in outcome.failures) >= 3
    assert outcome.reached == 0
