"""What does not fit in a framework, and where? Content is looked at as written, whatever else is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple


class Misfit(NamedTuple):
    """A fault of the content: the steps to its place, as in ("areas", 0, "id"), and a sentence."""

    steps: tuple[str | int, ...]
    says: str


def maps(value: object) -> list[tuple[int, dict[str, Any]]]:
    """The mappings in a list, each with its place there; none where it is no list."""
    return [(at, item) for at, item in enumerate(value) if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The items of a list as texts; none where it is no list."""
    return list(map(text, value)) if isinstance(value, list) else []


def text(value: object) -> str:
    """A text or a whole number as text; nothing for anything else."""
    return str(value).strip() if isinstance(value, str | int) else ""


def positions(stem: str, left_out: set[str]) -> Iterator[str]:
    """The ids that stand under a stem, in order, without those that the source leaves out; there is no last one."""
    return (id for n in count(1) if (id := f"{stem}.{n}") not in left_out)
