"""Large files of results as a school system might export them: fifteen columns, long, with some slips."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

HEADER = [
    "NSN", "Last Name", "First Name", "Year Level", "Room", "School number", "Subject", "Assessment Tool",
    "Test Date", "Term", "Scale Score", "Level", "Moderated", "Gender", "Comment",
]  # fmt: skip
SUBJECTS = ("Reading", "Writing", "Mathematics")
LEVELS = ("Well below", "Below", "At", "Above")
DATES = ("19/06/2024", "20/11/2024", "18/06/2025", "19/11/2025")
TERMS = ("2024-T2", "2024-T4", "2025-T2", "2025-T4")
SCHOOLS = "School number,School name,Type\n" + "".join(f"{9900 + at},School {at},Full primary\n" for at in range(20))


def rows(n: int) -> Iterator[list[str]]:
    """`n` results: each learner has twelve, three subjects in four terms; one cell in a thousand is a slip."""
    for at in range(n):
        learner, which = divmod(at, 12)
        subject, term = SUBJECTS[which % 3], which // 3
        level = "Abvoe" if at % 1000 == 999 else LEVELS[(learner * 7 + which) % 4]
        yield [
            f"{100_000_000 + learner:010d}", f"Surname{learner % 5000}", f"Name{learner % 700}",
            str(1 + learner % 8), f"Room {learner % 12}", str(9900 + learner % 20), subject, "OTJ",
            DATES[term], TERMS[term], "", level, "yes" if learner % 3 else "no", "MF"[learner % 2], "",
        ]  # fmt: skip


def write_csv(path: Path, n: int) -> None:
    """The results as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADER) + "\n")
        file.writelines(",".join(row) + "\n" for row in rows(n))


def write_xlsx(path: Path, n: int) -> None:
    """The results as a workbook with shared strings, written part by part."""
    strings: dict[str, int] = {}

    def cells(number: int, row: list[str]) -> str:
        made = []
        for at, text in enumerate(row):
            if text:
                place = f"{chr(65 + at)}{number}"
                made.append(f'<c r="{place}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>')
        return f'<row r="{number}">{"".join(made)}</row>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Results" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            sheet.write(cells(1, HEADER).encode())
            for number, row in enumerate(rows(n), start=2):
                sheet.write(cells(number, row).encode())
            sheet.write(b"</sheetData></worksheet>")
        shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}" uniqueCount="{len(strings)}">{shared}</sst>')
