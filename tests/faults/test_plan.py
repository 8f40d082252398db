"""The plan names what there is, and every test of it runs in one lane."""

from pathlib import Path

import pytest
from tests.faults.plan import LANES, PLAN

ROOT = Path(__file__).parents[2]
NAMED = sorted({test for scenario in PLAN for test in scenario.tests})


@pytest.mark.parametrize("test", NAMED)
def test_what_the_plan_names_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"def {name}" in (ROOT / file).read_text(encoding="utf-8")


def test_every_test_runs_in_one_lane() -> None:
    lanes = [lane for side_by_side in LANES for lane in side_by_side]
    only = [wanted for lane in lanes for wanted in lane.only]
    for test in (*NAMED, *only):
        name = test if "::" in test else f"{test}::test_it"
        assert sum(lane.takes(name) for lane in lanes) == 1, test


def test_what_a_lane_takes_for_itself_belongs_to_the_plan() -> None:
    files = {test.partition("::")[0] for test in NAMED}
    assert {wanted.partition("::")[0] for lanes in LANES for lane in lanes for wanted in lane.only} <= files
