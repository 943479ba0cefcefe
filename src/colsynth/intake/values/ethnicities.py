"""Which ethnic groups does a learner belong to, as a sheet writes it in one column or in up to three?"""

from __future__ import annotations

from collections.abc import Iterator

from colsynth.intake.context import Context
from colsynth.intake.records.batch import CORRECT, Bad, Batch, Case, answers_of
from colsynth.reference.ethnicity import MANY

MOST = 3  # ethnic groups that the sector's systems hold for a learner (Education Counts, ethnic group codes)


def read_ethnicities(text: str, context: Context) -> str | Bad:
    """The level-1 groups that a cell names, in reporting order."""
    groups, unknown = context.groups.groups_of(text)
    if not groups:
        return Bad(
            "ethnicity",
            f"Ethnic groups known are {', '.join(context.groups.names)}, their parts and codes.",
            CORRECT,
        )
    return MANY.join(groups) if not unknown else _PartlyKnown(MANY.join(groups))


class _PartlyKnown(str):
    """Groups of a cell of which a part was not understood."""


def join_ethnicities(batch: Batch, context: Context) -> None:
    """Total response: every group named in any of the columns, once, in reporting order."""
    for column in batch.register.columns:
        if column.type != "ethnicities" or column.feeds:
            continue
        parts = [c.name for c in batch.register.columns if c.feeds == column.name and c.name in batch.values]
        if not parts:
            continue
        names = [column.name, *parts] if column.name in batch.values else parts
        joined = batch.values[names[0]].fillna("")
        for name in names[1:]:
            joined = joined + MANY + batch.values[name].fillna("")
        once = answers_of(joined, lambda text: _in_order(text.split(MANY), context))
        batch.values[column.name] = once.values("str", batch.values.index)


def _in_order(named: list[str], context: Context) -> str | None:
    return MANY.join(group for group in context.groups.names if group in named) or None


def check_partly_known(batch: Batch, context: Context) -> Iterator[Case]:
    """Is a part of an ethnicity not understood? The learner is kept with the groups that are."""
    for column in batch.register.columns:
        if column.type != "ethnicities" or column.name not in batch.texts:
            continue
        answers = answers_of(batch.texts[column.name], lambda text: read_ethnicities(text, context))
        yield Case(
            "ethnicity",
            "warning",
            column.name,
            answers.where(lambda answer: isinstance(answer, _PartlyKnown)),
            "A part of it is no ethnic group for certain; the other groups are kept.",
            CORRECT,
        )
        split = answers_of(batch.texts[column.name], context.groups.splits_words)
        yield Case(
            "ethnicity",
            "warning",
            column.name,
            split.where(lambda is_split: is_split is True),
            "With no sign between them, its words were read as groups of their own.",
            "Write a comma between two groups, or say under 'values' in the settings which one is meant.",
        )
        if not column.feeds:
            named = answers_of(batch.texts[column.name], context.groups.n_named)
            yield Case(
                "ethnicity",
                "warning",
                column.name,
                named.where(lambda n: isinstance(n, int) and n > MOST),
                f"Up to {MOST} ethnic groups are recorded for a learner. All that are named are kept.",
                "Check the cell.",
            )
