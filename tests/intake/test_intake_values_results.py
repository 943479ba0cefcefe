"""What a column of results shows about itself: 'A', stanines, ranges, failed formulas, and why there is no result."""

from __future__ import annotations

import pytest
from made_community import Community, account, counts, of_check

from colsynth.registers.snapshot import Snapshot


def taken(community: Community, measure: str, *texts: str, header: str = "Level") -> Snapshot:
    """The snapshot of a sheet in which each learner has one of the texts as a result of the measure."""
    community.schools()
    lines = "".join(f'{1000000001 + at},9901,{measure},2025-T2,"{text}"\n' for at, text in enumerate(texts))
    community.csv("results.csv", f"NSN,School,Measure,Term,{header}\n{lines}")
    return community.take_in()


def levels(snapshot: Snapshot) -> list[str | None]:
    return [None if level != level else level for level in snapshot.frame("achievement")["level"]]


def test_a_beside_the_other_three_words_is_at_and_nothing_needs_to_be_said(community: Community) -> None:
    snapshot = taken(community, "otj-writing", "WB", "B", "A", "AB", "A")
    assert levels(snapshot) == ["Well below", "Below", "At", "Above", "At"]
    assert not of_check(snapshot, "doubtful level")


def test_a_beside_both_at_and_above_is_set_aside(community: Community) -> None:
    snapshot = taken(community, "otj-writing", "AT", "A", "Abv", "A")
    assert levels(snapshot) == ["At", "Above"]
    (problem,) = of_check(snapshot, "doubtful level")
    assert (problem.effect, problem.cells, problem.count) == ("set aside", "E3, E5", 2)
    assert "At is written in another way beside it" in problem.expected


def test_a_that_nothing_tells_from_above_is_read_as_declared_and_said(community: Community) -> None:
    snapshot = taken(community, "otj-writing", "WB", "B", "A")
    assert levels(snapshot) == ["Well below", "Below", "At"]
    (problem,) = of_check(snapshot, "doubtful level")
    assert problem.effect == "warning"
    assert "'A' was read as At; nothing else in the column tells it from Above." in problem.expected


def test_a_among_marks_of_attendance_is_no_judgement(community: Community) -> None:
    snapshot = taken(community, "otj-writing", "P", "A", "P", "L", "A", "At the dentist")
    assert snapshot.frame("achievement").empty
    assert of_check(snapshot, "doubtful level")[0].effect == "set aside"


def test_blank_absent_exempt_not_enrolled_no_score_and_hidden_stay_apart(community: Community) -> None:
    texts = ("At", "abs", "EXEMPT", "new", "n/a", "suppressed", "Did not sit", "NR", "")
    snapshot = taken(community, "otj-writing", *texts)
    why = snapshot.frame("achievement")["missing"].tolist()[1:]
    assert why == ["absent", "exempt", "not enrolled", "no score", "suppressed", "absent", "no score", "blank"]


@pytest.mark.parametrize(
    ("measure", "text", "level"),
    [
        ("easttle-writing", "3b", "3B"),
        ("easttle-writing", "L3P", "3P"),
        ("easttle-writing", "Level 3 Advanced", "3A"),
        ("easttle-writing", "Lvl 2B", "2B"),
        ("easttle-writing", "<2B", "<2B"),
        ("easttle-writing", "> 6A", ">6A"),
        ("nzc-writing", "PreL1", "<1B"),
        ("nzc-writing", "early L2", "2B"),
        ("pat-reading", "stanine 5", "stanine 5"),
        ("otj-writing", "W/B", "Well below"),
        ("otj-writing", "Well-Below", "Well below"),
    ],
)
def test_levels_are_read_in_the_spellings_of_schools(community: Community, measure: str, text: str, level: str) -> None:
    assert levels(taken(community, measure, text)) == [level]


