"""Colours are not read; a cell that has one of its own is pointed out, as it may be all that says something."""

from __future__ import annotations

import openpyxl
from made_community import Community, of_check
from openpyxl.styles import PatternFill

YELLOW, BAND, HEAD = (PatternFill("solid", fgColor=colour) for colour in ("FFFF00", "EEEEEE", "1F4E5F"))


def test_a_cell_in_a_colour_of_its_own_is_pointed_out_and_bands_and_headers_are_not(community: Community) -> None:
    community.schools()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["NSN", "School number", "Measure", "Term", "Level"])
    for cell in sheet[1]:
        cell.fill = HEAD
    for at in range(2, 12):
        sheet.append([f"{at:010d}", "9901", "otj-writing", "2026-T2", "At"])
        for cell in sheet[at] if at % 2 else ():
            cell.fill = BAND
    sheet["E4"].fill = YELLOW
    sheet["E7"].value, sheet["E7"].fill = None, YELLOW
    book.save(community.root / "sent" / "results.xlsx")
    (problem,) = of_check(community.take_in(), "colours")
    assert (problem.cells, problem.count, problem.effect) == ("E4, E7", 2, "warning")
