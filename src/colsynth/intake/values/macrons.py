"""Which texts lost their macrons to a wrong encoding, and can they be had back for certain?

'KererÅ«' is 'Kererū' saved as UTF-8 and opened as Windows text. Such a text is mended only where every wrong pair of
signs decodes, and where the words that come out can be te reo Māori: open syllables of its own letters. A sign that is
lost ('M?ori', or 'Ä' whose second half is gone) is given back in the words that are known, and pointed out elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pandas as pd

from colsynth.intake.records.batch import Batch, Case, answers_of
from colsynth.intake.records.signs import rewritten

_VOWELS = "āēīōūĀĒĪŌŪ"
_SIGNS = "‘’“”–—…"  # signs that come to harm together with macrons
_OPENED_AS = ("cp1252", "cp1250", "latin-1", "mac_roman")  # what UTF-8 was taken for; seen in schools' and press copies
_HALF = dict.fromkeys("āēīĀĒĪ", "Ä") | dict.fromkeys("ōūŌŪ", "Å")  # what is left where the second byte has no sign
_WORD = re.compile(r"[^\W\d_]+")
_TE_REO = re.compile(r"(?:(?:wh|ng|[hkmnprtw])?[aeiouāēīōū])+", re.IGNORECASE)  # open syllables of ten consonants
_LOST = re.compile(r"(?:(?<![^\W\d_])[^\W\d_]+)?(?:�|(?<=[^\W\d_])\?(?=[^\W\d_])|[ÄÅ])(?:[^\W\d_]|\?(?=\W|$)|�)*")


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
def _halved(words: tuple[str, ...]) -> dict[str, str]:
    """Known words by what is left of them where the second half of their macrons is lost; none that two could be."""
    found: dict[str, list[str]] = {}
    for word in words:
        for spelt in (word, word.lower(), word[:1].upper() + word[1:], word.upper()):
            found.setdefault(_half(spelt), []).append(spelt)
    return {left: meant[0] for left, meant in found.items() if len({word.casefold() for word in meant}) == 1}


def _with_half(word: str, words: tuple[str, ...]) -> str:
    return _halved(words).get(_half(word), word) if "Ä" in word or "Å" in word else word


def mend(text: str, words: tuple[str, ...]) -> str:
    """A text with its macrons, where it is certain how it read, by the known `words` of te reo Māori; else as it is."""
    if text.isascii():
        return text
    mended = _PAIRS.sub(lambda match: _TABLE[match[0]], text)
    if "Ä" in mended or "Å" in mended:
        mended = _WORD.sub(lambda match: _with_half(match[0], words), mended)
    if mended == text:
        return text
    touched = [word[0] for word in _WORD.finditer(mended) if set(word[0]) & set(_VOWELS)]
    is_te_reo = all(_TE_REO.fullmatch(word) for word in touched)
    return mended if is_te_reo else text


def is_harmed(text: str) -> bool:
    """Whether a text still looks as if a macron was lost in it, without telling which."""
    words = (match[0] for match in _LOST.finditer(text))
    return any(_TE_REO.fullmatch(re.sub("[�?ÄÅ]", "a", word)) for word in words)


def repair_batch(batch: Batch, words: tuple[str, ...]) -> None:
    """Mend the texts of a sheet, each column with a case that shows before and after; point out what is in doubt."""
    for column in batch.register.columns:
        if column.name not in batch.texts or column.type in {"student_number", "never_stored", "person"}:
            continue
        before = batch.texts[column.name]
        repaired = rewritten(before, lambda text: mend(text, words))
        batch.note(_mended(column.name, before, repaired))
        batch.texts[column.name] = repaired
        batch.note(_in_doubt(column.name, repaired))


def _mended(column: str, before: pd.Series[str], after: pd.Series[str]) -> Iterator[Case]:
    mended = after.ne(before).to_numpy(dtype=bool)
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
    yield Case(
        "macrons",
        "warning",
        column,
        answers_of(texts, is_harmed).where(lambda answer: answer is True),
        "It seems to have lost a macron, and which one is not certain. It was kept as written.",
        "Correct the cell, and save the file as 'CSV UTF-8' or as a workbook.",
    )