@pytest.mark.parametrize(
    ("measure", "text", "said"),
    [
        ("nzc-writing", "2B/2P", "It names more than one level"),
        ("nzc-writing", "2B-2P", "It names more than one level"),
        ("easttle-writing", "Lvl 2", "2B, 2P, 2A are told apart"),
        ("easttle-writing", "3B?", "question mark puts 3B in doubt"),
        ("otj-writing", "3", "a number does not say which is meant"),
        ("otj-writing", "34/50", "has the levels"),
    ],
)
def test_a_level_that_is_not_certain_is_set_aside_with_the_reason(
    community: Community, measure: str, text: str, said: str
) -> None:
    community.schools()
    lines = f"1000000001,9901,{measure},2025-T2,{text}\n1000000002,9901,otj-reading,2025-T2,At\n"
    community.csv("results.csv", "NSN,School,Measure,Term,Level\n" + lines)
    snapshot = community.take_in()
    assert counts(account(snapshot, "results.csv", "achievement")) == (2, 1, 1, 0)
    assert any(said in problem.expected for problem in snapshot.problems)


def test_numbers_that_may_be_stanines_or_scores_are_not_guessed(community: Community) -> None:
    snapshot = taken(community, "pat-reading", "5", "6", "38.2", header="Result")
    assert snapshot.frame("achievement")["scale_score"].tolist() == [5, 6, 38.2]  # one of them is no stanine
    other = taken(community, "pat-reading", "5", "6", "7", header="Result")
    assert other.frame("achievement").empty
    assert any("may be scores" in problem.expected for problem in other.problems)


def test_a_fraction_is_a_score_only_where_the_scale_has_that_total(community: Community) -> None:
    snapshot = taken(community, "phonics-check-20-weeks", "34/40", "34/50", header="Score")
    assert snapshot.frame("achievement")["scale_score"].tolist() == [34]
    (problem,) = of_check(snapshot, "raw mark")
    assert "not on the scale of" in problem.expected
    assert "scale score" in problem.remedy


def test_a_failed_formula_is_told_as_such_and_what_stands_beside_it_is_used(community: Community) -> None:
    community.schools()
    lines = "1000000001,9901,easttle-writing,2025-T2,#DIV/0!,3B\n1000000002,9901,easttle-writing,2025-T2,#N/A,\n"
    community.csv("results.csv", "NSN,School,Measure,Term,Score,Level\n" + lines)
    snapshot = community.take_in()
    assert [(p.effect, p.cells) for p in of_check(snapshot, "formula")] == [("set aside", "E3"), ("warning", "E2")]
    assert levels(snapshot) == ["3B"]


def test_two_cells_that_give_one_result_two_levels_are_set_aside(community: Community) -> None:
    community.schools()
    lines = "1000000001,9901,otj-writing,2025-T2,At,Above\n1000000002,9901,otj-writing,2025-T2,At,AT\n"
    community.csv("results.csv", "NSN,School,Measure,Term,Result,Level\n" + lines)
    snapshot = community.take_in()
    assert len(snapshot.frame("achievement")) == 1
    assert of_check(snapshot, "contradiction")[0].cells in {"E2", "F2"}


def test_scores_with_decimal_commas_are_read_and_said_once(community: Community) -> None:
    snapshot = taken(community, "pat-reading", "25,2", "30,75", "28", header="Score")
    assert snapshot.frame("achievement")["scale_score"].tolist() == [25.2, 30.75, 28]
    (problem,) = of_check(snapshot, "decimal comma")
    assert (problem.effect, problem.count) == ("warning", 2)


@pytest.mark.parametrize("written", [" 1402 ", "1,402", "1402\u200b", "\u00a01402", "１４０２", "1402.0"])
def test_a_score_is_read_through_signs_nobody_sees(community: Community, written: str) -> None:
    snapshot = taken(community, "easttle-writing", written, header="Score")
    assert snapshot.frame("achievement")["scale_score"].tolist() == [1402]


def test_reasons_stay_apart_in_attendance_as_well(community: Community) -> None:
    community.schools()
    rows = ["95,90", "exempt,", "not enrolled,not enrolled", "-,-", ",", "94,abs", "80,twelve", "n/a,75"]
    lines = "".join(f"{1000000001 + at},9901,2025-T2,{cells}\n" for at, cells in enumerate(rows))
    community.csv("attendance.csv", "NSN,School,Term,Half-days possible,Half-days present\n" + lines)
    snapshot = community.take_in()
    why = snapshot.frame("attendance")["missing"].astype(object).where(lambda column: column.notna(), None)
    assert why.tolist() == [None, "exempt", "not enrolled", "no score", "blank", "absent", None, None]
    assert {p.check: p.cells for p in snapshot.problems} == {"number": "E8", "no value": "D9"}
