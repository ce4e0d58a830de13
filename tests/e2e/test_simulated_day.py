"""Some hours over thirty sources with every habit that a source can have, in virtual time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.simulated_day import simulate
from tests.benchmarks.simulated_news import Habit
from tests.benchmarks.simulated_rules import violations
from tests.benchmarks.simulated_web import Asked

pytestmark = pytest.mark.slow


def test_no_rule_is_broken_and_no_article_lost_in_six_hours(tmp_path: Path) -> None:
    """Nothing lost, doubled or misdated; every host's rules kept; an outage blamed on nobody."""
    day, _ = simulate(30, 6, 1, tmp_path)
    assert list(violations(day)) == []
    assert {outlet.habit for outlet in day.web.outlets} == set(Habit)
    assert len(day.articles) > 300
    lists = [request for request in day.web.log if request.asked is Asked.LIST]
    assert any(request.status == 304 for request in lists)
    assert any(request.rest for request in lists)
    assert any(article.revisions for article in day.articles)
