"""Communities whose learners move in ways that data do not tell well: each must be reported, set aside or shown."""

from __future__ import annotations

from collections.abc import Callable

from made_chapters import Row, Sheets, changed, number
from moving_communities import community

FEW = 5


def _only(*schools: str) -> Callable[[Row], Row | None]:
    return lambda row: row if row["School number"] in schools else None


def _of_schools(made: Sheets, *schools: str) -> Sheets:
    """The same with these schools alone, and the moves between them."""
    kept = changed(made, "schools", "students", "results", each=_only(*schools))
    inside = {*schools}
    return changed(kept, "moves", each=lambda row: row if {row["From school"], row["To school"]} <= inside else None)


def _renumbered(made: Sheets, old: str, new: str) -> Sheets:
    """The learners of one school on the roll and in the results of another, as where two schools became one."""

    def each(row: Row) -> Row:
        return row | {key: new for key, value in row.items() if value == old}

    return changed(made, "students", "results", "moves", each=each)


def _merged(made: Sheets) -> Sheets:
    """Two contributing schools that are one from 2026 on: the smaller one's rolls end, and it is no member any more."""
    schools = changed(
        made, "schools", each=lambda row: row | {"Left": "2025-12-19" if row["School number"] == "9902" else ""}
    )
    rest = [
        {"NSN": number(900 + i), "School number": code, "Year level": 4 + (code == "9901"), "Entry date": entry,
         "Exit date": left, "Gender": "Female", "Ethnicity": "Māori"}
        for i in range(20)
        for code, entry, left in (("9902", "2023-01-31", "2025-12-16"), ("9901", "2026-02-02", ""))
    ]  # fmt: skip
    return schools | {"students": made["students"] + rest}


def _closed(made: Sheets) -> Sheets:
    """A full primary school that closes at the end of 2025, whose learners go to two others or are not seen again."""
    gone = changed(
        made, "schools", each=lambda row: row | {"Left": "2025-12-19" if row["School number"] == "9904" else ""}
    )
    ended = changed(
        gone,
        "students",
        each=lambda row: row | ({"Exit date": "2025-12-16", "Year level": 6} if row["School number"] == "9904" else {}),
    )
    kept = changed(
        ended,
        "results",
        each=lambda row: None if row["School number"] == "9904" and row["Term"] == "2026-T1" else row,
    )
    back = [
        row | {"School number": "9903", "Year level": 7, "Entry date": "2026-02-02", "Exit date": ""}
        for row in kept["students"]
        if row["School number"] == "9904"
    ][:12]
    return kept | {"students": kept["students"] + back}


def _composite(made: Sheets) -> Sheets:
    """One school from Year 1 to Year 13, where nobody moves at Year 8; six left it in the middle of a year."""
    school = {"School number": "9906", "School name": "Kauri Area School", "School type": "Composite"}
    one = made | {"schools": [school | {"Lowest year": 1, "Highest year": 13}]}
    for old in ("9901", "9902", "9903", "9904", "9905"):
        one = _renumbered(one, old, "9906")
    held: set[object] = set()

    def once(row: Row) -> Row | None:
        if row["NSN"] in held:
            return None
        held.add(row["NSN"])
        return row | {"Exit date": "2025-06-20" if len(held) <= 6 else ""}

    return changed(one, "students", each=once) | {"moves": []}


def _overlapping(made: Sheets) -> Sheets:
    """Every second learner who moved is on the old school's roll until after the first weeks at the new one."""
    late = {"Exit date": "2026-03-20"}
    return changed(made, "students", each=lambda row: row | (late if int(row["NSN"]) % 2 and row["Exit date"] else {}))


def _sent_by_the_next_school(made: Sheets) -> Sheets:
    """Newcomers sat a test at the college before they came, and the college sends it."""
    early = {"School number": "9906", "Date": "2025-11-20", "Term": ""}
    own = {row["NSN"] for row in made["moves"] if row["From school"] == "9905"}
    return changed(
        made, "results", each=lambda row: row | (early if row["NSN"] in own and row["Term"] == "2025-T4" else {})
    )


def _dated(made: Sheets, name: str, **days: str) -> Sheets:
    """The first six rows of a sheet that have such a day have it otherwise."""
    left = [6]

    def each(row: Row) -> Row:
        mine = {key.replace("_", " "): day for key, day in days.items()}
        if left[0] and all(row.get(key) for key, day in mine.items() if day):
            left[0] -= 1
            return row | mine
        return row

    return changed(made, name, each=each)


def _yr(row: Row) -> Row:
    return row | ({"Year level": "Yr 8/9"} if row["Year level"] in (8, 9) else {})


def _alike(row: Row) -> Row:
    return row | {"Level": "At"}


def _few(made: Sheets, n: int) -> Sheets:
    """Only the first `n` of those who moved out of the first school, and nobody else."""
    keep = {row["NSN"] for row in made["moves"][:n]}
    return changed(made, "students", "results", "moves", each=lambda row: row if row["NSN"] in keep else None)


GOOD = community()
BAD: dict[str, Sheets] = {
    "nothing wrong": GOOD,
    "no second year": changed(
        changed(GOOD, "students", each=lambda row: row if row["Entry date"] < "2026" else None),
        "results",
        each=lambda row: row if row["Term"] < "2026" else None,
    )
    | {"moves": []},
    "no register of moves": GOOD | {"moves": []},
    "no rolls": GOOD | {"students": [], "moves": []},
    "no rolls but a register": GOOD | {"students": []},
    "no results": GOOD | {"results": []},
    "nothing but schools": {name: rows if name == "schools" else [] for name, rows in GOOD.items()},
    "no schools": GOOD | {"schools": []},
    "one feeder": _of_schools(GOOD, "9901", "9905"),
    "one receiving school and nobody who stays": changed(
        _of_schools(GOOD, "9901", "9902", "9905"),
        "students",
        each=lambda row: row if row["School number"] != "9905" or row["Entry date"] > "2026" else None,
    ),
    "one school": _of_schools(GOOD, "9903"),
    "a composite school": _composite(GOOD),
    "a school that closed": _closed(GOOD),
    "merged schools": _merged(GOOD),
    "two year levels typed as one": changed(GOOD, "students", "results", each=_yr),
    "no year levels": {
        name: [{key: value for key, value in row.items() if key != "Year level"} for row in rows]
        for name, rows in GOOD.items()
    },
    "on two rolls": _overlapping(GOOD),
    "left before coming": _dated(GOOD, "students", Exit_date="2022-06-30"),
    "entered before leaving": _dated(GOOD, "moves", First_day="2025-11-03"),
    "received before sent": _dated(GOOD, "moves", Date_received="2025-12-01"),
    "tested before any entry": _dated(GOOD, "results", Date="2022-03-01", Term=""),
    "tested by the next school before entry": _sent_by_the_next_school(GOOD),
    "all alike": changed(GOOD, "results", each=_alike),
    "a class of one": changed(GOOD, "results", each=lambda row: row | {"Class": f"Room {row['NSN']}"}),
    "one learner who moved": _few(GOOD, 1),
    "four learners who moved": _few(GOOD, 4),
    "nine learners who moved": _few(GOOD, 9),
}
