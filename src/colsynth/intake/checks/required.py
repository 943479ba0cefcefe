"""Is everything there that a record cannot do without?"""

from __future__ import annotations

from collections.abc import Iterator

from colsynth.intake.records.batch import Batch, Case


def check_required(batch: Batch, by_enrolment: bool = False) -> Iterator[Case]:
    """A needed column that the sheet lacks, or a needed cell that is blank, sets the record aside.

    A learner's name and birth date do for a number. Columns that the enrolment decides have their turn when it has.
    """
    people = batch.people
    named = people[["name", "birth"]].notna().all(axis=1).to_numpy(dtype=bool) if len(people) else batch.nothing()
    for column in batch.register.columns:
        if not column.required or column.by_enrolment != by_enrolment:
            continue
        known = batch.has_value(column.name) if by_enrolment else named & (column.type == "student_number")
        parts = {column.name} | {c.name for c in batch.register.columns if c.feeds == column.name}
        if not parts & set(batch.texts):
            yield Case(
                "required column",
                "set aside",
                column.name,
                ~known,
                f"Every row needs it: {column.meaning[0].lower()}{column.meaning[1:]}.",
                f"Add a column '{column.title}', or say it for the whole sheet under 'for_all' in the settings, "
                f"as {column.name}: {column.sample or '...'}.",
                found=f"has no column for '{column.title}'",
            )
            continue
        present = batch.has_text(column.name) | known
        for name in parts:
            present = present | batch.has_text(name)
        shown = column.name if column.name in batch.texts else next(iter(sorted(parts & set(batch.texts))))
        yield Case(
            "required value",
            "set aside",
            shown,
            ~present,
            f"Every row needs it: {column.meaning[0].lower()}{column.meaning[1:]}.",
            "Fill in the cell.",
            found="is blank",
        )
