"""What protection hides, as worked examples. [c] is hidden."""

import pandas as pd
import pytest

from colsynth.errors import ProtectionError
from colsynth.protection import Counted, Table, protect

SHARE = (Counted("n", "x", ("share",)),)


def shown(n: int, x: int, threshold: int = 5, population: str = "learners") -> list[str]:
    frame = pd.DataFrame({"group": ["A"], "n": [n], "x": [x], "share": [x / n if n else None]})
    frame = frame.astype({"n": "Int64", "x": "Int64", "share": "Float64"})
    table = protect(Table(frame, ("group",), population, SHARE), threshold)  # type: ignore[arg-type]
    return [table.cell(0, c, str(frame[c].iloc[0])) for c in ("n", "x")] + [table.cell(0, "share", "share")]


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_group_under_five_is_hidden_with_everything_about_it(n: int) -> None:
    assert shown(n, 1) == ["[c]", "[c]", "[c]"]


def test_a_small_count_in_a_large_group_is_hidden() -> None:
    assert shown(40, 4) == ["40", "[c]", "[c]"]


def test_what_is_left_of_the_group_must_not_be_small_either() -> None:
    assert shown(40, 36) == ["40", "[c]", "[c]"]
    assert shown(40, 35) == ["40", "35", "share"]


def test_nobody_and_everybody_are_hidden_because_they_tell_about_each_learner() -> None:
    assert shown(40, 0) == ["40", "[c]", "[c]"]
    assert shown(40, 40) == ["40", "[c]", "[c]"]


def test_a_share_of_fewer_than_ten_learners_is_hidden_though_their_number_is_not() -> None:
    assert shown(9, 4) == ["9", "[c]", "[c]"]
    assert shown(10, 5) == ["10", "5", "share"]


def test_an_empty_group_is_missing_not_hidden() -> None:
    assert shown(0, 0) == ["0", "0", "[x]"]


def test_the_threshold_comes_from_the_settings() -> None:
    assert shown(60, 9, threshold=10) == ["60", "[c]", "[c]"]
    assert shown(60, 9, threshold=5) == ["60", "9", "share"]


@pytest.mark.parametrize("population", ["schools", "ratings", "goals", "records"])
def test_schools_meetings_goals_and_placements_are_never_hidden(population: str) -> None:
    assert shown(2, 1, population=population) == ["2", "1", "share"]


def test_a_survey_answer_of_fewer_than_five_is_hidden() -> None:
    assert shown(12, 3, population="respondents") == ["12", "[c]", "[c]"]


def test_a_column_that_is_not_declared_does_not_pass() -> None:
    frame = pd.DataFrame({"group": ["A"], "n": [30], "x": [9], "share": [0.3], "student": ["0f3a"]})
    with pytest.raises(ProtectionError, match="student"):
        Table(frame, ("group",), "learners", SHARE)


def test_not_applicable_is_told_from_missing() -> None:
    frame = pd.DataFrame({"group": ["A"], "n": [30], "target": [None]})
    table = protect(Table(frame, ("group",), "learners", (Counted("n"),), ("target",), ("target",)), 5)
    assert table.cell(0, "target", "") == "[z]"


def test_hidden_values_are_gone_from_the_frame_and_not_only_marked() -> None:
    frame = pd.DataFrame({"group": ["A", "B"], "n": [30, 3], "x": [9, 2], "share": [0.3, 2 / 3]})
    table = protect(Table(frame, ("group",), "learners", SHARE), 5)
    assert table.frame.loc[1, ["n", "x", "share"]].isna().all()
    assert table.n_hidden == 1


def test_rows_that_are_no_groups_do_not_pass_whatever_they_are_called() -> None:
    frame = pd.DataFrame({"school": ["A", "A"], "level": ["At", "Below"]})  # a row a learner, declared as schools
    with pytest.raises(ProtectionError, match="single people"):
        Table(frame, ("school",), "schools", plain=("level",))
