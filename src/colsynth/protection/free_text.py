"""What of a text that a community wrote may be printed? No way to a person: no name, no mail address, no key."""

from __future__ import annotations

import re

_WEB = re.compile(r"\b(https?://)(?:[^\s/@]+@)?([^\s?#]+)(\?(?:id|v)=[\w-]+)?(?:[?#&]\S*)?", re.I)
_OTHER_ADDRESS = re.compile(
    r"\b(?:(?!https?\b)[a-z][a-z0-9+.-]*://|(?:javascript|data|vbscript|mailto|file):)\S*"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.I,
)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Whaea|Matua|Kōkā|Pāpā)\b\.?"
_PERSON = re.compile(rf"\b{_TITLE}(?:\s+[A-ZĀĒĪŌŪ](?:[\w’'-]+|\.))+")


def without_people(text: str) -> str:
    """The text without names that follow a title and mail addresses; of an address on the web where it leads alone.

    What stands behind `?` or `#` in a link may be a key or say whose it is, and so is left off but for a page's own id.
    A name without a title looks like any other word and stays.
    """
    text = _WEB.sub(r"\1\2\3", text)
    return _PERSON.sub("(a person)", _OTHER_ADDRESS.sub("(an address that is not shown)", text))
