"""A few kills in every test run; `python -m tests.faults.kill_bot --kills 200` does many."""

from __future__ import annotations

import pytest

from tests.faults.kill_bot import run_trial


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_acknowledged_is_lost_when_the_bot_is_killed() -> None:
    """After six kills every file, subscription and part is there, and none came three times."""
    outcome = run_trial(kills=6, seed=11)
    assert outcome.problems == ()
    assert outcome.articles == 24
    assert outcome.parts >= 6 * 12
