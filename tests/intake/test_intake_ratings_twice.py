"""One rater places the same thing twice in a term: the later by date stands; where no date tells, neither does."""

from __future__ import annotations

import pytest
from made_community import Community, account, counts, of_check

from colsynth.registers.snapshot import Snapshot

HEADER = "Framework,Area,Stage,Placed by,Role,School,Rater,Date,Term,Evidence\n"


def rated(community: Community, *files: list[str]) -> Snapshot:
    community.schools()
    for n, rows in enumerate(files):
        text = HEADER + "".join(f"ERO,{row}\n" for row in rows)
        community.csv(f"ratings-{n}.csv", text)
    return community.take_in(frameworks=["ero-collaborative-practice"])


def stages(snapshot: Snapshot) -> list[str]:
    return sorted(snapshot.frame("ratings")["stage"])


OTHERS = "2,Column 1,,principal,9901,R9,,2026-T2,x"


def test_the_later_by_date_stands_and_the_earlier_is_told(community: Community) -> None:
    first = ["1,Column 1,,principal,9901,R1,2026-05-19,,minutes", OTHERS]
    snapshot = rated(community, first, ["1,Column 2,,principal,9901,R1,2026-06-19,,minutes"])
    assert stages(snapshot) == ["1", "2"]
    (problem,) = of_check(snapshot, "rated again")
    assert (problem.effect, problem.file, problem.cells) == ("set aside", "sent/ratings-0.csv", "C2")
    assert problem.expected == "The one of sent/ratings-1.csv, row 2 is used."


@pytest.mark.parametrize("dates", [("", ""), ("2026-06-19", "2026-06-19"), ("2026-06-19", "")])
def test_where_no_date_tells_which_is_later_both_are_set_aside(community: Community, dates: tuple[str, str]) -> None:
    one, two = (f"1,Column {n},,,9901,R1,{day},2026-T2," for n, day in enumerate(dates, start=1))
    snapshot = rated(community, [one, OTHERS], [two])
    assert stages(snapshot) == ["1"]
    told = of_check(snapshot, "rated twice")
    assert [(p.file, p.cells, p.effect) for p in told] == [
        ("sent/ratings-0.csv", "C2", "set aside"),
        ("sent/ratings-1.csv", "C2", "set aside"),
    ]
    assert "The other stands in sent/ratings-1.csv, row 2." in told[0].expected


def test_the_same_again_is_repeated_and_another_note_is_told(community: Community) -> None:
    row = "1,Column 1,,,9901,R1,,2026-T2,minutes"
    snapshot = rated(community, [row, row, row.replace("minutes", "agenda")], [row])
    assert counts(account(snapshot, "ratings-0.csv", "ratings")) == (3, 1, 1, 1)
    assert counts(account(snapshot, "ratings-1.csv", "ratings")) == (1, 0, 0, 1)
    assert of_check(snapshot, "rated alike")[0].cells == "C4"


def test_another_term_school_or_thing_is_not_the_same(community: Community) -> None:
    row = "1,Column 1,,,9901,R1,,2026-T2,"
    more = [row.replace("T2", "T1"), row.replace("9901", "9902"), row.replace("1,C", "2,C"), row.replace("R1", "R2")]
    assert len(rated(community, [row, *more]).frame("ratings")) == 5


def test_a_blank_gives_way_and_a_role_makes_no_other_person(community: Community) -> None:
    snapshot = rated(community, ["1,,,principal,9901,R1,,2026-T2,", "1,Column 3,,leader,9901,R1,,2026-T2,x", OTHERS])
    assert stages(snapshot) == ["1", "3"]
    assert counts(account(snapshot, "ratings-0.csv", "ratings")) == (3, 2, 0, 1)


def test_people_without_codes_are_told_apart_on_a_sheet_and_known_in_a_copy_of_it(community: Community) -> None:
    rows = ["1,Column 1,,trustee,9901,,,2026-T2,"] * 2 + ["1,Column 2,,trustee,9901,,,2026-T2,"]
    snapshot = rated(community, rows, rows)
    assert stages(snapshot) == ["1", "1", "2"]
    assert counts(account(snapshot, "ratings-1.csv", "ratings")) == (3, 0, 0, 3)


def test_a_newer_file_of_the_settings_is_used(community: Community) -> None:
    community.schools()
    for name, stage in (("old.csv", "Column 1"), ("new.csv", "Column 2")):
        community.csv(name, HEADER + f"ERO,1,{stage},,,9901,R1,,2026-T2,\n")
    inputs = ["sent/schools.csv", "sent/old.csv", {"file": "sent/new.csv", "supersedes": "sent/old.csv"}]
    snapshot = community.take_in(inputs, frameworks=["ero-collaborative-practice"])
    assert stages(snapshot) == ["2"]
    assert of_check(snapshot, "superseded")[0].file == "sent/old.csv"
    assert snapshot.frame("ratings")["revised"].tolist() == [True]


def test_consensus_and_a_schools_own_are_one_voice_each(community: Community) -> None:
    rows = ["1,Column 1,Consensus,,9901,,,2026-T2,", "1,Column 2,Consensus,,9902,,,2026-T2,"]
    rows += ["1,Column 1,School,,9901,R1,2026-05-04,,", "1,Column 2,School,,9901,R2,2026-05-05,,"]
    snapshot = rated(community, rows)
    assert stages(snapshot) == ["2"]
    assert [p.count for p in of_check(snapshot, "rated twice")] == [2]
