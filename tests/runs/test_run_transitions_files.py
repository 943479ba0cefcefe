"""Two schools that share the move from Year 8 to Year 9 send what their systems write, and the chapter sees who moved.

Roll returns by positions of their fields as the public MOEFileGenerator writes them (read 2026), and e-asTTle's tabular
report; every school, learner and number is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
import yaml

from colsynth.analyses.transitions.change import LOWER
from colsynth.analyses.transitions.stayers import ADJACENT
from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.transitions_change import at_the_move, changes

PRIMARY, COLLEGE = "9901", "9902"
# Positions of fields, from 1: the public MOEFileGenerator
SCHOOL, OWN, NSN, SURNAME, FIRST, GENDER, DOB, START = 1, 2, 3, 4, 5, 6, 7, 8
ETHNIC1, FUNDING_YEAR, TYPE, PREVIOUS, END, YEAR = 10, 17, 18, 19, 25, 103
FIELDS = 132
SCHOOLS = (
    "School number,School name,Type,Year from,Year to\n"
    f"{PRIMARY},Tōtara Flat School,Full primary,1,8\n{COLLEGE},Rātā College,Secondary,9,13\n"
)


def number(i: int) -> str:
    """A student number that no check takes for a mistake."""
    return f"{1000000007 + 13 * i}"


def line(i: int, school: str, year: int, **more: str) -> str:
    cells = {SCHOOL: school, OWN: str(100 + i), NSN: number(i), SURNAME: "Kea", FIRST: "Mere", GENDER: "FM"[i % 2]}
    cells |= {DOB: "20120401", ETHNIC1: ("211", "111")[i % 3 > 0], FUNDING_YEAR: str(year), TYPE: "RE", YEAR: str(year)}
    cells |= {START: more["start"], END: more.get("end", ""), PREVIOUS: more.get("previous", "")}
    return ",".join(cells.get(at, "") for at in range(1, FIELDS + 1))


def roll_return(school: str, month: str, year: int, lines: list[str]) -> str:
    end = [f"Footer,{len(lines)},{year}0701,0900,A. Principal", "FR," + ",".join(["0"] * 30)]
    first = f"Linc-Ed,2.8,{month},{year},{school},{len(lines)},N,00000000"
    return "\r\n".join([first, *lines, *end]) + "\r\n"


def report(tested: list[tuple[int, int, str, int]]) -> str:
    """e-asTTle's report of (learner, year level, day, score)."""
    heads = "TestID,Test Name,Date Modified,NSN ID,Last Name,First Name,Year Level,Date Tested,Gender,Language,"
    rows = [
        f"7,Maths,{day},{number(i)},Kea,Mere,{year},{day},F,English,{score},{'4B' if score > 1400 else '3P'}"
        for i, year, day, score in tested
    ]
    return "\n".join(
        ["e-asTTle Tabular Report Created on 01/03/2026 at 15:52", f"{heads}Overall Score,Overall Level", *rows]
    )


@dataclass(frozen=True)
class Learners:
    """Who is where: numbers of learners, by what happens to them at the turn of the year."""

    moved: range = range(24)
    left: range = range(24, 28)
    stayed: range = range(100, 126)  # Year 7 to Year 8 at the primary
    arrived: range = range(200, 206)  # into Year 9 from outside
    grew: range = range(300, 320)  # Year 9 to Year 10 at the college


WHO = Learners()


def before_of(i: int) -> int:
    return 1360 + i % 50


def after_of(i: int) -> int:
    """Those who move lose 5 points, all others gain 10; both about so much."""
    return before_of(i) + (4 * (i % 5 - 2) - 5 if i in WHO.moved else 6 * (i % 3 - 1) + 10)


def asttle_files() -> dict[str, str]:
    """A report of each school and year."""
    then = {PRIMARY: [(WHO.moved, 8), (WHO.left, 8), (WHO.stayed, 7)], COLLEGE: [(WHO.grew, 9)]}
    now = {PRIMARY: [(WHO.stayed, 8)], COLLEGE: [(WHO.moved, 9), (WHO.arrived, 9), (WHO.grew, 10)]}
    years = ((2025, then, "18/11/2025", before_of), (2026, now, "20/02/2026", after_of))
    return {
        f"{school}-{year}.csv": report([(i, level, day, score(i)) for who, level in groups for i in who])
        for year, of_schools, day, score in years
        for school, groups in of_schools.items()
    }


def college_return() -> str:
    new = [line(i, COLLEGE, 9, start="20260202", previous=PRIMARY) for i in WHO.moved]
    new += [line(i, COLLEGE, 9, start="20260202", previous="0001") for i in WHO.arrived]
    return roll_return(COLLEGE, "J", 2026, new + [line(i, COLLEGE, 10, start="20250203") for i in WHO.grew])


