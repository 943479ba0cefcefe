"""Lists and moves on the page: how many are on a list again, what is hidden, and one line where there is nothing."""

from __future__ import annotations

from pathlib import Path

from made_chapters import Row, Sheets, number, settings_of

from colsynth.exhibits import open_chapter
from colsynth.exhibits.exhibit import Exhibit
from colsynth.exhibits.transitions_lists import FEW, NO_LISTS, still_on_list


def sheets(movers: int = 40, again: int = 12, stayers: int = 40, still: int = 30) -> Sheets:
    """Learners on lists of one school in 2025: Year 6, who went to the next school, and Year 5, who stayed."""
    rows: Sheets = {name: [] for name in ("schools", "students", "results", "goals", "targets")}
    rows["schools"] = [
        {"School number": "9901", "School name": "Kura Tahi", "Type": "Contributing"},
        {"School number": "9902", "School name": "Kura Rua", "Type": "Intermediate"},
    ]
    rows["goals"] = [{"Goal": "G1", "Title": "Writing", "Measure": "otj-writing", "Years": "4-8"}]
    for i in range(movers + stayers):
        moved = i < movers
        who: Row = {"NSN": number(i)}
        here, there = who | {"School number": "9901"}, who | {"School number": "9902" if moved else "9901"}
        left = {"Year level": 6, "Exit date": "2025-12-16"} if moved else {"Year level": 6}
        rows["students"].append(here | {"Entry date": "2020-02-03"} | left)
        if moved:
            rows["students"].append(there | {"Year level": 7, "Entry date": "2026-02-03"})
        rows["targets"].append(here | {"Goal": "G1", "On list from": "2025-02-10", "On list to": "2025-12-12"})
        if i < again if moved else i - movers < still:
            rows["targets"].append(there | {"Goal": "G1", "On list from": "2026-02-16"})
        told = {"Term": "2026-T2", "Date": "2026-06-15", "Measure": "otj-writing", "Level": "Below"}
        rows["results"].append(there | told | {"Year level": 7 if moved else 6})
    return rows


def shown(root: Path, made: Sheets) -> Exhibit:
    return still_on_list(open_chapter("transitions", settings_of(root, made), "2026-T2"))


def test_the_title_and_the_finding_say_how_many_are_on_a_list_again(tmp_path: Path) -> None:
    exhibit = shown(tmp_path, sheets())
    assert exhibit.title == (
        "30 % of 40 learners on a list who moved to the next school and were followed are on a list again, fewer than "
        "of those who did not move."
    )
    (finding,) = exhibit.findings
    assert (finding.n, finding.of, finding.direction, finding.bears_on) == (12, 40, "down", ("G1",))
    assert finding.comparison == "learners on a list who did not move"
    assert "Those who did not move are of any year level." in finding.says_not
    assert exhibit.chart is not None


def test_where_nearly_all_who_stayed_are_still_on_it_the_difference_would_give_that_back(tmp_path: Path) -> None:
    exhibit = shown(tmp_path, sheets(still=39))
    assert exhibit.title.startswith("30 % of 40 learners")
    assert "did not move" not in exhibit.title
    assert not exhibit.findings
    rows = (exhibit.record()["table"] or {})["rows"]
    assert [row[6] for row in rows] == ["30 %", "[c]"]
    assert [row[8] for row in rows] == ["[c]", "[c]"]
    assert [row[2] for row in rows] == ["nearly all", "[z]"]


def test_few_who_moved_are_one_line(tmp_path: Path) -> None:
    exhibit = shown(tmp_path, sheets(movers=6, again=3))
    assert (exhibit.title, exhibit.table) == (FEW, None)


def test_without_lists_there_is_one_line(tmp_path: Path) -> None:
    assert shown(tmp_path, sheets() | {"targets": []}).title == NO_LISTS
