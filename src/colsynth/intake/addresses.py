"""Where is it on the sheet? Columns by letters, rows by their numbers from 1, many in a line as one span."""

from __future__ import annotations

from collections.abc import Iterable


def letter(place: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def place_of(letters: str) -> int:
    """The position of a column named by letters: A is 0, AA is 26."""
    place = 0
    for sign in letters.upper():
        place = place * 26 + ord(sign) - 64
    return place - 1


def as_spans(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers in a line as [first, last], in order."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans
