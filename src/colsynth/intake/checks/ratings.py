"""What was rated, on which stage, and who placed it?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import itemgetter

import numpy as np
import pandas as pd

from colsynth.errors import near
from colsynth.frameworks import Framework
from colsynth.frameworks.spelt import IN_PLACE
from colsynth.intake.checks.raters import check_codes, check_noted_blanks
from colsynth.intake.checks.versions import read_as_of, read_versions
from colsynth.intake.context import Context
from colsynth.intake.records.batch import CORRECT, Answers, Bad, Batch, Case, answers_of_rows
from colsynth.intake.records.signs import has_failed, rewritten
from colsynth.reference.ethnicity import fold

_NUMBERS = re.compile(r"\d\s*\.\s*\d")  # as an indicator has them; an area has one
_IS_IN_PLACE = {fold(word) for word in IN_PLACE}


def read_ratings(batch: Batch, context: Context) -> None:
    """Fill area, indicator, stage, missing and placed_by, noting what the framework does not have."""
    versions = read_versions(batch, context)
    placed = _by_framework(batch, context, versions, ("area", "indicator"), _read_place)
    at = "indicator" if "indicator" in batch.texts else "area"
    cells = {"area": "area" if "area" in batch.texts else at, "indicator": at}
    batch.note(bad.case("set aside", cells.get(bad.check, at), where) for bad, where in placed.kinds(Bad))
    if "stage" in batch.texts:  # `#N/A` is a formula that failed, which was told, and no answer
        batch.texts["stage"] = rewritten(batch.texts["stage"], lambda text: "" if has_failed(text) else text)
    stages = _by_framework(batch, context, versions, ("stage", "area", "indicator"), _read_stage)
    batch.note(bad.case("set aside", "stage", where) for bad, where in stages.kinds(Bad))
    index = batch.texts.index
    batch.values["area"] = placed.values("str", index, itemgetter(0))
    batch.values["indicator"] = placed.values("str", index, itemgetter(1))
    batch.values["stage"] = stages.values("str", index)
    batch.note(_other_case(batch))
    blank = ~batch.has_text("stage")
    batch.values["missing"] = pd.Series("blank", index=index, dtype="str").where(blank)
    _fill_placed_by(batch)
    batch.note(check_codes(batch))
    batch.note(check_noted_blanks(batch))


def _by_framework(
    batch: Batch, context: Context, versions: pd.Series[str], names: tuple[str, ...], read: Callable[..., object]
) -> Answers:
    """`read` of a framework, the others and the named cells, once for each distinct combination with its version."""
    nothing = pd.Series("", index=batch.texts.index, dtype="str")
    frameworks = batch.values["framework"].fillna("") if "framework" in batch.values else nothing

    def one(id_: str, version: str, *cells: str) -> object:
        if not version:
            return None
        others = [framework for name, framework in context.frameworks.items() if name != id_]
        return read_as_of(context.frameworks[id_], version, lambda framework: read(framework, others, *cells))

    columns = [frameworks, versions, *(batch.texts.get(name, nothing) for name in names)]
    return answers_of_rows(columns, lambda rows: [one(*row) for row in rows])


def _read_place(
    framework: Framework, others: list[Framework], area: str, indicator: str
) -> tuple[str | None, str | None] | Bad:
    """(area, indicator); the indicator gives its area, and either may stand in the other's column."""
    found = framework.indicator_of(indicator or area) if indicator or area else None
    if found is not None:
        of_area = framework.indicator(found).area
        if indicator and area and not framework.holds(area, indicator):
            expected = f"Indicator {found} belongs to area {of_area}, not to '{area}'."
            return Bad("area", expected, "Correct one of the two cells.", f"says '{indicator}' beside area '{area}'")
        return of_area, found
    if indicator:
        last = framework.indicators[-1].id if framework.indicators else "none"
        found_in = _elsewhere("an indicator", [other for other in others if other.indicator_of(indicator)])
        hint = found_in or near(indicator, [i.id for i in framework.indicators])
        expected = f"{framework.name} has {framework.n_indicators()} indicators, up to {last}.{hint}"
        return Bad("indicator", expected, "Correct the cell.", f"says '{indicator[:60]}', which is no indicator")
    if not area:
        return Bad(
            "area",
            "An area or an indicator is expected.",
            "Fill in one of them.",
            "says neither area nor indicator",
        )
    found = framework.area_of(area)
    if found is None and _NUMBERS.search(area):
        last = framework.indicators[-1].id if framework.indicators else "none"
        expected = f"{framework.name} has {framework.n_indicators()} indicators, up to {last}."
        return Bad("area", expected, CORRECT, f"says '{area[:60]}', which is no area and no indicator")
    if found is None:
        names = ", ".join(a.id for a in framework.areas)
        found_in = _elsewhere("an area", [other for other in others if other.area_of(area)])
        hint = found_in or near(area, [a.name for a in framework.areas])
        return Bad(
            "area",
            f"{framework.name} has the areas {names}.{hint}",
            CORRECT,
            f"says '{area[:60]}', which is no area",
        )
    return found, None


