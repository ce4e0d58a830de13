"""How figures are compared with a hand-written record: what is counted, qualifier, whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.benchmarks.fact_scores import compare, gold_of

FOUND: dict[str, Any] = {
    "value": 14.0,
    "upto": None,
    "unit": "đảng bộ",
    "counted": "thành lập mới",
    "qualifier": "gần",
    "numerator": None,
    "denominator": None,
    "whole": 17.0,
}
GOLD: dict[str, Any] = {"value": 14, "unit": "đảng bộ"}


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ({"counted": "thành lập mới"}, True),
        ({"counted": ["sáp nhập", "thành lập"]}, True),
        ({"counted": "kiểm tra"}, False),
        ({"counted": None}, False),
        ({"qualifier": "gần"}, True),
        ({"qualifier": "hơn"}, False),
        ({"of": 17}, True),
        ({"of": 36}, False),
    ],
)
def test_what_is_told_of_a_figure_is_compared(told: dict[str, Any], same: bool) -> None:
    """Half of the words of one spelling; qualifier and whole exactly."""
    gold = gold_of("told", {"figures": [{**GOLD, **told}]})
    assert gold is not None
    assert compare("told", gold, [FOUND]).matched == int(same)


def test_figures_without_more_are_not_counted() -> None:
    """Of a record that tells nothing beyond values and units nothing is compared; a figure that
    tells nothing beside one that does is neither asked for nor wrong."""
    assert gold_of("told", {"figures": [GOLD]}) is None
    gold = gold_of("told", {"figures": [GOLD, {**GOLD, "value": 3, "counted": "mới"}]})
    assert gold is not None
    tally = compare("told", gold, [FOUND])
    assert (tally.matched, len(tally.missed), tally.false) == (0, 1, ())
