"""Where a source is polled when its server says that it has moved."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from bot.ingest.moves import SEEN_ENOUGH, SEEN_FOR, address, after_redirect, of_source
from storage.models import Source, SourceState
from tests.sources.moment import NOW

OLD, NEW = "https://cu.example/rss", "https://moi.example/rss"
SOURCE = Source(id="a", name="A", kind="feed", url=OLD)
STATE = SourceState(source="a", url=OLD)


def _led(state: SourceState, *targets: str | None, every: timedelta) -> SourceState:
    for number, target in enumerate(targets):
        state = after_redirect(state, asked=OLD, permanent=target, now=NOW + number * every)
    return state


def test_a_move_is_believed_after_a_day_and_three_polls() -> None:
    """Neither three polls within an hour nor two days apart are enough; both together are."""
    often = _led(STATE, NEW, NEW, NEW, NEW, every=timedelta(minutes=20))
    assert (often.learned_url, often.moved_to, often.moved_seen) == (None, NEW, 4)
    assert _led(STATE, NEW, NEW, every=2 * SEEN_FOR).learned_url is None
    moved = _led(STATE, *[NEW] * SEEN_ENOUGH, every=SEEN_FOR / 2)
    assert (moved.learned_url, moved.moved_to, moved.moved_seen) == (NEW, None, 0)
    assert address(SOURCE, moved) == NEW
    assert address(SOURCE, STATE) == OLD


def test_a_move_that_changes_its_mind_starts_again() -> None:
    """A day without the redirect, or one to somewhere else, is no repetition."""
    assert _led(STATE, NEW, NEW, None, NEW, every=SEEN_FOR).learned_url is None
    other = "https://khac.example/rss"
    state = _led(STATE, NEW, NEW, other, every=SEEN_FOR)
    assert (state.learned_url, state.moved_to, state.moved_seen) == (None, other, 1)


@pytest.mark.parametrize(
    ("asked", "target", "learned"),
    [
        ("http://cu.example/rss", "https://cu.example/rss", True),
        ("http://cu.example", "https://cu.example/", True),
        ("http://cu.example/rss?a=1", "https://cu.example/rss", False),
        ("http://cu.example/rss", "https://cu.example/", False),
        ("http://cu.example/rss", "https://moi.example/rss", False),
        ("https://cu.example/rss", "http://cu.example/rss", False),
    ],
)
def test_the_same_address_under_tls_is_believed_at_once(
    asked: str, target: str, learned: bool
) -> None:
    """Only the very same address; anything else has to be repeated."""
    state = after_redirect(STATE, asked=asked, permanent=target, now=NOW)
    assert (state.learned_url == target) is learned


def test_no_move_leads_away_from_tls() -> None:
    """However often https leads to http, https stays what is asked."""
    state = _led(STATE, *["http://cu.example/rss"] * 10, every=SEEN_FOR)
    assert (state.learned_url, state.moved_seen) == (None, 0)


def test_a_new_address_in_the_catalogue_forgets_the_old_ones_history() -> None:
    """Validators, a learned address and "gone" belong to the address that they were learnt of."""
    state = msgspec.structs.replace(
        STATE, etag='"1"', learned_url=NEW, gone=True, ttl_minutes=60, skip_days=(5,)
    )
    assert of_source(state, SOURCE) == state
    edited = msgspec.structs.replace(SOURCE, url="https://sua.example/rss")
    fresh = of_source(state, edited)
    assert (fresh.etag, fresh.learned_url, fresh.gone) == (None, None, False)
    assert (fresh.ttl_minutes, fresh.skip_days, fresh.url) == (None, (), edited.url)


def test_states_from_before_keep_what_they_know() -> None:
    """A state that does not say which address it is of is taken to be of the present one."""
    old = msgspec.structs.replace(STATE, url=None, etag='"1"', gone=True)
    kept = of_source(old, SOURCE)
    assert (kept.etag, kept.gone, kept.url) == ('"1"', True, OLD)
