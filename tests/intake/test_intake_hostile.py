"""A hostile or damaged workbook gives the right cells or one sentence, soon, and never takes the run down."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest
from openpyxl.chart import BarChart

from colsynth.intake.opening import workbook_cells
from colsynth.intake.opening.parts import read_parts, read_sheets
from colsynth.intake.opening.sheets import Opened

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(book: openpyxl.Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def book_of(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def changed(content: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """A workbook with one part changed; None takes it out."""
    raw = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            written = before.read(name)
            made = change(written) if name == part else written
            if made is not None:
                after.writestr(name, made)
    return raw.getvalue()


def with_rows(xml: str) -> bytes:
    """A workbook whose one sheet has this inside its <sheetData>."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'.encode()
    return changed(book_of(("a",)), "xl/worksheets/sheet1.xml", lambda _: sheet)


def cells(content: bytes) -> list[list[str]]:
    opened = read_sheets(content)
    assert not opened.refusals
    return opened.sheets[0].rows(0, opened.sheets[0].n_rows)


def refusal(opened: Opened) -> str:
    (only,) = opened.refusals
    assert only.found.startswith(("is ", "has ", "takes ", "declares ", "holds "))
    assert only.expected.endswith(".")
    assert only.remedy.endswith(".")
    return only.found


def test_an_error_value_is_no_blank() -> None:
    row = (
        '<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1" t="e"><f>NA()</f><v>#N/A</v></c><c r="C1"><v>3</v></c>'
    )
    assert cells(with_rows(row + "</row>")) == [["#DIV/0!", "#N/A", "3"]]


def test_an_error_value_in_a_cell_without_an_address_stands_where_it_is() -> None:
    rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c><c/><c t='e'><v>#REF!</v></c></row>"
    assert cells(with_rows(rows)) == [["1", "", ""], ["2", "", "#REF!"]]


def test_an_error_value_beyond_the_last_other_cell_is_kept() -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c></row><row r="4"><c r="D4" t="e"><v>#N/A</v></c></row>'
    found = cells(with_rows(rows))
    assert (found[1][1], found[3][3]) == ("1", "#N/A")


def test_a_formula_without_a_stored_result_is_counted_and_named() -> None:
    opened = read_sheets(book_of(("a", "b"), (1, "=A2+1"), (2, "=A3+1")))
    (warning,) = opened.warnings
    assert warning.found == "has 2 formulas without a stored result, read as blank"
    assert warning.cells == "B2, B3"


def test_a_formula_whose_result_is_an_empty_text_has_a_result() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(A1=1,"",2)</f><v></v></c></row>'
    assert not read_sheets(with_rows(row)).warnings


def test_hidden_rows_are_read_and_said() -> None:
    book = openpyxl.Workbook()
    for row in (("a", "b"), (1, 2), (3, 4)):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    opened = read_sheets(saved(book))
    (warning,) = opened.warnings
    assert warning.found == "has 1 hidden row, read like all others"
    assert warning.cells == "row 3"
    assert opened.sheets[0].rows(2, 3) == [["3", "4"]]


def test_numbers_are_read_as_a_spreadsheet_shows_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    shown = {"General": 0.1 + 0.2, "0%": 0.62, "0.00%": 0.0125, "0000000": 12345, '0.0"%"': 43, "#,##0": 1234567.0}
    for place, (style, number) in enumerate(shown.items(), start=1):
        sheet.cell(1, place, number).number_format = style
    assert cells(saved(book)) == [["0.3", "62%", "1.25%", "0012345", "43", "1234567"]]


def test_text_that_looks_like_a_number_stays_text() -> None:
    assert cells(book_of(("000001", "1e5", "12345678901234567890", True)))[0] == [
        "000001",
        "1e5",
        "12345678901234567890",
        "TRUE",
    ]


