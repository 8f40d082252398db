"""The closing table of the fault plan says of every bar whether it was met."""

import pytest
from tests.faults.report import Row, table

MET = Row("F1", events=9, lost=0, doubled=0, reordered=0, drain=150.0, p99=0.5, drain_most=150, p99_most=0.5)
ABOVE = {"lost": 1, "doubled": 1, "reordered": 1, "drain": 150.1, "p99": 0.501}


def test_what_is_just_at_its_bars_meets_them() -> None:
    assert MET.missed() == []
    assert "missed" not in table([MET])


@pytest.mark.parametrize("field", ABOVE)
def test_what_is_above_any_one_bar_is_told_as_missed(field: str) -> None:
    row = MET._replace(**{field: ABOVE[field]})
    assert len(row.missed()) == 1
    assert f"**missed:** {field}" in table([row])


def test_an_acknowledgement_of_three_tenths_misses_a_bar_of_two() -> None:
    assert Row("F6", "postgresql", "door", events=500, p99=0.295, p99_most=0.2).missed() == ["p99 s 0.295 > 0.2"]


def test_what_the_plan_allows_some_of_is_missed_above_that() -> None:
    row = Row("F14", doubled=1, doubled_most=1)
    assert row.missed() == []
    assert row._replace(doubled=2).missed() == ["doubled 2 > 1"]


def test_a_further_limit_is_a_bar_like_any_other() -> None:
    row = Row("F2", limits=(("reply p95 s", 10.0, 10.0),))
    assert "reply p95 s ≤ 10" in table([row])
    assert row._replace(limits=(("reply p95 s", 10.1, 10.0),)).missed() == ["reply p95 s 10.1 > 10"]


def test_what_was_not_measured_is_not_missed() -> None:
    assert Row("F11", bar="each week once").missed() == []
