"""Do the goals and schools that a record names stand in their registers?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from colsynth.errors import near
from colsynth.intake.context import Context
from colsynth.intake.records.batch import Batch, Case
from colsynth.intake.values.references import WHOLE_COMMUNITY, goals_in, is_goal, is_school, schools_in
from colsynth.reference.ethnicity import fold

_NOT_LISTED = "It is kept as written."


def check_goals_known(batch: Batch, context: Context) -> Iterator[Case]:
    """A goal that the register of goals lacks is kept and pointed out."""
    for name in _columns(batch, "goals"):
        if context.goals is None:
            expected = f"There is no register of goals to check it against. {_NOT_LISTED}"
            remedy = "Add a sheet 'Goals' with a code and words for each goal."
            yield Case("goal", "warning", name, batch.has_text(name), expected, remedy)
            continue
        for part, where in _unknown(batch, name, lambda text: goals_in(text, context), lambda p: is_goal(p, context)):
            yield Case(
                "goal",
                "warning",
                name,
                batch.texts[name].isin(where).to_numpy(dtype=bool),
                f"Goals known are {', '.join(context.goals.codes)}.{near(part, context.goals.words)} {_NOT_LISTED}",
                "Correct it, or add the goal to the sheet 'Goals'.",
                found=f"names the goal '{part[:60]}'",
            )


def check_schools_known(batch: Batch, context: Context) -> Iterator[Case]:
    """A list of schools may name only those of the register; another body may not be written much like a school."""
    if context.schools is None:
        return
    for name in _columns(batch, "schools"):
        parts = _unknown(batch, name, lambda text: schools_in(text, context), lambda p: _is_school_or_all(p, context))
        for part, where in parts:
            close = context.schools.near(part)
            yield Case(
                "school",
                "warning",
                name,
                batch.texts[name].isin(where).to_numpy(dtype=bool),
                "Numbers or names of the register of schools are expected, with a semicolon between them."
                + (f" Did you mean '{close}'?" if close else "")
                + f" {_NOT_LISTED}",
                "Correct it, or add the school to the register of schools.",
                found=f"names the school '{part[:60]}'",
            )
    for name in _columns(batch, "school_or_other"):
        for part, where in _unknown(batch, name, lambda text: [text], lambda p: _is_school_or_all(p, context)):
            close = context.schools.near_name(part)
            if close:
                yield Case(
                    "school",
                    "warning",
                    name,
                    batch.texts[name].isin(where).to_numpy(dtype=bool),
                    f"It is written much like '{close}', but is taken as a body outside the community.",
                    "Correct it if the school is meant.",
                )


def _is_school_or_all(text: str, context: Context) -> bool:
    return fold(text) in WHOLE_COMMUNITY or is_school(text, context)


def _columns(batch: Batch, kind: str) -> list[str]:
    return [c.name for c in batch.register.columns if c.type == kind and c.name in batch.texts]


def _unknown(
    batch: Batch, name: str, parts: Callable[[str], list[str]], is_known: Callable[[str], bool]
) -> Iterator[tuple[str, list[str]]]:
    """Each part of the cells of a column that is not known, with the texts it stands in."""
    found: dict[str, list[str]] = {}
    for text in batch.texts[name].unique():
        for part in parts(str(text)) if text else []:
            if not is_known(part):
                found.setdefault(part, []).append(str(text))
    yield from found.items()
