"""Which schools and which goals does a cell name? Several stand in one cell with a semicolon between them.

What is not known stays as it is written and is pointed out (`check_schools_known`, `check_goals_known`), as an action
may serve a goal that nobody has listed yet, and a learner may come from a school outside the community.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from colsynth.intake.context import Context
from colsynth.reference.ethnicity import MANY, fold

WHOLE_COMMUNITY = {fold(text) for text in ("All", "All schools", "Community", "Whole community", "Kāhui Ako")}
ALL = "all"  # how a list of schools says that it means every one of them
_SURELY, _PERHAPS = r"\s*[;|\n]\s*", r"\s*(?:[,/&+]|\band\b)\s*"


def read_schools(text: str, context: Context) -> str:
    """The codes of the schools a cell lists, joined; 'all' where it means the whole community."""
    if fold(text) in WHOLE_COMMUNITY:
        return ALL
    return MANY.join(dict.fromkeys(_school(part, context) or part for part in schools_in(text, context)))


def read_school_or_other(text: str, context: Context) -> str:
    """The code of the school a cell names, else the cell as it is written."""
    return _school(text, context) or text


def read_goals(text: str, context: Context) -> str:
    """The codes of the goals a cell lists, joined."""
    return MANY.join(dict.fromkeys(_goal(part, context) or part for part in goals_in(text, context)))


def schools_in(text: str, context: Context) -> list[str]:
    """The parts of a cell that lists schools, as written."""
    return _parts(text, lambda part: _school(part, context) is not None)


def goals_in(text: str, context: Context) -> list[str]:
    """The parts of a cell that lists goals, as written."""
    return _parts(text, lambda part: _goal(part, context) is not None)


def is_school(text: str, context: Context) -> bool:
    """Whether a text names one school of the register."""
    return _school(text, context) is not None


def is_goal(text: str, context: Context) -> bool:
    """Whether a text names one goal of the register."""
    return _goal(text, context) is not None


def _school(text: str, context: Context) -> str | None:
    found = context.schools.of(text) if context.schools else []
    return found[0] if len(found) == 1 else None


def _goal(text: str, context: Context) -> str | None:
    return context.goals.of(text) if context.goals else None


def _parts(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """A semicolon always parts; a comma, a slash or 'and' only where what stands between them is known.

    'Rata and Totara School' may be the name of one school.
    """
    if is_known(text):
        return [text]
    parts: list[str] = []
    for part in filter(None, re.split(_SURELY, text)):
        smaller = [piece for piece in re.split(_PERHAPS, part) if piece]
        splits = not is_known(part) and any(map(is_known, smaller))
        parts += smaller if splits else [part]
    return parts
