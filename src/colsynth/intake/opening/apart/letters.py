"""Which letters name a column? Counted from 0: A is 0, Z 25, AA 26."""

from __future__ import annotations


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
