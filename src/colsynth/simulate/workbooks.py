"""Which workbooks do schools keep by hand? The template, a wide sheet a year, a noted sheet a measure."""

from __future__ import annotations

import pandas as pd

from colsynth.simulate.books import Book, Cell, Sheet, noted, table
from colsynth.simulate.sent import Record, Sent, declared_sheet, picked, spoilable

WHO = {"NSN": "number", "First Name": "first", "Last Name": "last", "Yr": "year_level", "Class": "class"}
NOTED = {"School": "name", **WHO, "Subject": "subject", "Tool": "tool", "Date": "day", "Level": "level"}


def template(sent: Sent) -> list[Book]:
    """The workbook that `colsynth template` makes, filled in."""
    own = {"student": "number", "ethnicities": "groups", "previous_school": "previous"}
    learners = [row | {name: row[key] for name, key in own.items()} for row in sent.enrolled()]
    results = [row | _for_template(row) for row in sent.records()]
    roll = declared_sheet(sent.registers["students"], learners)
    sheet = declared_sheet(sent.registers["achievement"], results)
    sheet.terms = spoilable(sent.results)
    return [Book(f"{sent.school.file}.xlsx", [roll, sheet])]


def _for_template(row: Record) -> Record:
    """A result under the template's names: why there is none stands in a column of its own."""
    gone = pd.notna(row["missing"])
    return {
        "student": row["number"],
        "scale_score": row["score"],
        "level": None if gone else row["level"],
        "missing": row["missing"] if gone else None,
        "moderated_with": row["partner"],
    }


def wide(sent: Sent) -> list[Book]:
    """One row a learner, one column a subject and term, a sheet a year; only the title names the school."""
    name = sent.school.name
    sheets = [noted(sent.roll(), [f"{name}: roll", "From the office. Leavers stay in the list.", ""], [])]
    years = sent.results["term"].str[:4]
    for year in sorted(years.unique()):
        above = [f"{name} assessment {year}", "Entered by class teachers at the end of each term", ""]
        results = sent.results[years == year]
        sheets.append(noted(_year(sent, year, results), above, [_average(results, len(WHO))]))
    return [Book(f"{sent.school.file}.xlsx", sheets)]


def _year(sent: Sent, year: str, results: pd.DataFrame) -> Sheet:
    records = sent.records(results)
    heads = {(r["measure"], r["term"]): f"{r['subject']} {r['tool']} T{r['number_term']}" for r in records}
    order = sorted(heads)
    rows: dict[int, list[Cell]] = {}
    for r, who in zip(records, picked(records, WHO.values()), strict=True):
        row = rows.setdefault(r["learner"], [*who, *[None] * len(order)])
        row[len(WHO) + order.index((r["measure"], r["term"]))] = r["score"] if r["level"] is None else r["level"]
    return table(year, "achievement", [*WHO, *(heads[key] for key in order)], list(rows.values()))


def _average(results: pd.DataFrame, indent: int) -> list[Cell]:
    """The row below a wide table: the share at expectation of each column."""
    shares = results.groupby(["measure", "term"], sort=True)["at"].mean()
    return ["Average", *[None] * (indent - 1), *(f"{share:.0%} at expectation" for share in shares)]


def noted_sheets(sent: Sent) -> list[Book]:
    """A sheet a measure, each with a title and notes above and an average row below."""
    name = sent.school.name
    sheets = [noted(sent.roll("School"), [f"{name} roll", "Updated by the office each term"], [])]
    for measure, results in sent.results.groupby("measure", sort=True):
        scored = sent.measures[str(measure)].scale is not None
        records = sent.records(results)
        columns = NOTED | ({"Scale score": "score"} if scored else {})
        columns |= {"Moderated": "moderated", "Moderated with": "partner"} if any(r["partner"] for r in records) else {}
        rows = picked(records, columns.values())
        average: list[Cell] = ["Average", *[None] * 8, f"{results['at'].mean():.0%} at expectation"]
        average += [round(float(results["score"].mean()), 1)] if scored else []
        title = f"{records[0]['subject']} {records[0]['tool']}"
        above = [title, "Entered by class teachers. Please tell the office of any mistakes.", ""]
        sheets.append(noted(table(title, "achievement", list(columns), rows, spoilable(results)), above, [average]))
    return [Book(f"{sent.school.file}.xlsx", sheets)]