def chapter_of(root: Path, returns: dict[str, str]) -> Chapter:
    for folder in ("sent", "params"):
        (root / folder).mkdir()
    files = {"schools.csv": SCHOOLS, "college.moe": college_return(), **returns, **asttle_files()}
    for name, text in files.items():
        (root / "sent" / name).write_text(text, encoding="utf-8")
    hints = [
        {"file": f"sent/{school}-{year}.csv", "for_all": {"school": school, "subject": "mathematics"}}
        for school in (PRIMARY, COLLEGE)
        for year in (2025, 2026)
    ]
    settings = {"community": {"id": "c", "name": "C"}, "inputs": ["sent", *hints], "as_at": "2026-07-03"}
    (root / "params" / "c.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return open_chapter("transitions", str(root / "params" / "c.yaml"))


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    """The chapter of a community whose schools sent their newest roll returns, which name those who left."""
    gone = [line(i, PRIMARY, 8, start="20180201", end="20251216") for i in (*WHO.moved, *WHO.left)]
    here = [line(i, PRIMARY, 8, start="20190201") for i in WHO.stayed]
    return chapter_of(tmp_path, {"flat.moe": roll_return(PRIMARY, "J", 2026, gone + here)})


def test_roll_returns_of_two_schools_tell_who_moved_from_the_one_to_the_other(chapter: Chapter) -> None:
    turns = chapter.turns[chapter.turns["year"] == 2026]
    step = turns[turns["step"] == "Year 8 to Year 9"]
    assert step["was"].value_counts().to_dict() == {"moved on": 24, "left": 4, "arrived": 6}
    assert set(step.loc[step["was"] == "moved on", ["from_school", "to_school"]].agg(" ".join, axis=1)) == {"9901 9902"}
    stayed = turns[turns["was"] == "stayed"].groupby(["to_school", "year_before"]).size()
    assert stayed.to_dict() == {(PRIMARY, 7): 26, (COLLEGE, 9): 20}
    moves = chapter.moves[chapter.moves["entered"] == "2026-02-02"]
    assert moves.groupby(["from_school", "kind"]).size().to_dict() == {("", "arrived"): 6, (PRIMARY, "planned"): 24}


def test_last_years_return_that_knows_no_last_days_tells_the_same_moves(tmp_path: Path) -> None:
    then = [line(i, PRIMARY, 8, start="20180201") for i in WHO.moved]
    then += [line(i, PRIMARY, 7, start="20190201") for i in WHO.stayed]
    now = [line(i, PRIMARY, 8, start="20190201") for i in WHO.stayed]
    returns = {
        "flat-2025.moe": roll_return(PRIMARY, "S", 2025, then),
        "flat-2026.moe": roll_return(PRIMARY, "J", 2026, now),
    }
    turns = chapter_of(tmp_path, returns).turns
    newest = turns[(turns["year"] == 2026) & (turns["source"] == "rolls")]
    moved = newest[newest["was"] == "moved on"]
    assert len(moved) == 24
    assert set(moved["step"]) == {"Year 8 to Year 9"}


def test_reports_of_easttle_are_held_against_one_another_over_the_turn(chapter: Chapter) -> None:
    results = chapter.results
    assert results.groupby(["term", "school"]).size().to_dict() == {
        ("2025-T4", PRIMARY): 54, ("2025-T4", COLLEGE): 20, ("2026-T1", PRIMARY): 26, ("2026-T1", COLLEGE): 50,
    }  # fmt: skip
    assert set(results["measure"]) == {"easttle-mathematics"}


def test_the_change_at_the_move_is_that_of_the_numbers_in_the_reports(chapter: Chapter) -> None:
    row = changes(chapter).iloc[0]
    assert (row["step"], row["sent"], row["n"], row["n_stayers"]) == ("Year 8 to Year 9", 28, 24, 46)
    assert row["comparison"] == ADJACENT  # nobody of Year 8 stays; Year 7 at the one school and Year 9 at the other
    gain = pd.Series({i: after_of(i) - before_of(i) for i in (*WHO.moved, *WHO.stayed, *WHO.grew)})
    beside = (gain[list(WHO.stayed)].mean() + gain[list(WHO.grew)].mean()) / 2
    assert row["change"] == pytest.approx(gain[list(WHO.moved)].mean())
    assert row["difference"] == pytest.approx(gain[list(WHO.moved)].mean() - beside)
    assert row["verdict"] == LOWER
    shown = at_the_move(chapter)
    assert shown.record()["id"] == "transitions-change"
    assert "gained 15 points less than learners a year level above or below" in shown.title