def test_rich_text_in_a_cell_is_one_text() -> None:
    text = '<is><r><t xml:space="preserve">At </t></r><r><t>times</t></r></is>'
    assert cells(with_rows(f'<row r="1"><c r="A1" t="inlineStr">{text}</c></row>')) == [["At times"]]


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([datetime(2026, 6, 19)])
    assert cells(saved(book)) == [["2026-06-19"]]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_marked(state: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a"])
    other = book.create_sheet("Other")
    other.append(["b"])
    other.sheet_state = state
    assert [sheet.is_hidden for sheet in read_sheets(saved(book)).sheets] == [False, True]


def test_a_sheet_that_is_a_chart_is_left_out_with_its_reason() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.create_chartsheet("Picture").add_chart(BarChart())
    opened = read_sheets(saved(book))
    assert [sheet.name for sheet in opened.sheets] == ["Sheet"]
    assert opened.left_out == [("Picture", "holds a chart or a macro and no cells")]


def test_merged_cells_are_told() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", None, "b"])
    book.active.append([1, 2, 3])
    book.active.merge_cells("A1:B1")
    assert read_sheets(saved(book)).sheets[0].merged == ((0, 0, 0, 1),)


def test_a_declared_range_of_a_million_rows_costs_nothing() -> None:
    empty = "".join(f'<row r="{row}"><c r="XFD{row}" s="0"/></row>' for row in range(3, 1000))
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    content = with_rows(rows + empty + '<row r="1048576"><c r="A1048576" s="0"/></row>')
    declared = b'<dimension ref="A1:XFD1048576"/><sheetData>'
    content = changed(content, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<sheetData>", declared))
    assert cells(content) == [["1", ""], ["", "2"]]


def test_a_cell_at_the_far_corner_is_refused_by_its_address() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    opened = read_sheets(with_rows(rows))
    assert refusal(opened) == "has a cell far from its table (XFD1048576): its used range has many millions of cells"
    assert opened.refusals[0].sheet == "Sheet"


def test_a_zip_bomb_is_refused() -> None:
    content = changed(book_of(("a",)), "xl/worksheets/sheet1.xml", lambda _: bytes(100_000_000))
    assert "damaged" in refusal(read_sheets(content))


@pytest.mark.slow
@pytest.mark.parametrize("start", [b"", b"<worksheet><sheetData>", b"<worksheet><sheetData><row>"])
def test_a_zip_bomb_of_a_gigabyte_is_refused(start: bytes) -> None:
    content = changed(book_of(("a",)), "xl/worksheets/sheet1.xml", lambda _: start + bytes(1_000_000_000))
    assert refusal(read_sheets(content))


def test_a_text_that_unfolds_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = changed(book_of(("a",)), "xl/workbook.xml", lambda xml: bomb + xml)
    assert "declares texts that unfold" in refusal(read_sheets(content))


@pytest.mark.parametrize("part", ["xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_without_one_of_its_parts_is_refused(part: str) -> None:
    assert refusal(read_sheets(changed(book_of(("a", "b"), (1, 2)), part, lambda _: None)))


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_workbook_that_arrived_in_part_is_refused(tenth: int) -> None:
    whole = book_of(("a", "b"), (1, 2))
    assert "damaged" in refusal(read_sheets(whole[: len(whole) * tenth // 10]))


def test_a_process_that_takes_too_long_is_ended_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_cells, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr(workbook_cells, "LEAST_SECONDS", 1)
    assert "takes longer" in refusal(read_sheets(book_of(("a",))))


def test_a_process_that_dies_takes_nothing_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_cells, "_START", "import os; os.abort()")
    assert "damaged" in refusal(read_sheets(book_of(("a",))))


def test_a_workbook_that_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource", reason="this system bounds no memory")
    monkeypatch.setattr(workbook_cells, "LEAST_MEMORY", 150_000_000)
    text = f"<is><t>{'x' * 5_000_000}</t></is>"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="inlineStr">{text}</c></row>' for row in range(1, 30))
    assert "memory" in refusal(read_sheets(with_rows(rows)))


OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3"><office:body>
<office:spreadsheet><table:table table:name="One"><table:table-row>
<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>head</text:p></table:table-cell>
<table:covered-table-cell/></table:table-row><table:table-row table:number-rows-repeated="2">
<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>
<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error">
<text:p>#DIV/0!</text:p></table:table-cell>
<table:table-cell office:value-type="percentage" office:value="0.62"><text:p>62 %</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_open_document_shows_error_values_shares_and_merged_cells() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", OPEN_DOCUMENT.replace("\n<", "<"))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    (sheet,) = read_sheets(raw.getvalue()).sheets
    assert sheet.rows(0, 3) == [["head", "", ""], ["7", "#DIV/0!", "62%"], ["7", "#DIV/0!", "62%"]]
    assert sheet.merged == ((0, 0, 0, 1),)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_sheet_is_looked_at_whatever_its_elements_are_called(prefix: str) -> None:
    space = f'xmlns{":x" if prefix else ""}="{MAIN}"'
    row = (
        '<p:row r="1"><p:c r="A1" t="e"><p:v>#N/A</p:v></p:c></p:row><p:row hidden="1"><p:c><p:v>2</p:v></p:c></p:row>'
    )
    xml = f"<p:worksheet {space}><p:sheetData>{row}</p:sheetData></p:worksheet>".replace("p:", prefix)
    opened = read_sheets(changed(book_of(("a",)), "xl/worksheets/sheet1.xml", lambda _: xml.encode()))
    assert opened.sheets[0].rows(0, 2) == [["#N/A"], ["2"]]
    assert [warning.cells for warning in opened.warnings] == ["row 2"]


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of the new binary format; MS-XLSB 2.1.4."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(data)]) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_workbook() -> bytes:
    """One sheet of one visible and one hidden row, each 0.62 as a share, an error value and a number; MS-XLSB."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    one = f'<Relationship Id="r1" Type="{relation}/{{}}" Target="{{}}"/>'
    two = f'<Relationship Id="r2" Type="{relation}/styles" Target="styles.bin"/>'
    rows = b""
    for row, flags in ((0, 0), (1, 0x10)):
        rows += record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, flags, 0, 0))
        rows += record(5, struct.pack("<IId", 0, 1, 0.62))
        rows += record(3, struct.pack("<IIB", 1, 0, 0x07))
        rows += record(5, struct.pack("<IId", 2, 0, 3.0))
    formats = record(47, struct.pack("<HHHHBBHH", 0, 0, 0, 0, 0, 0, 0, 0))
    formats += record(47, struct.pack("<HHHHBBHH", 0, 9, 0, 0, 0, 0, 0, 0))
    return zipped(
        **{
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": relations.format(one.format("officeDocument", "xl/workbook.bin")).encode(),
            "xl/workbook.bin": record(143)
            + record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("Results"))
            + record(144)
            + record(132),
            "xl/_rels/workbook.bin.rels": relations.format(
                one.format("worksheet", "worksheets/sheet1.bin") + two
            ).encode(),
            "xl/styles.bin": record(278) + record(617, struct.pack("<I", 2)) + formats + record(618) + record(279),
            "xl/worksheets/sheet1.bin": record(129)
            + record(148, struct.pack("<IIII", 0, 1, 0, 2))
            + record(145)
            + rows
            + record(146)
            + record(130),
        }
    )


def test_a_workbook_of_the_new_binary_format_shows_error_values_and_shares() -> None:
    opened = read_sheets(binary_workbook())
    (sheet,) = opened.sheets
    assert sheet.rows(0, 2) == [["62%", "#DIV/0!", "3"], ["62%", "#DIV/0!", "3"]]
    assert [warning.cells for warning in opened.warnings] == ["row 2"]


def zipped(**members: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


def test_each_spreadsheet_in_an_archive_is_a_file_of_its_own() -> None:
    inside = {"kura/a.csv": b"NSN,Level\n1,At", "b.xlsx": book_of(("x", "y")), "letter.pdf": b"%PDF", "~$b.xlsx": b""}
    parts = dict(read_parts("sent/all.zip", zipped(**inside)))
    assert parts["sent/all.zip/kura/a.csv"].sheets[0].rows(1, 2) == [["1", "At"]]
    assert parts["sent/all.zip/b.xlsx"].sheets[0].rows(0, 1) == [["x", "y"]]
    assert parts["sent/all.zip/letter.pdf"].left_out == [("", "is a PDF document")]
    assert not parts["sent/all.zip/~$b.xlsx"].sheets


def test_an_archive_is_unpacked_one_level_deep_and_within_bounds() -> None:
    deep = dict(read_parts("a.zip", zipped(**{"b.zip": zipped(**{"c.csv": b"a,b"})})))
    assert "archive inside another" in refusal(deep["a.zip/b.zip"])
    many = dict(read_parts("a.zip", zipped(**{f"{place}.csv": b"a,b" for place in range(501)})))
    assert "more than is read" in refusal(many["a.zip"])
    assert "without a spreadsheet" in refusal(dict(read_parts("a.zip", zipped(readme=b"x")))["a.zip"])


def test_an_archive_with_a_password_is_called_so() -> None:
    content = bytearray(zipped(**{"a.csv": b"NSN,Level\n1,At"}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", content, content.index(sign) + at, 1)
    assert "password" in refusal(dict(read_parts("a.zip", bytes(content)))["a.zip"])
