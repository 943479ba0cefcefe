"""Which text may tell who a learner is, although its column is for something else? A message does not repeat it.

A row that slipped by a column puts a name where a level should be. A long number, a day and an address are known by
their signs; two to four capitalised words that stand in one row alone are taken for a name, as a misspelt level comes
again.
"""

from __future__ import annotations

import re

NUMBER = "a number that may be a learner's"
ADDRESS = "an address"
DATE = "a date that may be of birth"
NAME = "words that may be a name"
_LONG_NUMBER = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){8,}(?![\d.,])", re.ASCII)  # nine digits or more, as an NSN has
_DAY = re.compile(r"(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/. ](?:\d\d?|[^\W\d_]{3,9})[-/. ]\d{2,4})(?:[T ].*)?")
_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:,? [^\W\d_a-z][\w'’-]+){1,3}")


def number_or_address(text: str) -> str:
    """What to write in place of a text that holds a long number or an address; "" where it holds none."""
    if "@" in text.strip("@"):
        return ADDRESS
    return NUMBER if _LONG_NUMBER.search(text) else ""


def name_or_date(text: str) -> str:
    """What to write in place of a text that has the shape of a person's name or of a day; "" where it has not."""
    if _DAY.fullmatch(text):
        return DATE
    return NAME if _NAME.fullmatch(text) else ""


def is_hidden(found: str) -> bool:
    """Whether a message stands for a text that may tell who a learner is."""
    return any(word in found for word in (NUMBER, ADDRESS, DATE, NAME))
