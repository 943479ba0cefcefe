"""Files as schools keep them for themselves come in whole, or say in one sentence what only the school can know.

All learners, numbers and schools are invented.
"""

from __future__ import annotations

from typing import Any

import pytest
from made_community import Community, account, counts, of_check

from colsynth.intake.context import SchoolNames

NUMBERS = [f"{1000000007 + 13 * n}" for n in range(6)]
HERE = {"file": "sent/room.xlsx", "for_all": {"school": "9901"}}


def room(title: str, levels: str = "At") -> list[list[Any]]:
    """A class list as a teacher keeps it: a title, one column a subject, totals below."""
    learners = [[number, f"Learner {n}", 4, levels, levels, "Below"] for n, number in enumerate(NUMBERS)]
    below = [["Total at or above", "", "", 6, 6, 0], ["%", "", "", "100", "100", "0"]]
    return [[title], [], ["NSN", "Name", "Year", "Reading", "Writing", "Maths"], *learners, [], *below]


def test_a_class_list_with_a_column_a_subject_is_read_as_results_of_what_its_title_says(community: Community) -> None:
    community.schools()
    community.xlsx("room.xlsx", {"Rm 1": room("Mid Year OTJs 2026"), "Rm 2": room("OTJ End of Year 2025")})
    snapshot = community.take_in(["sent", HERE])
    results = snapshot.frame("achievement")
    assert len(results) == 2 * 6 * 3
    assert set(results["measure"]) == {"otj-reading", "otj-writing", "otj-mathematics"}
    assert results.groupby("source_sheet")["term"].unique().map(list).to_dict() == {
        "Rm 1": ["2026-T2"],
        "Rm 2": ["2025-T4"],
    }
    assert {problem.cells for problem in of_check(snapshot, "given by the title")} == {"A1"}


def test_a_class_list_that_does_not_say_with_what_it_was_judged_is_asked_and_not_taken_for_a_roll(
    community: Community,
) -> None:
    community.schools()
    community.xlsx("room.xlsx", {"Rm 1": room("Term 2 2026")})
    entry: dict[str, Any] = {**HERE, "for_all": {"school": "9901", "tool": "OTJ"}}
    problems = of_check(community.take_in(["sent", HERE]), "measure without a tool")
    assert sum(problem.count for problem in problems) == 18
    assert all("tool: OTJ" in problem.remedy for problem in problems)
    assert set(community.take_in(["sent", entry]).frame("achievement")["term"]) == {"2026-T2"}


def test_a_roll_with_one_column_named_after_a_subject_stays_a_roll(community: Community) -> None:
    community.schools()
    rows = [[number, "9901", 4, "F", "yes"] for number in NUMBERS]
    community.xlsx("roll.xlsx", {"Roll": [["NSN", "School", "Year level", "Gender", "Reading"], *rows]})
    assert len(community.take_in().frame("students")) == 6


def test_terms_without_their_year_say_so_and_take_the_year_of_the_settings(community: Community) -> None:
    community.schools()
    rows = "".join(f"{number};AT;B\n" for number in NUMBERS)
    community.csv("wide.csv", "NSN;Wtg Mid Yr OTJ;Wtg EOY 2025 OTJ\n" + rows)
    entry: dict[str, Any] = {"file": "sent/wide.csv", "for_all": {"school": "9901"}}
    snapshot = community.take_in(["sent", entry])
    (problem,) = of_check(snapshot, "term without a year")
    assert problem.found == "names the term 'T2' without its year"
    assert "calendar_year: 2026" in problem.remedy
    assert counts(account(snapshot, "wide.csv", "achievement")) == (12, 6, 6, 0)
    entry["for_all"]["calendar_year"] = "2026"
    terms = community.take_in(["sent", entry]).frame("achievement")["term"]
    assert terms.value_counts().to_dict() == {"2026-T2": 6, "2025-T4": 6}


@pytest.mark.parametrize(("earlier", "is_kept"), [(4, False), (3, True)])
def test_a_year_level_of_today_is_not_put_beside_results_of_earlier_years(
    community: Community, earlier: int, is_kept: bool
) -> None:
    community.schools()
    rows = "".join(
        f"{number},9901,{year},OTJ writing,{term},At\n"
        for number in NUMBERS
        for year, term in ((earlier, "2025-T4"), (4, "2026-T2"))
    )
    community.csv("results.csv", "NSN,School,Year,Measure,Term,Level\n" + rows)
    snapshot = community.take_in()
    levels = snapshot.frame("achievement").set_index("term")["year_level"]
    assert set(levels["2026-T2"]) == {4}
    assert levels["2025-T4"].notna().all() == is_kept
    assert bool(of_check(snapshot, "year level at the time")) != is_kept


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Totara Flat", ["1"]),
        ("totara flat school", ["1"]),
        ("Rimu", []),  # Rimu School or Rimu Intermediate
        ("Kauri", []),  # an intermediate is not left off as the word school is
        ("Totara", []),
        ("", []),
    ],
)
def test_a_school_is_known_without_the_word_school_where_no_other_begins_so(written: str, codes: list[str]) -> None:
    names = ["Tōtara Flat School", "Rimu School", "Rimu Intermediate", "Kauri Intermediate"]
    assert SchoolNames(["1", "2", "3", "4"], names).of(written) == codes


def test_what_the_settings_said_wrongly_is_told_as_theirs(community: Community) -> None:
    community.schools()
    community.csv("results.csv", "NSN,Measure,Term,Level\n" + f"{NUMBERS[0]},OTJ writing,2026-T2,At\n")
    entry = {"file": "sent/results.csv", "for_all": {"school": "Tawa"}}
    (problem,) = of_check(community.take_in(["sent", entry]), "school")
    assert problem.found == "is given 'Tawa' by the settings"


def test_a_goal_by_the_end_of_a_year_is_one_by_its_last_term(community: Community) -> None:
    community.csv(
        "goals.csv",
        "Goal,Title,Measure,Target,By when\n"
        "G1,Writing,otj-writing,75%,End of 2027\nG2,Maths,otj-mathematics,0.7,Dec 2027\n"
        "G3,Reading,otj-reading,better,2027-T4\n",
    )
    snapshot = community.take_in()
    assert snapshot.frame("goals")["target_term"].tolist() == ["2027-T4"] * 3
    (read_as_shares,) = of_check(snapshot, "percentage")
    assert read_as_shares.found == "says '0.7'"


def test_a_cell_that_speaks_of_a_web_page_does_not_make_a_text_file_one(community: Community) -> None:
    community.schools()
    community.csv(
        "results.csv", f"NSN,School,Measure,Term,Level,Note\n{NUMBERS[0]},9901,OTJ writing,2026-T2,At,<html>\n"
    )
    assert len(community.take_in().frame("achievement")) == 1
