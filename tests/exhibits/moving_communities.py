"""A community whose learners change school, for the tests of the transitions chapter; nothing is wrong with it."""

from __future__ import annotations

from made_chapters import Row, Sheets, number

SCHOOLS = {  # number: name, type, first and last year level
    "9901": ("Tōtara Flat School", "Contributing", 1, 6),
    "9902": ("Rātā Bay School", "Contributing", 1, 6),
    "9903": ("Kōwhai Point School", "Full primary", 1, 8),
    "9904": ("Mānuka Rise School", "Full primary", 1, 8),
    "9905": ("Rimu Intermediate", "Intermediate", 7, 8),
    "9906": ("Kauri College", "Secondary", 9, 13),
}
AGO = (("9901", 6, "9905"), ("9902", 6, "9905"), ("9903", 8, "9906"), ("9905", 8, "9906"))  # school, level, next
STAY = (("9903", 6), ("9904", 6), ("9905", 7), ("9906", 9))
SIZE = {"9901": 36, "9902": 24, "9903": 20, "9904": 20, "9905": 40, "9906": 40}
LEVELS = ("Well below", "Below", "At", "Above")
AS_AT = "2026-07-03"


def community(judged_after: tuple[int, ...] = (0, 0, 0, 1, -1), times: int = 1) -> Sheets:
    """Six schools with a class that moved on at the end of 2025 or stayed, judged in writing before and after, and a
    register of moves. `judged_after` are the levels by which judgements after differ from those before, in turn; all
    schools are so many `times` as large."""
    made: Sheets = {name: [] for name in ("schools", "students", "results", "moves")}
    for code, (name, kind, low, high) in SCHOOLS.items():
        made["schools"].append(
            {"School number": code, "School name": name, "School type": kind, "Lowest year": low, "Highest year": high}
        )
    at = 0
    for school, level, to in (*AGO, *((school, level, school) for school, level in STAY)):
        for i in range(times * SIZE[school]):
            _learner(made, at, i, school, level, to, judged_after[i % len(judged_after)])
            at += 1
    return made


def _learner(made: Sheets, at: int, i: int, school: str, level: int, to: str, change: int) -> None:
    nsn = number(at)
    who: Row = {"NSN": nsn, "Gender": ("Female", "Male")[i % 2], "Ethnicity": ("Māori", "NZ European")[i // 2 % 2]}
    moved = school != to
    stay = {"School number": school, "Year level": level if moved else level + 1, "Entry date": "2023-01-31"}
    made["students"].append(who | stay | {"Exit date": "2025-12-16" if moved else ""})
    if moved:
        made["students"].append(
            who | {"School number": to, "Year level": level + 1, "Entry date": "2026-02-02", "Exit date": ""}
        )
        made["moves"].append({"NSN": nsn, "From school": school, "To school": to, "Last day": "2025-12-16",
                              "First day": "2026-02-02"} | _handed_over(i))  # fmt: skip
    before = 1 + i % 3
    for term, day, place, judged in (
        ("2025-T4", "2025-12-01", school, before),
        ("2026-T1", "2026-03-16", to, min(3, max(0, before + change))),
    ):
        made["results"].append(
            {"NSN": nsn, "School number": place, "Measure": "otj-writing", "Term": term, "Date": day,
             "Year level": level + (term > "2026"), "Class": f"Room {i % 2 + 1}", "Level": LEVELS[judged]}
        )  # fmt: skip


def _handed_over(i: int) -> Row:
    """Half in time, of which most before the classes were decided, a quarter late, a quarter not on record."""
    decided = {"Placement date": "2025-12-12"}
    if i % 4 == 3:
        return decided | {"Date handed over": "", "Date received": "", "Complete %": ""}
    day = ("2025-12-08", "2026-01-20", "2026-02-16")[i % 4] if i % 8 else "2025-12-10"
    return decided | {"Date handed over": "2025-12-05", "Date received": day, "Complete %": 60 + 10 * (i % 4)}
