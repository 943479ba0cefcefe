"""Which version of its framework is a rating of, and what does it mean in the loaded one?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from colsynth.errors import near
from colsynth.frameworks import Framework
from colsynth.intake.context import Context
from colsynth.intake.records.batch import Bad, Batch, Case, Mask, answers_of_rows

COLUMN = "framework_version"


@dataclass(frozen=True)
class _Tie:
    """A version of a framework as ratings write it, and the loaded one to which they are tied."""

    name: str
    written: str
    loaded: str


def read_versions(batch: Batch, context: Context) -> pd.Series[str]:
    """The version in which each rating is written; every rating is tied to the loaded one.

    One of a version that nobody knows is set aside; that one of an earlier version is read by the framework's map is
    told.
    """
    nothing = pd.Series("", index=batch.texts.index, dtype="str")
    frameworks = batch.values["framework"].fillna("") if "framework" in batch.values else nothing

    def one(id: str, text: str) -> _Tie | Bad | None:
        return _tie(context.frameworks[id], text) if id in context.frameworks else None

    ties = answers_of_rows([frameworks, batch.texts.get(COLUMN, nothing)], lambda rows: [one(*row) for row in rows])
    batch.note(bad.case("set aside", COLUMN, where) for bad, where in ties.kinds(Bad))
    batch.note(_told(tie, where) for tie, where in ties.kinds(_Tie) if tie.written != tie.loaded)
    batch.values[COLUMN] = ties.values("str", batch.texts.index, lambda tie: tie.loaded)
    written: pd.Series[str] = ties.values("str", batch.texts.index, lambda tie: tie.written)
    return written.fillna("")  # where the framework or the version is not known


def read_as_of(framework: Framework, version: str, read: Callable[[Framework], object]) -> object:
    """What `read` makes of cells written in a version; where they mean nothing there, which version knows them."""
    found = read(framework.as_of(version))
    if not isinstance(found, Bad):
        return found
    known = [v for v in (framework.version, *framework.earlier) if not isinstance(read(framework.as_of(v)), Bad)]
    said, remedy = found.expected, found.remedy
    if version != framework.version:
        said += f" It says version {version}, of which nothing took that place in version {framework.version}."
        remedy = (
            "If another part took its place, say so in the framework's file (on its sheet Earlier versions, or under "
        )
        remedy += "'earlier'); else nothing is to be done."
    if known:
        said += f" It is known in version {' and '.join(known)}."
        remedy += " Say in a column 'Framework version' which version was used."
    return replace(found, expected=said, remedy=remedy)


def _tie(framework: Framework, text: str) -> _Tie | Bad:
    version = framework.version_of(text)
    if version is not None:
        return _Tie(framework.name, version, framework.version)
    known = [framework.version, *framework.earlier]
    expected = f"{framework.name} is known in version {', '.join(known)}.{near(text, known)}"
    return Bad(COLUMN, expected, "Correct the cell; leave it blank for the version that is loaded.")


def _told(tie: _Tie, where: Mask) -> Case:
    expected = f"It was read as version {tie.loaded} of {tie.name}, by its map of what became of each part."
    return Case(COLUMN, "warning", COLUMN, where, expected, "Nothing needs to be done.")
