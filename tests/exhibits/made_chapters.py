"""A small community whose sheets a test can spoil, and every exhibit of a chapter's notebook made from it."""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from colsynth.exhibits.exhibit import Exhibit

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks" / "report"
TERMS = ("2021-T4", "2022-T4", "2023-T4")  # on one side of the change of the judgements
Row = dict[str, Any]
Sheets = dict[str, list[Row]]
Each = Callable[[Row], Row | None]


def number(i: int) -> str:
    """A student number that no check takes for a mistake."""
    return f"{1000000007 + 13 * i}"


def sheets(schools: int = 3, size: int = 24, terms: tuple[str, ...] = TERMS) -> Sheets:
    """Two classes at each school, judged and tested in writing in every term, on the roll
    with attendance, a goal and a list; nothing is wrong with any of it."""
    rows: Sheets = {name: [] for name in ("schools", "students", "results", "attendance", "goals", "targets")}
    for school in range(schools):
        code = f"99{school:02d}"
        rows["schools"].append({"School number": code, "School name": f"Kura {code}", "EQI": 440 + school, "Roll": 90})
        for i in range(size):
            key = {"NSN": number(100 * school + i), "School number": code}
            year = 4 + i % 2
            who = {
                "Gender": ("Female", "Male")[i // 2 % 2],
                "Ethnicity": ("Māori", "NZ European", "Samoan, Māori", "Chinese")[i % 4],
            }
            rows["students"].append(
                key | {"Year level": year, **who, "Entry date": "2020-02-03", "ESOL": "Y" if i % 5 == 0 else "N"}
            )
            for t, term in enumerate(terms):
                day = f"{term[:4]}-{'05' if term.endswith('T2') else '11'}-15"
                now = {
                    "Year level": year - len(terms) + t + 1,
                    "Class": f"Room {i % 2 + 1}",
                    "Term": term,
                    "Date": day,
                } | who
                level = ("Well below", "Below", "At", "Above")[(i + t + school) % 4]
                rows["results"].append(key | now | {"Measure": "otj-writing", "Level": level})
                points = 1350 + 17 * (i % 5) + 30 * t + school
                rows["results"].append(key | now | {"Measure": "easttle-writing", "Scale score": points})
                present = 80 + 4 * ((i + t) % 5)
                rows["attendance"].append(key | {"Term": term, "Half-days possible": 96, "Half-days present": present})
    plan = {"Measure": "otj-writing", "Years": "1-8", "Baseline number": 30, "Baseline of": 60, "By term": "2025-T4"}
    rows["goals"] = [
        {"Goal": "G1", "Title": "Writing", **plan, "Baseline term": terms[0], "Target percent": 80},
        {"Goal": "G2", "Title": "Writing of Māori", **plan, "Baseline term": terms[0], "Ethnicity": "Māori",
         "Target gap": 5},
    ]  # fmt: skip
    rows["targets"] = [
        {
            "NSN": number(100 * school + i),
            "School number": f"99{school:02d}",
            "Goal": "G1",
            "On list from": "2023-02-06",
        }
        for school in range(schools)
        for i in range(0, size, 4)
    ]
    return rows


def changed(made: Sheets, *names: str, each: Each) -> Sheets:
    """The sheets with every row of some changed; a row for which nothing comes back is left out."""
    return made | {name: [row for old in made[name] if (row := each(dict(old))) is not None] for name in names}


def without(made: Sheets, *columns: str) -> Sheets:
    """The sheets with those columns nowhere."""
    return {name: [{k: v for k, v in row.items() if k not in columns} for row in rows] for name, rows in made.items()}


def settings_of(root: Path, made: Sheets, **more: Any) -> str:
    """Where the settings file of a community with these sheets was written."""
    (root / "params").mkdir()
    (root / "sent").mkdir()
    for name, rows in made.items():
        if rows:
            head = list(dict.fromkeys(key for row in rows for key in row))
            with (root / "sent" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([head, *([row.get(key, "") for key in head] for row in rows)])
    path = root / "params" / "c.yaml"
    path.write_text(
        yaml.safe_dump({"community": {"id": "c", "name": "C"}, "inputs": "sent"} | more, allow_unicode=True),
        encoding="utf-8",
    )
    return str(path)


def exhibits_of(notebook: str, settings: str, term: str = "") -> Iterator[Exhibit]:
    """What every cell of a chapter shows, in order, as running its notebook would."""
    known: dict[str, Any] = {}
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        shown = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), notebook, "exec"), known)
        if "parameters" in cell["metadata"].get("tags", []):
            known |= {"settings": settings, "term": term}
        if isinstance(shown, ast.Expr):
            value = eval(compile(ast.Expression(shown.value), notebook, "eval"), known)
            yield from [value] if isinstance(value, Exhibit) else value or []
