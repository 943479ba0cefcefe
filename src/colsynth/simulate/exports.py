"""Which files do schools' systems export? A management system's, plain lists, e-asTTle's report."""

from __future__ import annotations

from colsynth.simulate.books import Book, Cell, noted, table
from colsynth.simulate.sent import Record, Sent, picked, slashed, spoilable

GROUPS = 3  # ethnicity columns of a management system
SMS_ROLL = {
    "NSN": "number",
    "First Name": "first",
    "Last Name": "last",
    "Gender": "gender",
    "Year Level": "year_level",
    **{f"Ethnicity {place + 1}": f"group_{place}" for place in range(GROUPS)},
    "Learning Support": "support",
    "ESOL": "esol",
    "Start Date": "entry",
    "Leaving Date": "exit",
    "School": "name",
}
SMS_RESULTS = {
    "NSN": "number",
    "First Name": "first",
    "Last Name": "last",
    "Year Level": "year_level",
    "Room": "class",
    "School": "name",
    "Subject": "subject",
    "Assessment Tool": "tool",
    "Test Date": "day",
    "Term": "spoken",
    "Scale Score": "score",
    "Level": "level",
}
PLAIN = {
    "NSN": "number",
    "Surname": "last",
    "First Name": "first",
    "Year Level": "year_level",
    "Subject": "subject",
    "Tool": "tool",
    "Term": "spoken",
    "Judgement": "level",
}
EASTTLE = {
    "TestID": "test",
    "Test Name": "test_name",
    "Date Modified": "day",
    "NSN ID": "number",
    "Last Name": "last",
    "First Name": "first",
    "Year Level": "year_level",
    "Date Tested": "day",
    "Gender": "sex",
    "Language": "language",
    "Overall Score": "score",
    "Overall Level": "level",
}


def sms(sent: Sent) -> list[Book]:
    """Two exports of a student management system: the roll, and assessments one row each."""
    roll = [row | _groups(sent, row) for row in sent.enrolled()]
    results = [row | {"spoken": f"Term {row['number_term']}"} for row in sent.records()]
    columns = SMS_RESULTS | ({"Moderated": "moderated", "Moderated with": "partner"} if sent.partner else {})
    enrolled = table("", "students", list(SMS_ROLL), _text_dates(picked(roll, SMS_ROLL.values())))
    rows = _text_dates(picked(results, columns.values()))
    assessed = table("", "achievement", list(columns), rows, spoilable(sent.results))
    return _two(sent, Book("-roll.csv", [enrolled]), Book("-results.csv", [assessed]))


def _groups(sent: Sent, row: Record) -> Record:
    names = [sent.spelling.group(group) for group in row["ethnicities"]]
    return {f"group_{place}": name for place, name in enumerate([*names, *[None] * GROUPS][:GROUPS])}


def plain(sent: Sent) -> list[Book]:
    """Two lists with semicolons, terms without dates, no word of the school; scores where a test has nothing else."""
    results = [row | {"spoken": f"T{row['number_term']}"} for row in sent.records()]
    scored = any(row["level"] is None and row["score"] is not None for row in results)
    columns = PLAIN | ({"Score": "score"} if scored else {})
    assessed = table("", "achievement", list(columns), picked(results, columns.values()), spoilable(sent.results))
    return _two(sent, Book("-roll.csv", [sent.roll()], ";"), Book("-results.csv", [assessed], ";"))


def easttle(sent: Sent) -> list[Book]:
    """The tabular report of e-asTTle with its title line and Averages row, beside a roll.

    The report has a row only for who sat the test; `-` where no score could be given.
    """
    sat = sent.results[sent.results["score"].notna() | (sent.results["missing"] == "no score")]
    whole = zip(sent.records(sat), sat["number"], sat["date"], sat["level"].isna(), strict=True)
    records = [
        row
        | {
            "test": int(row["term"][:4] + row["term"][-1]),
            "test_name": f"Maths Year {row['year_level']} Term {row['number_term']}",
            "number": number,
            "day": slashed(day),
            "sex": {"female": "F", "male": "M"}.get(row["gender"], "X"),
            "language": "English",
            "score": "-" if none else row["score"],
            "level": "-" if none else row["level"],
        }
        for row, number, day, none in whole
    ]
    averages: list[Cell] = ["Averages", *[None] * 9, round(float(sat["score"].mean()), 0)]
    made = f"e-asTTle Tabular Report Created on {slashed(sat['date'].max())} at 15:52"
    rows = picked(records, EASTTLE.values())
    report = noted(table("", "achievement", list(EASTTLE), rows, spoilable(sat)), [made], [averages])
    roll = sent.roll("School")
    roll.rows = _text_dates(roll.rows)
    return _two(sent, Book("-roll.csv", [roll]), Book("-asttle.csv", [report]))


def _two(sent: Sent, *books: Book) -> list[Book]:
    """The books under the school's own file name; a CSV file has no sheet name."""
    for book in books:
        book.file = f"{sent.school.file}{book.file}"
        book.sheets[0].name = ""
    return list(books)


def _text_dates(rows: list[list[Cell]]) -> list[list[Cell]]:
    return [[slashed(cell) for cell in row] for row in rows]
