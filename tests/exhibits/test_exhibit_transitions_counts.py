"""Who takes a number with results from the number sent on learns no small number of those without."""

from __future__ import annotations

import json
from math import floor
from pathlib import Path
from typing import Any

import pytest
from made_chapters import Sheets, changed, number, settings_of, sheets
from moving_communities import community
from test_exhibit_transitions_attendance import sheets as attendances
from test_exhibit_transitions_lists import sheets as lists
from tested_movers import of_maths

from colsynth.analyses.transitions.lists import NEXT
from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.exhibit import Exhibit
from colsynth.exhibits.transitions_attendance import attendance_at_the_move
from colsynth.exhibits.transitions_change import at_the_move
from colsynth.exhibits.transitions_change_by_pair import by_pair
from colsynth.exhibits.transitions_counts import Said, at_least, beside, none_alone, said_of, step_of
from colsynth.exhibits.transitions_handover import arrived_in_time
from colsynth.exhibits.transitions_handover_days import there_for_classes
from colsynth.exhibits.transitions_judgement_levels import judged_on_levels
from colsynth.exhibits.transitions_judgements import judged_before_and_after
from colsynth.exhibits.transitions_lists import still_on_list
from colsynth.exhibits.transitions_matching import followed_across
from colsynth.exhibits.transitions_pathway import pathways
from colsynth.exhibits.transitions_recovery import recovery
from colsynth.exhibits.transitions_schools_followed import followed
from colsynth.exhibits.transitions_schools_judgements import judged_of_sent

SENT = 24  # learners whom one school, 9902, sends on
FEW = 5


def chapter_of(root: Path, made: Sheets, term: str = "") -> Chapter:
    root.mkdir()
    return open_chapter("transitions", settings_of(root, made), term)


def lost(made: Sheets, many: int, school: str = "9902") -> Sheets:
    """So many of those whom a school sent on have no result after the move."""
    gone = [row["NSN"] for row in made["moves"] if row["From school"] == school][:many]
    return changed(made, "results", each=lambda row: None if row["NSN"] in gone and row["Term"] > "2026" else row)


def rows_of(shown: Exhibit, *words: str) -> list[dict[str, str]]:
    table = shown.record()["table"]
    keys = [column["key"] for column in table["columns"]]
    return [dict(zip(keys, row, strict=True)) for row in table["rows"] if all(word in " ".join(row) for word in words)]


def test_a_number_is_told_about_by_how_many_were_sent_and_not_by_how_many_have_results(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path / "c", community())
    year = int(chapter.turns["year"].max())
    said = [said_of(chapter, SENT - few, "Year 6 to Year 7", year, "9902") for few in range(FEW + 1)]
    assert said[0] == Said(SENT)
    assert said[5] == Said(SENT - 5)
    assert set(said[1:5]) == {Said(20, False, 0.1)}


