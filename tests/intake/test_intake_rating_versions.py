"""Ratings are tied to a version of their pack; those of an earlier one are read by its map, and nothing is guessed."""

from __future__ import annotations

import pytest
from made_community import Community, of_check
from made_packs import small_pack, write_pack

from colsynth.registers.snapshot import Snapshot

HEADER = "Framework,Framework version,Area,Indicator,Stage,School,Term\n"
EARLIER = {"1": {"areas": {"3": None}, "stages": {"1": "2", "2": None}, "indicators": {"2.3": "2.1", "2.1": None}}}


def rated(community: Community, *rows: str) -> Snapshot:
    write_pack(community.root / "data" / "frameworks", small_pack() | {"earlier": EARLIER})
    community.schools()
    community.csv("ratings.csv", HEADER + "".join(f"signs,{row},9901,2026-T2\n" for row in rows))
    return community.take_in()


def test_a_rating_is_tied_to_the_version_by_whose_ids_it_is_stored(community: Community) -> None:
    snapshot = rated(community, ",1,,Seldom", "2,2,2.2,Often", "version 1,,2.3,1")
    frame = snapshot.frame("ratings")
    assert frame["framework_version"].tolist() == ["2", "2", "2"]
    assert list(zip(frame["area"], frame["indicator"].fillna("-"), frame["stage"], strict=True)) == [
        ("1", "-", "1"),
        ("2", "2.2", "2"),
        ("2", "2.1", "2"),
    ]
    (told,) = of_check(snapshot, "framework_version")
    assert (told.effect, told.cells, told.found) == ("warning", "B4", "says 'version 1'")
    assert "read as version 2 of Signs of working together" in told.expected


@pytest.mark.parametrize(
    ("row", "check", "cell", "said"),
    [
        ("3,1,,Often", "framework_version", "B2", "known in version 2, 1"),
        ("1,3,,Often", "area", "2", "of which nothing took that place in version 2"),
        ("1,1,,2", "stage", "E2", "of which nothing took that place in version 2. It is known in version 2."),
        (",,2.3,Often", "indicator", "D2", "It is known in version 1."),
        ("1,1,,Seldom", "stage", "E2", "of which nothing took that place"),
    ],
)
def test_what_has_no_successor_is_set_aside_and_said(
    community: Community, row: str, check: str, cell: str, said: str
) -> None:
    snapshot = rated(community, row, ",2,,Often")
    (problem,) = of_check(snapshot, check)
    assert problem.effect == "set aside"
    assert problem.cells.endswith(cell)
    assert said in problem.expected
    assert problem.remedy
    assert len(snapshot.frame("ratings")) == 1


def test_a_version_that_a_spreadsheet_took_for_a_number_is_not_taken_for_another(community: Community) -> None:
    pack = small_pack() | {"version": "1.10", "earlier": {"1.9": {}}}
    write_pack(community.root / "data" / "frameworks", pack)
    community.schools()
    community.xlsx(
        "ratings.xlsx", {"Ratings": [HEADER.strip().split(","), ["signs", 1.10, 1, None, 1, 9901, "2026-T2"]]}
    )
    (problem,) = of_check(community.take_in(), "framework_version")
    assert problem.found == "says '1.1'"
    assert "known in version 1.10, 1.9. Did you mean '1.10'?" in problem.expected
