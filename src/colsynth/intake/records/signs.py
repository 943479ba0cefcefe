"""Which signs of a cell count? Without those nobody sees, and with one sign where programs write several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pandas as pd

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_WHITE = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]|(?<=\S)[ \t]*\r?\n(?=\s*\Z)|\r")
_AS_TYPED = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width forms of ASCII
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63", "-")  # hyphens, dashes and the minus sign
    | dict.fromkeys("\u2019\u2018\u02bc\u00b4", "'")
    | {"\u2044": "/", "\u2215": "/", "\ufe64": "<", "\ufe65": ">"}
)
FAILED = frozenset({  # ECMA-376 part 1, 18.17.3, and what later programs add
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA",
    "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#ERROR!",
})  # fmt: skip
_OPEN_OFFICE = re.compile(r"(?:Err|Error):\d{3}")  # LibreOffice writes its errors as Err:508


def plain(text: str) -> str:
    """A text without signs nobody sees, with plain spaces, and each letter with its mark as one sign."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _WHITE.sub(" ", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def rewritten(texts: pd.Series[str], one: Callable[[str], str]) -> pd.Series[str]:
    """A column with `one` of every text in its place, asked once a distinct text; itself where nothing changes."""
    codes, distinct = pd.factorize(texts)
    new = [one(text) for text in distinct]
    if new == list(distinct):
        return texts
    return pd.Series(new, dtype="str").take(codes).set_axis(texts.index)


def as_typed(text: str) -> str:
    """A number, date or mark as a keyboard types it: no full-width digits, one kind of minus and of apostrophe."""
    return text if text.isascii() else text.translate(_AS_TYPED)


def has_failed(text: str) -> bool:
    """Whether a cell shows the error of a formula, such as `#DIV/0!`."""
    return text[:1] in "#E" and bool(text) and (text.upper() in FAILED or _OPEN_OFFICE.fullmatch(text) is not None)