@pytest.mark.parametrize("sent", range(14, 160))
def test_every_number_that_may_be_meant_has_a_share_that_is_shown_the_same(sent: int) -> None:
    about = max(10, 5 * ((sent - 2) // 5))
    step, ns = step_of(about), range(sent - 4, sent)
    shown = [{floor(k / n / step + 0.5 + 1e-9) for k in range(n + 1)} for n in ns]
    assert all(of == set(range(round(1 / step) + 1)) for of in shown)


def test_the_number_of_all_is_told_about_where_one_part_alone_is() -> None:
    about = Said(15, False, 0.1)
    assert beside(Said(124), [Said(60), Said(49), about]) == Said(120, False, 0.01)
    assert beside(Said(124), [Said(109), about, about]) == Said(124)
    assert beside(about, [about]) == about
    assert beside(Said(47), [about, Said(9)]) == Said(47)  # nine are not shown


def test_no_part_alone_is_told_about() -> None:
    about = Said(15, False, 0.1)
    assert none_alone(Said(125), [Said(61), Said(49), about]) == [Said(60, False, 0.05), Said(49), about]
    assert none_alone(Said(125), [Said(61), about, about]) == [Said(61), about, about]
    assert none_alone(Said(15), [about]) == [about]


def test_a_strength_does_not_know_how_many_of_few_are_missing() -> None:
    assert {at_least(20 - few, 20, FEW) for few in range(1, FEW)} == {16}
    assert [at_least(n, 20, FEW) for n in (20, 15)] == [20, 15]
    assert at_least(1, 3, FEW) == 1


def test_judgements_read_alike_whether_one_or_four_have_no_second_result(tmp_path: Path) -> None:
    said, reasons = set(), set()
    for few in (1, 2, 4):
        chapter = chapter_of(tmp_path / str(few), lost(community((0, 0, -1, 1), times=3), few))
        (row,) = rows_of(judged_before_and_after(chapter), "Year 6", chapter.school_labels["9902"])
        said.add(row["with_both"])
        assert {int(row[c].split()[0]) % 5 for c in ("alike", "before_share", "after_share") if row[c] != "[c]"} == {0}
        assert row["apart"] == "[c]"
        (whole,) = rows_of(judged_before_and_after(chapter), "Year 6", "all learners with both")
        assert whole["with_both"].startswith("about")
        school = judged_of_sent(chapter, "9902")
        assert school is not None
        (finding,) = school.findings
        assert (finding.n, finding.of) == (None, None)
        reasons.add(finding.strength.reasons)
    assert said == {"about 70"}
    assert len(reasons) == 1


def test_levels_say_no_more_than_the_sides_of_the_mark(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path / "c", lost(community((0, 0, -1, 1)), 2))
    (row,) = rows_of(judged_on_levels(chapter), "Year 6")
    assert row["with_both"] == "about 55"
    assert int(row["exact"].split()[0]) % 5 == 0
    assert row["kappa"] == "[z]" or len(row["kappa"].split()[0]) == 3


def test_change_at_the_move_gives_no_number_with_results_back(tmp_path: Path) -> None:
    said = set()
    for few in (1, 3):
        made = lost(of_maths(later=4.0), few)
        chapter = chapter_of(tmp_path / str(few), made)
        (row,) = rows_of(at_the_move(chapter), "Year 6")
        (pair,) = rows_of(by_pair(chapter), f"{chapter.school_labels['9902']} to")
        (other,) = rows_of(by_pair(chapter), f"{chapter.school_labels['9901']} to")
        later = {row["n_said"] for row in rows_of(recovery(chapter), "Year 6")}
        said.add((row["n_said"], pair["n_said"], *later))
        assert other["n_said"] == "36"
        finding = at_the_move(chapter).findings[0]
        assert (finding.n, finding.of) == (None, None)
    assert said == {("about 55", "about 20", "about 55")}


def test_a_school_is_not_told_by_the_strength_how_many_were_not_seen(tmp_path: Path) -> None:
    reasons = set()
    for few in (1, 4):
        made = of_maths()
        gone = [row["NSN"] for row in made["moves"] if row["From school"] == "9902"][:few]
        for name, column in (("students", "School number"), ("results", "School number"), ("moves", "To school")):
            made[name] = [row for row in made[name] if row["NSN"] not in gone or row[column] != "9905"]
        shown = followed(chapter_of(tmp_path / str(few), made), "9901")
        mine = followed(chapter_of(tmp_path / f"{few} too", made), "9902")
        assert shown is not None
        reasons.add(tuple(finding.strength.reasons for one in (shown, mine) if one for finding in one.findings))
    assert len(reasons) == 1


def test_attendance_at_the_move_gives_no_number_with_attendance_back(tmp_path: Path) -> None:
    said = set()
    for few in (1, 4):
        made = attendances(120, 120)
        gone = {row["NSN"] for row in made["students"][:1]} | {row["NSN"] for row in made["attendance"][: 2 * few : 2]}
        made["attendance"] = [r for r in made["attendance"] if r["NSN"] not in gone or r["Term"] < "2026"]
        shown = attendance_at_the_move(chapter_of(tmp_path / str(few), made, "2026-T1"))
        ((row,), (finding,)) = rows_of(shown), shown.findings
        said.add(row["n_said"])
        assert (finding.n, finding.of) == (None, None)
        assert all(abs(100 * size - round(100 * size)) < 1e-9 for size in (finding.size or 0, finding.low or 0))
    assert said == {"about 115"}


def test_shares_of_a_line_of_moves_are_in_steps_and_together_all(tmp_path: Path) -> None:
    shown = arrived_in_time(chapter_of(tmp_path / "c", community(times=2)))
    lines = rows_of(shown)[1:]
    assert all(row["moves"].startswith("about") for row in lines)
    shares = [[int(cell.split()[0]) for cell in row.values() if cell.endswith("\u00a0%")] for row in lines]
    assert all(share % 5 == 0 for line in shares for share in line)
    assert all(sum(line) == 100 for line in shares if len(line) == 3)


def test_pictures_of_shares_are_drawn_in_whole_percent(tmp_path: Path) -> None:
    shown = attendance_at_the_move(chapter_of(tmp_path / "c", attendances(120, 120), "2026-T1"))
    assert not [number for number in _numbers(json.loads(json.dumps(shown.chart["datasets"]))) if number % 1]  # type: ignore[index]


def _numbers(held: Any) -> list[float]:
    if isinstance(held, dict | list):
        return [n for one in (held.values() if isinstance(held, dict) else held) for n in _numbers(one)]
    return [float(held)] if isinstance(held, int | float) and not isinstance(held, bool) else []


def test_where_few_moves_have_no_day_of_deciding_classes_their_number_is_not_told(tmp_path: Path) -> None:
    made = community()
    made["moves"] = [row | {"Placement date": "2026-01-20" if i > 2 else ""} for i, row in enumerate(made["moves"])]
    shown = there_for_classes(chapter_of(tmp_path / "c", made))
    assert "of the moves where that day is known" in shown.title
    assert all((finding.n, finding.of) == (None, None) for finding in shown.findings)


@pytest.mark.parametrize(("first", "second", "told"), [(60, 20, True), (51, 12, False)])
def test_lists_of_any_goal_tell_of_no_few_on_two(tmp_path: Path, first: int, second: int, told: bool) -> None:
    made = lists(60, 30)
    made["goals"].append({"Goal": "G2", "Title": "Reading", "Measure": "otj-reading", "Years": "4-8"})
    on = {"G1": {number(i) for i in range(first)}, "G2": {number(i) for i in range(60 - second, 60)}}
    kept = [row | {"Goal": goal} for row in made["targets"] for goal in on if row["NSN"] in on[goal]]
    rows = rows_of(still_on_list(chapter_of(tmp_path / "c", made | {"targets": kept}, "2026-T2")), NEXT)
    assert ("Any goal" in {row["title"] for row in rows}) is told


def test_a_list_of_another_goal_alone_tells_of_no_few(tmp_path: Path) -> None:
    made = lists(60, 30)
    made["goals"].append({"Goal": "G2", "Title": "Reading", "Measure": "otj-reading", "Years": "4-8"})
    for row in made["targets"]:
        if row["School number"] == "9902" and row["NSN"] in {number(i) for i in range(3)}:
            row["Goal"] = "G2"
    (row,) = rows_of(still_on_list(chapter_of(tmp_path / "c", made, "2026-T2")), "Writing", NEXT)
    assert (row["same_list"], row["any_list"]) == ("[c]", "30")


def test_the_pathway_of_a_group_leaves_out_year_levels_where_few_are_not_of_it(tmp_path: Path) -> None:
    made = sheets(terms=("2025-T4",))
    three = sorted(row["NSN"] for row in made["students"] if row["Year level"] == 4)[:3]  # all of Year 4 are Māori
    made = changed(
        made, "students", "results", each=lambda row: row | ({"Ethnicity": "Chinese"} if row["NSN"] in three else {})
    )
    shown = list(pathways(chapter_of(tmp_path / "c", made, "2025-T4")))
    levels = {one.id: {row["level"] for row in rows_of(one)} for one in shown if one.table is not None}
    (whole,) = (of for name, of in levels.items() if name.endswith("g1"))
    assert "Year 4" in whole
    assert not any("Year 4" in of for name, of in levels.items() if name.endswith("g2"))


def test_all_moves_of_the_register_do_not_give_a_hidden_kind_of_move_back(tmp_path: Path) -> None:
    said = set()
    for few in (1, 3):
        made = community()
        gone = {row["NSN"] for row in made["moves"] if row["From school"] == "9902"} - {
            row["NSN"] for row in [r for r in made["moves"] if r["From school"] == "9902"][few:]
        }
        for name, column in (("students", "School number"), ("results", "School number"), ("moves", "To school")):
            made[name] = [row for row in made[name] if row["NSN"] not in gone or row[column] != "9905"]
        chapter = chapter_of(tmp_path / str(few), made)
        shown = arrived_in_time(chapter)
        said.add(rows_of(shown)[0]["moves"])
        assert all((finding.n, finding.of) == (None, None) for finding in shown.findings)
        assert "about" in shown.title or "cannot be shown" in shown.title
        assert rows_of(there_for_classes(chapter))[0]["moves"] in said
    assert said == {"about 120"}


def seen_again(made: Sheets, *unseen: str) -> Sheets:
    """The community without those learners after the move."""
    kept = dict(made)
    for name, column in (("students", "School number"), ("results", "School number"), ("moves", "To school")):
        kept[name] = [row for row in made[name] if row["NSN"] not in unseen or row[column] not in ("9905", "9906")]
    return kept


def test_a_group_all_of_whom_moved_or_of_whom_one_did_not_stands_in_no_table(tmp_path: Path) -> None:
    made = community()
    women = [row["NSN"] for row in made["students"] if row["Gender"] == "Female" and row["School number"] == "9901"]
    men = [row["NSN"] for row in made["students"] if row["Gender"] == "Male" and row["School number"] == "9901"]
    for name, unseen, told in (("none", men[:8], set()), ("one", [*men[:8], women[0]], set()),
                               ("some", [*men[:8], *women[:6]], {"Female", "Male"})):  # fmt: skip
        chapter = chapter_of(tmp_path / name, seen_again(made, *unseen))
        rows = rows_of(followed_across(chapter), "Year 6", "At a member school again")
        assert {row["group"] for row in rows} & {"Female", "Male"} == told
