"""Do two columns of one record fit together: an end after its start, two ends that differ, parts within their whole?"""

from __future__ import annotations

from collections.abc import Iterator

from colsynth.intake.records.batch import Batch, Case


def check_not_before(batch: Batch) -> Iterator[Case]:
    """A day cannot lie before the day it follows; both are kept."""
    for column in batch.register.columns:
        first = column.not_before
        if first is None or first not in batch.values or column.name not in batch.values:
            continue
        title = batch.register.column(first).title
        yield Case(
            "end before start",
            "warning",
            column.name,
            (batch.values[column.name] < batch.values[first]).fillna(False).to_numpy(dtype=bool),
            f"It cannot lie before '{title}' of the same row. Both are kept.",
            "Correct the one that is wrong.",
        )


def check_differs(batch: Batch) -> Iterator[Case]:
    """Two ends of a move, of a tie or of an alias that are one and the same say nothing.

    An end may be told by several columns, as a school and a person in it: one that differs is enough.
    """
    pairs = [(c, c.differs_from) for c in batch.register.columns if c.differs_from and c.name in batch.texts]
    same, differ = batch.nothing(), batch.nothing()
    for column, other in pairs:
        equal = batch.nothing()
        if other in batch.values:
            equal = (batch.values[column.name] == batch.values[other]).fillna(False).to_numpy(dtype=bool)
        same |= equal
        differ |= ~equal & (batch.has_value(column.name) | batch.has_value(other))
    for column, other in pairs[:1]:
        title = batch.register.column(other).title
        yield Case(
            "both ends the same",
            "set aside",
            column.name,
            same & ~differ,
            f"It differs from '{title}' of the same row.",
            "Correct the one that is wrong, or take the row out.",
            found=f"is the same as '{title}'",
        )


def check_half_days(batch: Batch) -> Iterator[Case]:
    """Present, justified and unjustified half-days cannot be more than there were."""
    parts = [name for name in ("present", "justified", "unjustified") if name in batch.values]
    if "possible" not in batch.values or not parts:
        return
    total = batch.values[parts].sum(axis=1)
    yield Case(
        "half-days",
        "set aside",
        "possible",
        (total > batch.values["possible"]).fillna(False).to_numpy(dtype=bool),
        "Half-days present, justified and unjustified together cannot be more than those possible.",
        "Correct the one that is wrong.",
        found="is less than the half-days present and absent together",
    )
