"""Communities with too little, too much of the same, or something absent: what each chapter must read well on."""

from __future__ import annotations

from collections.abc import Callable

from made_chapters import TERMS, Row, Sheets, changed, number, sheets, without

FEW, NEWEST = 5, TERMS[-1]


def _first(n: int) -> Callable[[Row], Row | None]:
    keep = {number(i) for i in range(n)}
    return lambda row: row if row["NSN"] in keep else None


def _of_learners(made: Sheets, n: int) -> Sheets:
    """Only the first `n` learners of the first school."""
    own = {**made, "schools": made["schools"][:1]}
    return changed(own, "students", "results", "attendance", "targets", each=_first(n))


def _all(**values: object) -> Callable[[Row], Row]:
    """Every cell of a column the same, where the row has the column."""
    wanted = {name.replace("_", " "): value for name, value in values.items()}
    return lambda row: row | {name: value for name, value in wanted.items() if row.get(name, "") != ""}


def _of_measure(made: Sheets, measure: str) -> Sheets:
    return changed(made, "results", each=lambda row: row if row["Measure"] == measure else None)


def _of_school(made: Sheets, school: str, n: int) -> Sheets:
    """The same, with only the first `n` learners of one school."""
    keep = {number(100 * int(school[2:]) + i) for i in range(n)}

    def each(row: Row) -> Row | None:
        return row if row["School number"] != school or row["NSN"] in keep else None

    return changed(made, "students", "results", "attendance", "targets", each=each)


def _goal(made: Sheets, **values: object) -> Sheets:
    wanted = {name.replace("_", " "): value for name, value in values.items()}
    return changed(made, "goals", each=lambda row: row | wanted)


def _four_of_a_group(row: Row) -> Row:
    few = {number(i) for i in range(4)}
    return row | ({"Ethnicity": "Māori" if row["NSN"] in few else "NZ European"} if "Ethnicity" in row else {})


def _own_class(row: Row) -> Row:
    return row | {"Class": f"Room {row['NSN']}"}


def _class_is_all(row: Row) -> Row:
    """Learners of one class are all alike, and classes as far apart as can be: an icc of 1."""
    high = row["Class"] == "Room 1"
    return row | ({"Level": "At" if high else "Below"} if "Level" in row else {"Scale score": 1600 if high else 1300})


def _of_terms(made: Sheets, *terms: str) -> Sheets:
    return changed(made, "results", "attendance", each=lambda row: row if row["Term"] in terms else None)


def _twice(made: Sheets) -> Sheets:
    """Every learner enrolled twice at the school, and the first also at another."""
    away = {"School number": "9901", "Entry date": "2022-02-07"}
    again = [row | {"Entry date": "2021-02-01"} for row in made["students"]] + [made["students"][0] | away]
    return made | {"students": made["students"] + again}


def _in_two_classes(made: Sheets) -> Sheets:
    return made | {"results": made["results"] + [row | {"Class": "Room 9"} for row in made["results"][:60]]}


GOOD = sheets()
SMALL = sheets(2, 12, TERMS[1:])
BAD: dict[str, Sheets] = {
    "one school": sheets(1),
    "one learner": _of_learners(SMALL, 1),
    "four learners": _of_learners(SMALL, 4),
    "one learner a school": sheets(6, 1),
    "two schools, one with one learner": _of_school(sheets(2), "9901", 1),
    "a group of four": changed(GOOD, "students", "results", each=_four_of_a_group),
    "one term": sheets(2, 24, (NEWEST,)),
    "two terms of two times of the year": sheets(2, 24, ("2023-T2", NEWEST)),
    "all alike": changed(
        GOOD,
        "results",
        "attendance",
        each=lambda row: (
            row
            | {
                k: v
                for k, v in {"Level": "At", "Scale score": 1400, "Half-days present": 96}.items()
                if k in row and row[k] != ""
            }
        ),
    ),
    "nobody reached": changed(GOOD, "results", each=_all(Level="Below", Scale_score=1100)),
    "everyone absent": changed(GOOD, "results", each=_all(Level="absent", Scale_score="absent")),
    "nobody in the newest term": changed(
        GOOD,
        "results",
        each=lambda row: row | (_all(Level="absent", Scale_score="abs")(row) if row["Term"] == NEWEST else {}),
    ),
    "no classes": without(GOOD, "Class"),
    "a class each": changed(GOOD, "results", each=_own_class),
    "a class is all": changed(sheets(6, 24, TERMS[1:]), "results", each=_class_is_all),
    "no year levels": without(GOOD, "Year level"),
    "no gender, no ethnicity": without(GOOD, "Gender", "Ethnicity", "ESOL"),
    "no equity index, no roll": without(GOOD, "EQI", "Roll"),
    "no schools": GOOD | {"schools": []},
    "no roll of learners": GOOD | {"students": []},
    "no results": GOOD | {"results": []},
    "nothing but goals": {name: rows if name in ("goals", "schools") else [] for name, rows in GOOD.items()},
    "no goals": GOOD | {"goals": [], "targets": []},
    "a goal on a measure without results": _goal(GOOD, Measure="otj-reading"),
    "a goal on a measure nobody expects": _goal(GOOD, Measure="pat-reading"),
    "a goal about nobody": _goal(GOOD, Ethnicity="MELAA", Years="9-13"),
    "a goal of less than now": _goal(GOOD, Target_percent=10),
    "a goal of all": _goal(GOOD, Target_percent=100),
    "a goal without baseline": _goal(GOOD, Baseline_number="", Baseline_of="", Baseline_term=""),
    "a list of nobody known": changed(
        GOOD, "targets", each=lambda row: row | {"NSN": number(5000 + int(row["NSN"]) % 99)}
    ),
    "a list of one": GOOD | {"targets": GOOD["targets"][:1]},
    "a list of everyone": GOOD
    | {
        "targets": [
            {k: row[k] for k in ("NSN", "School number")} | {"Goal": "G1", "On list from": "2023-02-06"}
            for row in GOOD["students"]
        ]
    },
    "enrolled twice": _twice(GOOD),
    "in two classes": _in_two_classes(GOOD),
    "a measure nobody expects": changed(
        _of_measure(GOOD, "easttle-writing"),
        "results",
        each=lambda row: row | {"Measure": "pat-reading", "Scale score": int(row["Scale score"]) - 1330},
    ),
}
