"""Spreadsheets mangled in the ways that people, programs and mail do, each from a number alone."""

from __future__ import annotations

import csv
import gzip
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

Rows = list[list[str]]
HOSTILE = (
    "", " ", "-", "n/a", "NR", "<5", "95%+", "34/50", "10 - really?", "#DIV/0!", "#N/A", "=1+1",
    "=cmd|' /C calc'!A0", "1.23E+09", "0000000000", "123456789", "1e308", "-1", "٣", "１２", "1\u00a0402", "1 402",
    "1,402", "1.402,5", "NaN", "inf", "None", "TRUE", "ALL", "Total", "Average", "Note: x", "abs", "exempt", "A",
    "AB", "2B/2P", "32/13/2026", "13/13/2026", "2026-02-30", "06/07/08", "45123", "1900-01-00", "0", "00",
    "\ufeffNSN", "\u200b", "KererÅ«", "MÄori", "M?ori", "Māori/Samoan/NZE/Tongan", "Cook Is. Maori", "9" * 400,
    "x" * 5000, "a\nb", 'a"b', "a\x00b", "\x1f", "😀", "Year 5", "T2", "Term 9 2026", "2026-T5",
    "Writing OTJ T2 2026", "NSN", "School",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "latin-1", "mac-roman", "cp1250", "shift-jis")


def mangled(bases: dict[str, Rows], number: int) -> tuple[str, bytes]:
    """(name, content) of the case with that number: a base table, mangled in one to four ways, written as some file."""
    rng = random.Random(number)
    rows = [list(row) for row in bases[rng.choice(sorted(bases))]]
    for _ in range(rng.randint(1, 4)):
        rng.choice(WAYS)(rows, rng)
    if rng.random() < 0.08:
        return "case.xlsx", _broken(_as_workbook(rows, rng), rng)
    text = io.StringIO()
    csv.writer(text, delimiter=rng.choice(",;\t"), lineterminator=rng.choice(["\n", "\r\n"])).writerows(rows)
    content = text.getvalue().encode(rng.choice(ENCODINGS), errors="replace")
    if rng.random() < 0.1:
        return "case.csv.gz", _broken(gzip.compress(content, mtime=0), rng)
    return rng.choice(["case.csv", "case.xlsx", "case.txt"]), _broken(content, rng)


def _cell(rows: Rows, rng: random.Random) -> None:
    row = rng.choice(rows) if rows else []
    if row:
        row[rng.randrange(len(row))] = rng.choice(HOSTILE)


def _column(rows: Rows, rng: random.Random) -> None:
    place, text = rng.randrange(12), rng.choice(HOSTILE)
    for row in rows[1:]:
        if place < len(row):
            row[place] = text


def _header(rows: Rows, rng: random.Random) -> None:
    if rows and rows[0]:
        rows[0][rng.randrange(len(rows[0]))] = rng.choice((*HOSTILE, *rows[0]))


def _no_header(rows: Rows, rng: random.Random) -> None:
    del rows[:1]


def _swap(rows: Rows, rng: random.Random) -> None:
    width = max(map(len, rows), default=0)
    order = list(range(width))
    rng.shuffle(order)
    for row in rows:
        row[:] = [row[at] if at < len(row) else "" for at in order]


def _title(rows: Rows, rng: random.Random) -> None:
    rows[:0] = [[rng.choice(HOSTILE)], []][: rng.randint(1, 2)]


def _total(rows: Rows, rng: random.Random) -> None:
    rows.insert(rng.randint(0, len(rows)), [rng.choice(["Average", "Total", "ALL"]), "", rng.choice(HOSTILE)])


def _again(rows: Rows, rng: random.Random) -> None:
    if rows:
        rows.insert(rng.randint(0, len(rows)), list(rng.choice(rows)))


def _section(rows: Rows, rng: random.Random) -> None:
    rows += [[], [rng.choice(HOSTILE)], *(list(row) for row in rows[: rng.randint(1, 6)])]


def _beside(rows: Rows, rng: random.Random) -> None:
    for row in rows:
        row += ["", *row]


def _ragged(rows: Rows, rng: random.Random) -> None:
    for row in rows:
        if rng.random() < 0.3:
            del row[rng.randint(0, len(row)) :]


def _blanks(rows: Rows, rng: random.Random) -> None:
    for row in rows:
        row.insert(0, "")
    rows.insert(rng.randint(0, len(rows)), [])


def _turned(rows: Rows, rng: random.Random) -> None:
    width = max(map(len, rows), default=0)
    rows[:] = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]


def _split_header(rows: Rows, rng: random.Random) -> None:
    if rows:
        rows.insert(0, [cell.split(" ")[0] if at % 2 else "" for at, cell in enumerate(rows[0])])


WAYS: tuple[Callable[[Rows, random.Random], None], ...] = (
    _cell, _cell, _cell, _column, _header, _header, _no_header, _swap, _title, _total, _again, _section, _beside,
    _ragged, _blanks, _turned, _split_header,
)  # fmt: skip


def _as_workbook(rows: Rows, rng: random.Random) -> bytes:
    book = openpyxl.Workbook()
    sheets = [book.active, book.create_sheet(rng.choice(["Year 5", "Room 7", "Results", "2026"]))]
    rng.shuffle(sheets)
    for row in rows:
        sheets[0].append([openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell)[:30000] for cell in row])
    for row in sheets[0].iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            if isinstance(cell.value, str) and cell.value.isdigit() and rng.random() < 0.5 and len(cell.value) < 15:
                cell.value = int(cell.value)
    if rng.random() < 0.3 and sheets[0].max_row > 3:
        sheets[0].merge_cells(start_row=1, end_row=rng.randint(1, 3), start_column=1, end_column=rng.randint(2, 4))
    if rng.random() < 0.1:
        sheets[1].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _broken(content: bytes, rng: random.Random) -> bytes:
    chance = rng.random()
    if chance < 0.06:
        return content[: rng.randint(0, len(content))]
    if chance < 0.12 and content:
        damaged = bytearray(content)
        for _ in range(rng.randint(1, 5)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        return bytes(damaged)
    if chance < 0.14:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(rng.choice(["inside.csv", "a/b.csv", "../up.csv", "x.txt"]), content)
        return packed.getvalue()
    return content


def read_bases(demo: Path) -> dict[str, Rows]:
    """The first rows of the demo's text files, and small tables for what stands in its workbooks."""
    bases: dict[str, Rows] = {}
    for path in sorted(demo.glob("*/*.csv")):
        lines = path.read_text(encoding="utf-8-sig").splitlines()[:14]
        bases[path.stem] = list(csv.reader(lines, delimiter=";" if ";" in lines[0] else ","))
    bases["wide"] = [
        ["NSN", "School", "Yr", "Writing OTJ T2 2026", "Writing OTJ T4 2025", "R_EOY25"],
        *([f"{at:010d}", "Tōtara Flat School", str(at % 8 + 1), "At", "Below", "Above"] for at in range(1, 9)),
    ]
    bases["ratings"] = [
        ["Framework", "Area", "Stage", "School", "Role", "Rater", "Date"],
        *(
            ["ero-collaborative-practice", str(at), "Column 2", "9901", "teacher", f"r{at}", "2026-05-01"]
            for at in range(1, 7)
        ),
    ]
    bases["goals"] = [
        ["Goal", "Title", "Measure", "Years", "Baseline %", "Target %", "Target term"],
        ["G1", "More learners write well", "otj-writing", "4-6", "62", "75", "2027-T4"],
    ]
    return bases
