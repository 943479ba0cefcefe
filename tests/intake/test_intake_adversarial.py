"""Every hostile or broken file of other libraries' test suites gives the right cells or one sentence.

One that took too long would be refused for it, by a sentence that is not the one expected here.

The cells are those of the file's own XML or records, of the `.expected.csv` beside it, or of the library the file comes
from (its name before the two underscores); where those differ from ours, the line says why.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from colsynth.intake.opening.parts import read_sheets
from colsynth.intake.opening.sheets import Opened

MOST_BYTES = 1_000_000_000  # memory of any process that opens one of these files

Place = tuple[int, int, int]  # sheet, row, column, each from 0

DAMAGED, PROTECTED, ENTITIES = "is damaged", "is protected with a password", "declares texts that unfold"
NO_COLUMNS, NO_VALUE = "is text without columns", "has no cell with a value"

CELLS: dict[str, dict[Place, str]] = {
    # blank rows before the table keep their numbers
    "agate__test_skip_lines.xlsx": {(0, 3, 0): "number", (0, 4, 4): "2015-11-04 12:22:00", (0, 5, 1): "👍"},
    "agate__test_zeros.xls": {(0, 1, 0): "0", (0, 3, 0): "2"},
    "calamine__covered.ods": {(0, 0, 0): "a1", (0, 1, 0): "a2", (0, 2, 0): "a3"},
    "calamine__date_1904.xls": {(0, 0, 0): "2021-01-01", (0, 1, 0): "2021-01-02", (0, 2, 0): "255:10:10"},
    "calamine__date_iso.xlsx": {(0, 0, 0): "2021-01-01", (0, 1, 0): "2021-01-01 10:10:10", (0, 2, 0): "10:10:10"},
    "calamine__empty_shared_string.xlsx": {(0, 0, 0): "abc"},
    "calamine__encoded_entities.xlsx": {(0, 0, 0): "&"},
    # the number of distinct texts it declares is wrong
    "calamine__gh548_incorrect_sst_unique_count.xls": {(0, 1, 1): "Title:", (1, 4, 0): "R1H", (2, 0, 4): "4"},
    "calamine__has_x000D_.xlsx": {(0, 0, 0): "ABC\r\nDEF"},
    "calamine__inlineStr_cdata.xlsx": {(0, 0, 0): "Hello CDATA", (0, 1, 0): "12345", (0, 1, 1): "NormalText"},
    "calamine__issue_261.xlsx": {(0, 0, 0): "String Value 32", (0, 6, 1): "2023-03-15", (0, 6, 6): "901"},
    "calamine__malformed_format.xls": {(0, 0, 0): "GENNAIO", (0, 1, 1): "Capodanno"},
    "calamine__merge_cells.xls": {(0, 0, 0): "Row Merge", (0, 0, 1): "", (0, 1, 1): "Chunk Merged"},
    "calamine__merge_cells.xlsx": {(0, 0, 0): "Row Merge", (0, 0, 1): "", (0, 1, 1): "Chunk Merged"},
    # its parts lie at the root of the package
    "calamine__minimal_package.xlsx": {(0, 0, 0): "ARREST BOOKINGS for 01/30/17", (0, 3, 0): "4894831"},
    "calamine__non_monotonic_si.xlsx": {(0, 5, 0): "6", (0, 5, 1): "12", (0, 5, 2): "18"},
    "calamine__number_rows_repeated.ods": {
        (0, 1, 0): "C",
        (0, 2, 1): "D",
        (0, 5, 0): "C",
        (1, 1, 0): "A",
        (2, 2, 1): "B",
    },
    "calamine__rph.xlsx": {(0, 0, 0): "課きく\u3000毛こ"},  # without the reading aid above the signs
    "calamine__shared_formula_reversed.xlsx": {(0, 4, 1): "5", (1, 4, 1): "5"},
    "calamine__whitespace_trim.xlsx": {
        (0, 0, 0): "trimmed value",
        (0, 1, 0): "line1\nline2",
        (1, 0, 1): "preserved value",
    },
    "frictionless__ascii-notvalid.csv": {(0, 1, 1): "ssµ", (0, 1, 2): "ab€"},
    "frictionless__blank-headers.csv": {(0, 0, 1): "", (0, 2, 1): "Julie"},
    "frictionless__defective-rows.csv": {(0, 1, 1): "John", (0, 1, 2): "", (0, 2, 3): "Potatoes"},
    "frictionless__doublequote.csv": {(0, 0, 4): "AÑO", (0, 1, 0): "A.N.E.P.", (0, 1, 16): ".003465"},
    "frictionless__encoding-issue-274.csv": {(0, 1, 1): "Asia New Zealand Foundation", (0, 1, 2): "A2F"},
    "frictionless__issue-1009-semicolon.csv": {(0, 1, 0): "0123", (0, 1, 1): "c"},
    "frictionless__issue-1024.xlsx": {(0, 6, 0): "Afghanistan"},
    "frictionless__matrix-with-comment.csv": {(0, 0, 0): "# comment", (0, 1, 3): "f4", (0, 5, 0): "41"},
    "frictionless__number-format-multicode.xlsx": {(0, 1, 0): "4.51119775197299", (0, 2, 0): "-9.03233986479077"},
    "frictionless__table-infer-iso-8859-7.csv": {(0, 1, 0): "1", (0, 1, 1): "39"},  # with a warning about its names
    "frictionless__table-with-booleans.ods": {(0, 1, 1): "TRUE", (0, 2, 1): "FALSE"},
    "poi__1904DateWindowing.xls": {(0, 0, 0): "2000-01-01", (0, 0, 1): "2000-01-01"},
    "poi__InlineStrings.xlsx": {(0, 1, 2): "1st Inline String", (0, 2, 3): "44", (0, 6, 2): "The End"},
    "poi__SampleSS.strict.xlsx": {(0, 0, 0): "Test spreadsheet", (0, 1, 1): "2nd row 2nd column", (1, 6, 3): "13"},
    "poi__SimpleMacro.xlsm": {(0, 0, 0): "This is a macro workbook"},
    "poi__TwoSheetsOneHidden.xlsx": {(0, 0, 0): "Sheet1A1", (1, 0, 0): "Sheet2A1"},
    "poi__link-external-workbook-a.xlsx": {(0, 0, 0): "10", (0, 0, 1): "20"},
    "readxl__biff5-label-records.xls": {(0, 0, 0): "Table for Time Range: 21/01/2017", (0, 3, 2): "0.170769"},
    "readxl__big-texty-numbers-xlsx.xlsx": {
        (0, 2, 0): "2147483647",
        (0, 6, 0): "-2147483649",
        (0, 6, 1): "-2147483649",
    },
    "readxl__datetime-rounding.xlsx": {(0, 1, 0): "2016-04-28 11:30:00", (0, 4, 0): "2017-01-03 11:30:00"},
    "readxl__embedded-chartsheet.xlsx": {(0, 1, 4): "setosa", (1, 1, 0): "21", (3, 1, 0): "-20.42"},
    "readxl__iris-google-doc.xlsx": {(0, 0, 0): "Sepal.Length", (0, 1, 0): "5.1", (0, 150, 4): "virginica"},
    "readxl__new_line_errors.xlsx": {(0, 2, 0): 'Will show "_x000D_" in every new line in cell above'},
    "readxl__no-styles-or-sharedStrings-parts.xlsx": {(0, 0, 2): "Churn probability", (0, 1, 2): "0.143292665"},
    "readxl__texty-dates-xlsx.xlsx": {(0, 1, 0): "1985-03-11 13:00:00", (0, 2, 0): "1985-03-11 13:23:32"},
    "readxl__unnamed-duplicated-columns.xlsx": {(0, 0, 0): "", (0, 0, 1): "var2", (0, 0, 3): "var2", (0, 2, 2): "2.1"},
    "readxl__vietnamese-utf8.xlsx": {(0, 0, 0): "Mô tả", (0, 2, 0): "SÉT lẫn sạn laterite"},
    "tablib__errors.xls": {(0, 1, 0): "#DIV/0!", (0, 1, 1): "#NAME?", (0, 1, 2): "#N/A", (0, 1, 3): "#N/A"},
    "tablib__ragged.xlsx": {(0, 0, 1): "b", (0, 1, 0): "1", (0, 1, 1): ""},
    "tablib__unknown_value_type.ods": {(0, 0, 0): "abcd"},
    "xlsx2csv__datetime.xlsx": {(0, 0, 0): "2011-09-15 15:22:00"},
    "xlsx2csv__empty_row.expected.csv": {(0, 1, 0): "Date", (0, 2, 0): "At the moment no data for report"},
    "xlsx2csv__float2.expected.csv": {(0, 0, 2): "489290024005183000", (0, 0, 5): "0.612554358941478"},
    # its "Regular " does not ask for its blank to be kept, so Excel drops it; xlsx2csv keeps it
    "xlsx2csv__formatted_inline_string.xlsx": {(0, 0, 0): "RegularBold"},
    "xlsx2csv__junk-small.expected.csv": {(0, 0, 0): "29-Mar-1940", (0, 0, 5): "FALSE"},
    # dates are ISO here, whatever the cell's own format
    "xlsx2csv__junk-small.xlsx": {
        (0, 0, 0): "1940-03-29",
        (0, 0, 3): "2009-04-08",
        (0, 0, 4): "test",
        (0, 0, 5): "FALSE",
    },
    "xlsx2csv__namespace.expected.csv": {(0, 0, 4): "SW101014-03", (0, 0, 15): "+", (0, 2, 16): "moderate"},
    "xlsx2csv__no_cell_ids.xlsx": {
        (0, 1, 0): "Date",
        (0, 1, 12): "Revenue",
        (0, 2, 0): "At the moment no data for report",
    },
}
SENTENCES: dict[str, str] = {
    "calamine__capitalized_wbook_stream.xls": NO_VALUE,
    "calamine__issue_666_lost_sheets.xlsb": NO_VALUE,
    "calamine__issue_666_panic.xlsb": NO_VALUE,
    "calamine__pass_protected.xlsx": PROTECTED,
    "calamine__picture.xlsx": NO_VALUE,
    "calamine__too_small.xls": NO_COLUMNS,  # a few words under the name of a workbook
    "frictionless__leading-zeros.csv": NO_COLUMNS,  # one column is no table
    "laschooldata__2018_leap_is_html_404.xlsx": "is a saved web page",
    "oletools__dde-in-csv.csv": NO_COLUMNS,  # a command to Excel is a text like any other
    "oletools__encrypted.xlsb": PROTECTED,
    "oletools__encrypted.xlsx": PROTECTED,
    "poi__54764-2.xlsx": ENTITIES,
    "poi__54764.xlsx": ENTITIES,
    "poi__clusterfuzz-testcase-minimized-POIHSSFFuzzer-4819588401201152.xls": DAMAGED,
    "poi__clusterfuzz-testcase-minimized-POIXSSFFuzzer-5937385319563264.xlsx": DAMAGED,  # a checksum is wrong
    "poi__clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5025401116950528.xlsx": DAMAGED,
    "poi__password.xls": PROTECTED,
    "poi__poc-shared-strings.xlsx": DAMAGED,  # a row 0, and a text of a million signs in 12,000 cells
    "poi__poc-xmlbomb-empty.xlsx": ENTITIES,
    "poi__poc-xmlbomb.xlsx": ENTITIES,
    "poi__xor-encryption-abc.xls": PROTECTED,
    "xlsx2csv__datetime.expected.csv": NO_COLUMNS,
    "xlsx2csv__formatted_inline_string.expected.csv": NO_COLUMNS,
    "xlsx2csv__input-weird.expected.csv": NO_COLUMNS,  # one cell holds something
    "xlsx2csv__percentage.expected.csv": NO_COLUMNS,
}


def opened(folder: Path, name: str) -> Opened:
    path = folder / "adversarial" / name
    if not path.is_file():
        pytest.skip(f"{name} is not among the real files")
    return read_sheets(path.read_bytes())


@pytest.mark.parametrize("name", CELLS)
def test_the_right_cells(real_data: Path, name: str) -> None:
    found = opened(real_data, name)
    assert not found.refusals
    assert {place: found.sheets[place[0]].frame.iat[place[1], place[2]] for place in CELLS[name]} == CELLS[name]


@pytest.mark.parametrize("name", SENTENCES)
def test_one_sentence(real_data: Path, name: str) -> None:
    (refusal,) = opened(real_data, name).refusals
    assert refusal.found.startswith(SENTENCES[name])
    assert refusal.remedy.endswith(".")


def test_no_file_is_forgotten_and_none_took_more_memory_than_it_may(real_data: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system does not tell the memory of a process")
    there = {path.name for path in (real_data / "adversarial").iterdir()}
    assert there <= {*CELLS, *SENTENCES}
    unit = 1 if resource.getpagesize() == 16384 else 1024  # macOS counts bytes
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit < MOST_BYTES


def test_where_a_file_has_no_right_answer_it_is_read_with_a_warning(real_data: Path) -> None:
    (warning,) = opened(real_data, "frictionless__table-infer-iso-8859-7.csv").warnings
    assert "in which alphabet" in warning.found


def test_what_is_hidden_or_a_chart_is_told(real_data: Path) -> None:
    assert [sheet.is_hidden for sheet in opened(real_data, "poi__TwoSheetsOneHidden.xlsx").sheets] == [True, False]
    assert opened(real_data, "readxl__embedded-chartsheet.xlsx").left_out == [
        ("Chart1", "holds a chart or a macro and no cells")
    ]
