"""In which encoding is a text written? What its bytes say, and a warning wherever they leave a doubt."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from colsynth.intake.opening.sheets import Refusal

PIECE = 4_000_000  # bytes decoded in one go
SNIFFED = 4_000  # bytes by which a text of two bytes a sign is told
MOST_REPLACED = 0.1  # share of signs beyond ASCII that may be unreadable in a text that is UTF-8 all the same

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")  # one sign beyond ASCII, as UTF-8 writes it
_HIGH = re.compile(rb"[\x80-\xff]")
_FOREIGN_WORD = re.compile(rb"(?<![\x80-\xff\w])[\xc0-\xff]{3,}(?![\x80-\xff\w])")  # no western word is like this
_WINDOWS_SIGNS = rb"[\x80\x82-\x85\x91-\x97\xa0-\xff]"  # quotation marks, dashes and letters of Windows text
_MAC_LETTER = re.compile(rb"[A-Za-z][\x81\x86-\x90\x98-\x9f]|[\x81\x86-\x90\x98-\x9f][A-Za-z]")


@dataclass(frozen=True)
class Encoding:
    """The name Python has for it, what becomes of bytes that do not fit, and what a reader should know."""

    name: str
    errors: str = "strict"
    warning: Refusal | None = None


def encoding_of(content: bytes) -> Encoding | None:
    """The encoding of a text; None where the bytes are no text."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Encoding(name, "replace")
    start = content[:SNIFFED]
    if b"\x00" in start:
        return _two_bytes(start)
    if _is_utf8(content):
        return Encoding("utf-8")
    n_signs = len(_SEQUENCE.findall(content))
    n_lost = len(_HIGH.findall(_SEQUENCE.sub(b"", content)))
    if n_lost <= n_signs * MOST_REPLACED:
        return Encoding("utf-8", "replace", _warning(f"is UTF-8 but for {n_lost} of its letters, which cannot be read"))
    if _FOREIGN_WORD.search(content):
        return Encoding(
            "cp1252", "replace", _warning("is not saved as UTF-8, and in which alphabet its words are is not certain")
        )
    if _MAC_LETTER.search(content) and not re.search(_WINDOWS_SIGNS, content):
        return Encoding("mac_roman", "strict", _warning("is not saved as UTF-8; it was read as text of an older Mac"))
    return Encoding(
        "cp1252",
        "replace",
        _warning("is not saved as UTF-8; it was read as Windows text, in which macrons may be lost or wrong"),
    )


def _two_bytes(start: bytes) -> Encoding | None:
    """UTF-16 without its mark: nearly every second byte is zero."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > half * 0.7 and even < half * 0.1:
        return Encoding("utf-16-le", "replace")
    if even > half * 0.7 and odd < half * 0.1:
        return Encoding("utf-16-be", "replace")
    is_text = start.count(0) < len(start) * 0.1 and not re.search(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", start)
    return Encoding("utf-8", "replace") if is_text and _is_utf8(start[: -4 or None]) else None


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    whole = memoryview(content)
    try:
        for at in range(0, len(content), PIECE):
            decoder.decode(whole[at : at + PIECE], at + PIECE >= len(content))
    except UnicodeDecodeError:
        return False
    return True


def _warning(found: str) -> Refusal:
    return Refusal(found, "UTF-8 is expected.", "Save it again as 'CSV UTF-8' and check the names with macrons.")
