"""Moves on the page: how many were planned, what each source tells, and nothing that gives a small number back."""

from __future__ import annotations

from pathlib import Path

from made_chapters import Row, Sheets, number, settings_of

from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.transitions_moves import NONE, moved
from colsynth.exhibits.transitions_transience import NONE as NO_ROLL
from colsynth.exhibits.transitions_transience import transience

GONE, NEW = "2024-12-16", "2025-02-03"
A, B, I = "9901", "9902", "9903"  # noqa: E741
ENDS = {A: (1, 6), B: (1, 8), I: (7, 8)}


def sheets(planned: int = 40, left: int = 12, within: int = 8, again: int = 6, stayers: int = 60) -> Sheets:
    """Learners of 2024 and 2025: some moved on, some left, some moved in May, and some of those back in August."""
    rows: Sheets = {"schools": [], "students": [], "moves": []}
    for code, (low, high) in ENDS.items():
        rows["schools"].append(
            {"School number": code, "School name": f"Kura {code}", "Year from": low, "Year to": high}
        )

    def at(learner: int, school: str, first: str, last: str | None, level: int) -> None:
        row: Row = {"NSN": number(learner), "School number": school, "Entry date": first, "Year level": level}
        rows["students"].append(row | ({"Exit date": last} if last else {}))

    learner = 0
    for n, kind in ((planned, "on"), (left, "left"), (within, "within"), (again, "again"), (stayers, "stayed")):
        for _ in range(n):
            learner += 1
            last = {"on": GONE, "left": GONE, "within": "2025-05-02", "again": "2025-05-02"}.get(kind)
            at(learner, A, "2020-02-03", last, 6 if kind in ("on", "left") else 4)
            if kind == "on":
                at(learner, I, NEW, None, 7)
                told: Row = {"NSN": number(learner), "From school": A, "To school": I}
                rows["moves"].append(told | {"Date left": GONE, "Date entered": NEW})
            if kind in ("within", "again"):
                at(learner, B, "2025-05-05", "2025-08-01" if kind == "again" else None, 4)
            if kind == "again":
                at(learner, A, "2025-08-04", None, 4)
    return rows


def chapter_of(root: Path, made: Sheets) -> Chapter:
    return open_chapter("transitions", settings_of(root, made), "2025-T4")


def test_the_title_and_the_finding_tell_how_many_moves_were_planned(tmp_path: Path) -> None:
    shown = moved(chapter_of(tmp_path, sheets()))
    assert shown.title.startswith("40 of 60 moves between schools of the community in 2025")
    (finding,) = shown.findings
    assert (finding.n, finding.of, finding.size) == (40, 60, 0.6667)


def test_the_table_tells_each_kind_and_who_tells_of_it(tmp_path: Path) -> None:
    record = moved(chapter_of(tmp_path, sheets())).record()
    columns = [column["label"] for column in record["table"]["columns"]]
    rows = {row[1]: dict(zip(columns, row, strict=True)) for row in record["table"]["rows"]}
    assert rows["Planned, Year 6 to Year 7"]["Both, alike"] == "40"
    assert rows["Within a year"]["Moves"] == "20"
    assert rows["Left the community"]["Rolls alone"] == "12"


def test_what_the_flows_hide_is_hidden_here_too(tmp_path: Path) -> None:
    record = moved(chapter_of(tmp_path, sheets(left=3))).record()
    rows = {row[1]: row[2:] for row in record["table"]["rows"]}
    assert set(rows["Planned, Year 6 to Year 7"]) == {"[c]"}
    assert record["title"].startswith("In 2025")
    assert "40" not in record["title"] + record["alt"]
    assert not record["findings"]


def test_two_moves_in_a_year_are_told_per_1000(tmp_path: Path) -> None:
    shown = transience(chapter_of(tmp_path, sheets(again=8)))
    assert shown.title.startswith("At least 69 of 1,000 learners changed school twice or more in 2025")  # 8 of 116
    (finding,) = shown.findings
    assert (finding.n, finding.of) == (8, 116)
    assert "lower" not in shown.title
    assert "least it can be" in shown.caution


def test_few_who_moved_twice_are_hidden_and_so_is_their_rate(tmp_path: Path) -> None:
    shown = transience(chapter_of(tmp_path, sheets(again=3)))
    assert shown.title == "No learners, or too few to be shown, are seen to change school twice or more within a year."
    assert (shown.chart, shown.table) == (None, None)
    assert not shown.findings


def test_without_moves_there_is_one_line_each(tmp_path: Path) -> None:
    made = sheets(0, 0, 0, 0, 30)
    for row in made["students"]:
        row.pop("Entry date")
    chapter = chapter_of(tmp_path, made | {"moves": []})
    assert (moved(chapter).title, transience(chapter).title) == (NONE, NO_ROLL)
