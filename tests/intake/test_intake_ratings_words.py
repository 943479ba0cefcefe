"""'In place' means an indicator's own stage, and what another framework has is told by its name."""

from __future__ import annotations

import pytest
from made_community import Community, of_check

from colsynth.registers.snapshot import Snapshot

HEADER = "Framework,Area,Indicator,Stage,Placed by,School,Term\n"


def rated(community: Community, *rows: str) -> Snapshot:
    community.schools()
    community.csv("ratings.csv", HEADER + "".join(f"{row},School,9901,2026-T2\n" for row in rows))
    return community.take_in()


@pytest.mark.parametrize("word", ["In place", "in place", "Met", "Yes"])
def test_in_place_is_the_stage_that_an_indicator_stands_under(community: Community, word: str) -> None:
    frame = rated(community, f"ERO,,6.3.1,{word}", f"ERO,6.1.2,,{word}").frame("ratings")
    assert frame["stage"].tolist() == ["3", "1"]


@pytest.mark.parametrize("thing", ["ERO,6,", "Kahukura,,1.1", "Kahukura,1,"])
def test_in_place_tells_no_stage_of_what_stands_under_none(community: Community, thing: str) -> None:
    snapshot = rated(community, f"{thing},In place", "ERO,1,,Column 1")
    (problem,) = of_check(snapshot, "stage")
    assert (problem.effect, problem.cells) == ("set aside", "D2")
    assert "which tells no stage" in problem.found
    assert len(snapshot.frame("ratings")) == 1


@pytest.mark.parametrize(
    ("row", "check", "cell", "said"),
    [
        ("ERO,,7.4,Column 1", "indicator", "C2", "'Lessons from Kahukura' have an indicator of that name."),
        ("Kahukura,,6.3.1,All of us", "indicator", "C2", "'Working towards collaborative practice' has an indicator"),
        ("ERO,Vision,,Column 1", "area", "B2", "'Lessons from Kahukura'"),
        ("ERO,1,,Partly", "stage", "D2", "has a stage of that name."),
    ],
)
def test_what_another_framework_has_is_told(community: Community, row: str, check: str, cell: str, said: str) -> None:
    snapshot = rated(community, row, "ERO,1,,Column 1")
    (problem,) = of_check(snapshot, check)
    assert (problem.effect, problem.cells) == ("set aside", cell)
    assert said in problem.expected
