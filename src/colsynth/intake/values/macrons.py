"""Which texts lost their macrons to a wrong encoding, and can they be had back for certain?

'KererÅ«' is 'Kererū' saved as UTF-8 and opened as Windows text. Such a text is mended only where every wrong pair of
signs decodes, and where the words that come out can be te reo Māori: open syllables of its own letters. A sign that is
lost ('M?ori', or 'Ä' whose second half is gone) is given back in the words that are known, and pointed out elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.intake.records.batch import Batch, Case
from colsynth.reference.te_reo import load_words

_VOWELS = "āēīōūĀĒĪŌŪ"
_SIGNS = "‘’“”–—…"  # signs that come to harm together with macrons
_OPENED_AS = ("cp1252", "cp1250", "latin-1", "mac_roman")  # what UTF-8 was taken for; seen in schools' and press copies
_HALF = dict.fromkeys("āēīĀĒĪ", "Ä") | dict.fromkeys("ōūŌŪ", "Å")  # what is left where the second byte has no sign
_WORD = re.compile(r"[^\W\d_]+")
_TE_REO = re.compile(r"(?:(?:wh|ng|[hkmnprtw])?[aeiouāēīōū])+", re.IGNORECASE)  # open syllables of ten consonants
_LOST = re.compile(r"[^\W\d_]*(?:�|(?<=[^\W\d_])\?(?=[^\W\d_])|[ÄÅ])(?:[^\W\d_]|\?(?=\W|$)|�)*")


def _as_opened(sign: str, codec: str) -> str:
    """A sign as it looks where its UTF-8 bytes are taken for another encoding; bytes without a sign stay controls."""
    return "".join(bytes([byte]).decode(codec, errors="ignore") or chr(byte) for byte in sign.encode("utf-8"))


def _table() -> dict[str, str]:
    """What each macron and sign looks like after one wrong opening, or after two."""
    found: dict[str, str] = {}
    for sign in _VOWELS + _SIGNS:
        for codec in _OPENED_AS:
            once = _as_opened(sign, codec)
            found.setdefault(once, sign)
            found.setdefault("".join(_as_opened(part, codec) for part in once), sign)
    return found


_TABLE = _table()
_PAIRS = re.compile("|".join(map(re.escape, sorted(_TABLE, key=len, reverse=True))))


def _half(word: str) -> str:
    return "".join(_HALF.get(letter, letter) for letter in word)


@cache
def _halved() -> dict[str, str]:
    """Known words by what is left of them where the second half of their macrons is lost; none that two could be."""
    found: dict[str, list[str]] = {}
    for word in load_words():
        for spelt in (word, word.lower(), word[:1].upper() + word[1:], word.upper()):
            found.setdefault(_half(spelt), []).append(spelt)
    return {left: meant[0] for left, meant in found.items() if len({word.casefold() for word in meant}) == 1}


def _with_half(match: re.Match[str]) -> str:
    word = match[0]
    return _halved().get(_half(word), word) if "Ä" in word or "Å" in word else word


def repair_macrons(texts: pd.Series[str]) -> tuple[pd.Series[str], npt.NDArray[np.bool_]]:
    """The texts with macrons mended where that is certain, and which records were mended; once a distinct text."""
    codes, distinct = pd.factorize(texts)
    mended = [mend(text) for text in distinct]
    changed = np.array([new != old for new, old in zip(mended, distinct, strict=True)], dtype=bool)
    if not changed.any():
        return texts, np.zeros(len(texts), dtype=bool)
    repaired = pd.Series(mended, dtype="str").take(codes)
    repaired.index = texts.index
    return repaired, changed[codes]


def mend(text: str) -> str:
    """A text with its macrons, where it is certain how it read; else as it is."""
    if text.isascii():
        return text
    mended = _PAIRS.sub(lambda match: _TABLE[match[0]], text)
    mended = _WORD.sub(_with_half, mended)
    if mended == text:
        return text
    touched = [word[0] for word in _WORD.finditer(mended) if set(word[0]) & set(_VOWELS)]
    is_te_reo = all(_TE_REO.fullmatch(word) for word in touched)
    return mended if is_te_reo else text


def is_harmed(text: str) -> bool:
    """Whether a text still looks as if a macron was lost in it, without telling which."""
    words = (match[0] for match in _LOST.finditer(text))
    return any(_TE_REO.fullmatch(re.sub("[�?ÄÅ]", "a", word)) for word in words)


def repair_batch(batch: Batch) -> None:
    """Mend the texts of a sheet, each column with a case that shows before and after; point out what is in doubt."""
    for column in batch.register.columns:
        if column.name not in batch.texts or column.type in {"student_number", "never_stored", "person"}:
            continue
        before = batch.texts[column.name]
        repaired, mended = repair_macrons(before)
        batch.note(_mended(column.name, before, repaired, mended))
        batch.texts[column.name] = repaired
        batch.note(_in_doubt(column.name, repaired))


def _mended(
    column: str, before: pd.Series[str], after: pd.Series[str], mended: npt.NDArray[np.bool_]
) -> Iterator[Case]:
    if mended.any():
        pairs = dict(zip(before[mended], after[mended], strict=True))
        shown = ", ".join(f"'{old[:40]}' is read as '{new[:40]}'" for old, new in list(pairs.items())[:3])
        yield Case(
            "macrons",
            "warning",
            column,
            mended,
            f"Macrons were lost to a wrong encoding and mended where that is certain: {shown}.",
            "Save the file as 'CSV UTF-8' or as a workbook, and check the words.",
            found="has letters that stand for a macron",
        )


def _in_doubt(column: str, texts: pd.Series[str]) -> Iterator[Case]:
    codes, distinct = pd.factorize(texts)
    harmed = np.fromiter(map(is_harmed, distinct), bool, len(distinct))
    if harmed.any():
        yield Case(
            "macrons",
            "warning",
            column,
            harmed[codes],
            "It seems to have lost a macron, and which one is not certain. It was kept as written.",
            "Correct the cell, and save the file as 'CSV UTF-8' or as a workbook.",
        )
