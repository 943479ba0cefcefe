"""A file is told by its content; text stays text; what cannot be read is refused in one sentence."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from made_sheets import cells_of

from colsynth.intake.opening.parts import read_sheets


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def cells(content: bytes) -> list[list[str]]:
    opened = read_sheets(content)
    assert not opened.refusals
    return cells_of(opened.sheets[0])


def refusal(content: bytes) -> str:
    opened = read_sheets(content)
    assert not opened.sheets
    (only,) = opened.refusals
    assert only.expected.endswith(".")
    assert only.remedy.endswith(".")
    return only.found


def test_text_with_leading_zeros_stays_as_it_is() -> None:
    assert cells(workbook(("NSN", "n"), ("000001", "x")))[1] == ["000001", "x"]


def test_whole_numbers_lose_their_decimal_point_and_others_keep_their_shortest_form() -> None:
    assert cells(workbook((1234567890.0, 0.1, 594.5)))[0] == ["1234567890", "0.1", "594.5"]


def test_dates_become_iso() -> None:
    assert cells(workbook((datetime(2026, 6, 19), datetime(2026, 6, 19, 14, 5))))[0] == [
        "2026-06-19",
        "2026-06-19 14:05:00",
    ]


def test_cells_keep_their_address_when_rows_and_columns_before_them_are_empty() -> None:
    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    raw = io.BytesIO()
    book.save(raw)
    found = cells(raw.getvalue())
    assert (len(found), found[3]) == (4, ["", "", "x"])


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_separator_is_told_by_the_text(sign: str) -> None:
    text = f"A title, with a comma\nNSN{sign}Level\n1{sign}At\n2{sign}Above\n"
    assert cells(text.encode())[1:] == [["NSN", "Level"], ["1", "At"], ["2", "Above"]]


def test_a_byte_order_mark_is_no_part_of_the_first_header() -> None:
    assert cells("NSN,Level\n1,At".encode("utf-8-sig"))[0] == ["NSN", "Level"]


def test_blank_lines_and_line_breaks_inside_a_cell_keep_the_row_numbers() -> None:
    assert cells(b'a,b\n\n"x\ny",2\n') == [["a", "b"], ["", ""], ["x\ny", "2"]]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_rows_in_silence() -> None:
    assert "never closed" in refusal(b'NSN,Level\n1,"At\n2,At\n3,At\n')
    assert cells(b"NSN,Height\n1,5'6\"\n2,x\n")[1] == ["1", "5'6\""]


def test_line_ends_of_every_system_are_understood() -> None:
    assert cells(b"a,b\r1,2\r3,4") == cells(b"a,b\r\n1,2\r\n3,4") == cells(b"a,b\n1,2\n3,4")


def test_packed_text_is_unpacked() -> None:
    assert cells(gzip.compress(b"a,b\n1,2"))[1] == ["1", "2"]


def test_windows_text_is_read_with_a_warning() -> None:
    opened = read_sheets("Kura,Roll\nKōwhai é,3".replace("ō", "o").encode("cp1252"))
    assert cells_of(opened.sheets[0])[1][0] == "Kowhai é"
    assert "not saved as UTF-8" in opened.warnings[0].found


def test_a_saved_web_page_is_called_one() -> None:
    assert "saved web page" in refusal(b"\n <!DOCTYPE html>\n<html><body>404</body></html>")


@pytest.mark.parametrize("content", [b"", b"  \n\n"], ids=["nothing", "blanks"])
def test_an_empty_file_is_called_empty(content: bytes) -> None:
    assert refusal(content) == "is empty"


def test_a_workbook_without_a_value_is_called_so() -> None:
    assert refusal(workbook()) == "has no cell with a value"


@pytest.mark.parametrize("content", [b"just some words\nand more", b"%PDF-1.7 x", b"\x00\x01\x02\x03" * 20])
def test_what_is_no_spreadsheet_is_refused(content: bytes) -> None:
    assert refusal(content).startswith("is ")


def test_a_truncated_workbook_is_called_damaged() -> None:
    assert "damaged" in refusal(workbook(("a", "b"))[:-200])


def test_a_workbook_with_a_damaged_part_is_not_read_as_if_it_were_whole() -> None:
    raw = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(("aaaa", "bbbb")))) as whole,
        zipfile.ZipFile(raw, "w") as stored,
    ):
        for name in whole.namelist():
            stored.writestr(name, whole.read(name))
    broken = raw.getvalue().replace(b"aaaa", b"aaab")
    assert broken != raw.getvalue()
    assert "damaged" in refusal(broken)


def test_a_damaged_package_is_called_so() -> None:
    assert "gzip" in refusal(gzip.compress(b"a,b\n" * 100)[:-12])


def test_the_saved_web_page_found_in_the_wild(real_data: Path) -> None:
    assert "saved web page" in refusal((real_data / "leap" / "2018_leap.xlsx").read_bytes())


@pytest.mark.parametrize("name", ["calamine__pass_protected.xlsx", "oletools__encrypted.xlsx", "poi__password.xls"])
def test_a_protected_workbook_is_called_protected(real_data: Path, name: str) -> None:
    assert "password" in refusal((real_data / "adversarial" / name).read_bytes())


def test_a_damaged_workbook_of_the_old_format_is_refused_and_nothing_is_taken_down() -> None:
    assert "damaged" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40)


def test_a_workbook_of_the_old_format_is_read_in_a_process_of_its_own(real_data: Path) -> None:
    found = cells((real_data / "adversarial" / "readxl__biff5-label-records.xls").read_bytes())
    assert len(found) == 17
