"""A rating names an area or indicator of its framework, a stage or why there is none, and who placed it."""

from __future__ import annotations

import pytest
from made_community import Community, of_check
from made_packs import small_book, write_pack_book

from colsynth.registers.snapshot import Snapshot

PACK = "ero-collaborative-practice"
HEADER = "Framework,Area,Indicator,Stage,Placed by,Role,School,Rater,Term\n"


def rated(community: Community, *rows: str, header: str = HEADER) -> Snapshot:
    community.schools()
    community.csv("ratings.csv", header + "".join(f"{PACK},{row}\n" for row in rows))
    return community.take_in(frameworks=[PACK])


@pytest.mark.parametrize(
    ("area", "indicator", "known"),
    [
        ("6", "", ("6", None)),
        ("6. Monitoring and evaluation for improvement", "", ("6", None)),
        ("", "6.2.3", ("6", "6.2.3")),
        ("6.2.3", "", ("6", "6.2.3")),
        ("6", "6.2.3", ("6", "6.2.3")),
    ],
)
def test_an_area_or_an_indicator_is_named(
    community: Community, area: str, indicator: str, known: tuple[str, str | None]
) -> None:
    frame = rated(community, f"{area},{indicator},Column 2,School,,9901,,2026-T2").frame("ratings")
    assert (frame["area"][0], frame["indicator"].fillna("-")[0]) == (known[0], known[1] or "-")
    assert frame["stage"][0] == "2"


@pytest.mark.parametrize(
    ("row", "check", "said"),
    [
        ("9,,Column 2,School,,9901,,2026-T2", "area", "has the areas 1, 2, 3, 4, 5, 6, 7"),
        (",6.2.9,Column 2,School,,9901,,2026-T2", "indicator", "107 indicators"),
        ("5,6.2.3,Column 2,School,,9901,,2026-T2", "area", "belongs to area 6"),
        (",,Column 2,School,,9901,,2026-T2", "area", "An area or an indicator is expected"),
        ("6,,Embeding,School,,9901,,2026-T2", "stage", "'not yet evident' and 'not applicable'"),
    ],
)
def test_what_the_framework_does_not_have_is_set_aside(community: Community, row: str, check: str, said: str) -> None:
    snapshot = rated(community, row, "1,,Column 1,School,,9901,,2026-T2")
    (problem,) = of_check(snapshot, check)
    assert problem.effect == "set aside"
    assert said in problem.expected
    assert len(snapshot.frame("ratings")) == 1


def test_an_unknown_framework_is_set_aside_with_the_nearest(community: Community) -> None:
    community.csv("ratings.csv", HEADER + "ero-colaborative-practice,1,,Column 1,Consensus,,,,2026-T2\n" * 2)
    community.schools()
    (problem,) = of_check(community.take_in(), "framework")
    assert f"Did you mean '{PACK}'?" in problem.expected


def test_not_yet_evident_not_applicable_and_not_rated_are_three_answers(community: Community) -> None:
    snapshot = rated(
        community,
        "1,,Not yet evident,School,,9901,,2026-T2",
        "2,,N/A,School,,9901,,2026-T2",
        "3,,,School,,9901,,2026-T2",
    )
    frame = snapshot.frame("ratings")
    assert frame["stage"].fillna("-").tolist() == ["not yet evident", "not applicable", "-"]
    assert frame["missing"].fillna("-").tolist() == ["-", "-", "blank"]
    assert {problem.check for problem in snapshot.problems} == {"one rater"}


def test_who_placed_it_is_told_by_rater_or_role_and_else_by_school(community: Community) -> None:
    snapshot = rated(
        community,
        "1,,Column 1,,,9901,R7,2026-T2",
        "2,,Column 1,,principal,9901,,2026-T2",
        "3,,Column 1,,,9901,,2026-T2",
        "4,,Column 1,Consensus,,All schools,,2026-T2",
        "5,,Column 1,,,,,2026-T2",
    )
    frame = snapshot.frame("ratings")
    assert frame["placed_by"].tolist() == ["person", "person", "school", "consensus", "person"]
    assert frame["school"].isna().tolist() == [False, False, False, True, True]
    assert of_check(snapshot, "placed by")[0].count == 1


def test_a_raters_code_is_replaced_by_another(community: Community) -> None:
    frame = rated(community, "1,,Column 1,,,9901,Mere W,2026-T2").frame("ratings")
    assert len(frame["rater"][0]) == 24


def test_a_framework_that_the_community_wrote_in_a_workbook_is_rated_like_the_others(community: Community) -> None:
    write_pack_book(community.root / "data" / "frameworks", small_book())
    community.schools()
    community.csv(
        "ratings.csv", "Framework,Focus,Stage,School,Term\nSigns of working together,Trust,often,9901,2026-T2\n"
    )
    snapshot = community.take_in([{"file": "sent/ratings.csv", "columns": {"area": "Focus"}}, "sent/schools.csv"])
    assert snapshot.frame("ratings")[["framework", "framework_version", "area", "stage"]].to_numpy().tolist() == [
        ["signs", "2", "2", "2"]
    ]
