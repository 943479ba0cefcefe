"""A text keeps its letters, rows and columns, whatever program wrote it; where they are in doubt, it says so."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colsynth.intake.opening.parts import read_sheets

NAMES = "NSN,Kura\n1,Ōtāhuhu\n2,Whangārei\n"


def cells(content: bytes) -> list[list[str]]:
    (sheet,) = read_sheets(content).sheets
    return sheet.rows(0, sheet.n_rows)


def warned(content: bytes) -> str:
    (warning,) = read_sheets(content).warnings
    return warning.found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_macrons_survive_every_form_of_unicode(encoding: str) -> None:
    assert cells(NAMES.encode(encoding))[1] == ["1", "Ōtāhuhu"]
    assert not read_sheets(NAMES.encode(encoding)).warnings


def test_a_few_spoilt_letters_do_not_spoil_the_macrons() -> None:
    content = (NAMES * 20).encode() + b"3,Caf\xe9\n"
    assert cells(content)[1] == ["1", "Ōtāhuhu"]
    assert warned(content) == "is UTF-8 but for 1 of its letters, which cannot be read"


def test_text_of_windows_and_of_an_older_mac_are_told_apart() -> None:
    text = "NSN,Kura\n1,Café\n2,Façade\n"
    for encoding, named in (("cp1252", "Windows text"), ("mac_roman", "older Mac")):
        assert cells(text.encode(encoding))[1:] == [["1", "Café"], ["2", "Façade"]]
        assert named in warned(text.encode(encoding))


def test_words_of_another_alphabet_are_not_guessed() -> None:
    assert "in which alphabet" in warned("id,name\n1,Μαρία Παπαδοπούλου\n".encode("iso-8859-7"))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_each_separator_is_found_below_a_title(sign: str) -> None:
    text = f"Results of term 2\n\nNSN{sign}Level{sign}Note\n1{sign}At{sign}x\n2{sign}Above{sign}y\n"
    assert cells(text.encode())[3] == ["1", "At", "x"]


def test_a_first_line_may_declare_the_separator() -> None:
    assert cells(b"sep=;\nNSN;Level\n1;At, or above\n") == [["NSN", "Level"], ["1", "At, or above"]]


def test_rows_of_unequal_length_keep_their_cells_where_they_are() -> None:
    assert cells(b"a,b\n1\n2,3,4\n\n,,5\n") == [
        ["a", "b", ""],
        ["1", "", ""],
        ["2", "3", "4"],
        ["", "", ""],
        ["", "", "5"],
    ]


def test_rows_swallowed_by_a_quotation_mark_in_the_middle_are_noticed() -> None:
    rows = "".join(f"{number},At,x\n" for number in range(50))
    content = f'NSN,Level,Note\n{rows}50,"At,x\n{rows}51,At,"y"\n{rows}'
    (refusal,) = read_sheets(content.encode()).refusals
    assert "never closed" in refusal.found


def test_a_sign_whose_bytes_hold_that_of_a_quotation_mark_is_none() -> None:
    rows = 'NSN\tLevel\tNote\r\n1\tAt\t"•  first\nsecond"\r\n'  # • is 0x2022
    assert cells(rows.encode("utf-16"))[1][2] == "•  first\nsecond"


def test_a_note_of_several_lines_is_one_cell() -> None:
    assert (
        cells(b'NSN,Level,Note\n1,At,"first\nsecond, with a comma\nthird"\n')[1][2]
        == "first\nsecond, with a comma\nthird"
    )


def test_zero_bytes_inside_a_text_are_dropped_and_nothing_else() -> None:
    rows = "".join(f"{number},At\n" for number in range(2000))
    assert cells(f"NSN,Level\n{rows}9,A\x00bove\n".encode())[-1] == ["9", "Above"]


def test_a_formula_in_a_text_is_a_text() -> None:
    assert cells(b"NSN,Note\n1,=1+1\n2,=cmd|'/k calc'!A0\n")[1:] == [["1", "=1+1"], ["2", "=cmd|'/k calc'!A0"]]


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8).map(str.strip)


@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=2, max_size=40))
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]]) -> None:
    rows = [["NSN", "Level", "Term", "School", "Note"]] * 3 + rows + [["1", "2", "3", "4", "5"]]
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    assert cells(written.getvalue().encode()) == [row + [""] * (5 - len(row)) for row in rows]