def _read_stage(
    framework: Framework, others: list[Framework], stage: str, area: str, indicator: str
) -> str | Bad | None:
    """The stage, or that it is not yet evident or not applicable; `in place` is an indicator's own stage."""
    if not stage:
        return None
    answer = framework.answer_of(stage)
    if answer is not None:
        return answer
    labels = [s.label for s in framework.stages]
    expected = f"This framework has {', '.join(labels)}, 'not yet evident' and 'not applicable'."
    if fold(stage) in _IS_IN_PLACE:
        found = framework.indicator_of(indicator or area)
        own = framework.indicator(found).stage if found else None
        why = "it is said of an indicator that stands under a stage, and here none is rated"
        return own or Bad("stage", expected, "Choose the stage.", f"says '{stage}', which tells no stage: {why}")
    hint = _elsewhere("a stage", [other for other in others if other.stage_of(stage)]) or near(stage, labels)
    return Bad("stage", expected + hint, CORRECT)


def _elsewhere(what: str, others: list[Framework]) -> str:
    """The other frameworks that have what this one lacks."""
    names = [f"'{other.name}'" for other in others]
    return f" {' and '.join(names)} {'has' if len(names) == 1 else 'have'} {what} of that name." if names else ""


def _other_case(batch: Batch) -> Iterator[Case]:
    """A code in another case than elsewhere in its column (p beside P) is read, and said."""
    texts = batch.texts["stage"] if "stage" in batch.texts else pd.Series([], dtype="str")
    counts: dict[str, int] = {str(text): int(n) for text, n in texts.value_counts().items() if text}
    by_letters: dict[str, list[str]] = {}
    for text in counts:  # the most frequent first
        by_letters.setdefault(text.casefold(), []).append(text)
    for usual, *others in by_letters.values():
        for text in others:
            where = texts.eq(text).to_numpy(dtype=bool) & batch.has_value("stage")
            yield Case("stage", "warning", "stage", where, f"It was read as '{usual}'.", "Write it alike.")


def _fill_placed_by(batch: Batch) -> None:
    """Who placed it, where the sheet does not say: a rater's code or role means one person, else a school its own.

    Where nothing tells, it counts as one person's, which is protected most.
    """
    told = batch.has_value("placed_by")
    person = batch.has_text("rater") | batch.has_text("role")
    school = batch.has_value("school")
    unclear = ~(told | person | school)
    guessed = pd.Series(np.where(person | unclear, "person", "school"), index=batch.texts.index, dtype="str")
    written = (
        batch.values["placed_by"] if "placed_by" in batch.values else pd.Series(None, index=guessed.index, dtype="str")
    )
    batch.values["placed_by"] = written.fillna(guessed)
    batch.note(
        [
            Case(
                "placed by",
                "set aside",
                "school",
                batch.values["placed_by"].eq("school").to_numpy(dtype=bool) & ~school,
                "A rating that a school's team placed belongs to that school.",
                "Choose the school; or, if all placed it together, write 'Whole community' under 'Placed by'.",
                found="is placed by a school's team, and no school is named",
            ),
            Case(
                "placed by",
                "warning",
                "placed_by",
                unclear,
                "A rating is placed by a person, a school or the community; it is treated as one person's.",
                "Add a column 'Placed by' with person, school or consensus.",
                found="does not say who placed it",
            ),
            Case(
                "placed by",
                "warning",
                "placed_by",
                ~(told | person) & school,
                "It has a school and no rater or role, so it is treated as the school's own placement, which is shown.",
                "If single people answered, add a column 'Placed by' with person, or 'Rater' with a code for each.",
                found="does not say who placed it",
            ),
        ]
    )
