"""The last look at every table of people: it knows nothing but the text of the cells."""

from typing import Any

import pytest

from colsynth.errors import ProtectionError
from colsynth.protection import scan_table


def exhibit(*rows: list[str], people: list[list[str]] | None = None) -> dict[str, Any]:
    columns = [{"key": key} for key in ("group", "n", "x")]
    counted = [["n", "x"]] if people is None else people
    return {"id": "a-b", "table": {"columns": columns, "rows": list(rows), "people": counted}}


@pytest.mark.parametrize("row", [["A", "40", "[c]"], ["A", "[c]", "[c]"], ["A", "1 204", "602"], ["A", "0", "0"]])
def test_what_may_be_shown_passes(row: list[str]) -> None:
    scan_table(exhibit(row), 5)


@pytest.mark.parametrize(
    "row", [["A", "4", "[c]"], ["A", "40", "3"], ["A", "40", "37"], ["A", "40", "0"], ["A", "40", "40"]]
)
def test_a_small_number_that_slipped_through_stops_the_report(row: list[str]) -> None:
    with pytest.raises(ProtectionError, match="a-b"):
        scan_table(exhibit(row), 5)


def test_a_column_without_a_key_is_no_count_of_another() -> None:
    table = exhibit(["A", "40", "3"], people=[["n", ""]])
    table["table"]["columns"] = [{"key": key} for key in ("group", "n", "")]
    scan_table(table, 5)


def test_a_table_of_schools_is_not_looked_at() -> None:
    scan_table(exhibit(["A", "2", "1"], people=[]), 5)
