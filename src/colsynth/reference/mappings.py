"""What does a score of one measure mean in the levels of another? Dated, cited tables, interim where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Literal

from pydantic import Field

from colsynth.errors import SettingsError, near
from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.measures import Measure, load_measures
from colsynth.reference.places import data_files

OLDEST_YEAR_LEVEL = 15  # year levels run from 0 to 15 in the Ministry's roll returns


class Table(Declared):
    """A file in `data/reference/mappings/`: cut scores from a measure with a scale to one with levels.

    `cuts` gives, by year level, the lowest score of a level. A level without a cut score is not known, never filled in.
    """

    from_measure: str = Field(alias="from")
    to_measure: str = Field(alias="to")
    status: Literal["interim", "final"]
    source: str
    starts: date
    ends: date | None = None
    cuts: dict[int, dict[str, float]] = Field(min_length=1)

    def reaches(self, score: float, level: str, year_level: int, levels: list[str]) -> bool | None:
        """Whether a score is at least at a level in a year level; None where the table does not say.

        `levels` are the target's levels, lowest first. A score at the cut of a higher level reaches every lower one;
        one below the cut of a lower level reaches no higher one.
        """
        cuts = self.cuts.get(year_level, {})
        place = levels.index(level)
        if any(score >= cut for name, cut in cuts.items() if levels.index(name) >= place):
            return True
        if any(score < cut for name, cut in cuts.items() if levels.index(name) <= place):
            return False
        return None

    def reaches_expected(self, score: float | None, year_level: int | None, judgement: Measure) -> bool | None:
        """Whether a score reaches the level that a judgement expects in a year level; None where it cannot be told."""
        level = None if year_level is None else judgement.expected_level(year_level)
        if level is None or score is None or year_level is None:
            return None
        return self.reaches(score, level, year_level, judgement.levels)


def in_force(tables: Iterable[Table], day: date) -> Table | None:
    """The one of these tables that holds on a day."""
    held = (t for t in tables if t.starts <= day and (t.ends is None or day <= t.ends))
    return next(held, None)


@cache
def load_mappings(workspace: Path | None = None) -> dict[str, Table]:
    """Every mapping known, by the stem of its file; the workspace's own files stand in front of the shipped ones.

    SettingsError with every fault of a file, or where two files map the same measures at the same time.
    """
    measures = load_measures(workspace)
    files = data_files("reference/mappings", workspace)
    tables = {stem: read_mapping(path, measures) for stem, path in files.items()}
    for (one, first), (other, second) in combinations(tables.items(), 2):
        same = (first.from_measure, first.to_measure) == (second.from_measure, second.to_measure)
        apart = (first.ends or date.max) < second.starts or (second.ends or date.max) < first.starts
        if same and not apart:
            raise SettingsError(
                f"{files[other].name}: it maps '{second.from_measure}' to '{second.to_measure}' at the same time as "
                f"{files[one].name}. Give the older one a day in 'ends'."
            )
    return tables


def read_mapping(path: Path, measures: Mapping[str, Measure]) -> Table:
    """The mapping in a file. SettingsError with every fault: a mapping across languages of learning is refused."""
    table = read_declared(path, Table)
    faults = [f"{path.name}: {fault}" for fault in _faults(table, measures)]
    if faults:
        raise SettingsError("\n".join(faults))
    return table


def _faults(table: Table, measures: Mapping[str, Measure]) -> Iterator[str]:
    ids = {"from": table.from_measure, "to": table.to_measure}
    unknown = [(key, id_) for key, id_ in ids.items() if id_ not in measures]
    for key, id_ in unknown:
        yield f"'{key}' names the measure '{id_}', which is not known.{near(id_, measures)}"
    if table.ends is not None and table.ends < table.starts:
        yield f"it starts on {table.starts}, after it ends on {table.ends}. Put the earlier day in 'starts'."
    if unknown:
        return
    source, target = measures[table.from_measure], measures[table.to_measure]
    if source.declared.medium != target.declared.medium:
        yield (
            f"'{source.id}' is of {_medium(source)} and '{target.id}' of {_medium(target)}. "
            "Results in te reo Māori are never mapped to scales of English medium, nor the other way round. "
            "Take the file out."
        )
    if source.subject != target.subject:
        yield f"'{source.id}' and '{target.id}' are of two subjects. A mapping stays within one."
    if source.scale is None:
        yield f"'{source.id}' has no scale, so it has no cut scores. Map from a measure with a scale."
    for year_level, cuts in table.cuts.items():
        yield from _cut_faults(year_level, cuts, source, target)


def _cut_faults(year_level: int, cuts: Mapping[str, float], source: Measure, target: Measure) -> Iterator[str]:
    where = f"'cuts' of Year {year_level}"
    if not 0 <= year_level <= OLDEST_YEAR_LEVEL:
        yield f"{where}: a year level lies from 0 to {OLDEST_YEAR_LEVEL}."
    known = [level for level in target.levels if level in cuts]
    for level in cuts.keys() - set(known):
        yield f"{where}: '{level}' is no level of '{target.id}'.{near(level, target.levels)}"
    for lower, higher in pairwise(known):
        if cuts[lower] >= cuts[higher]:
            yield f"{where}: '{higher}' begins at {cuts[higher]:g}, not above '{lower}' at {cuts[lower]:g}."
    for level in known:
        if source.scale is not None and not source.scale.holds(cuts[level]):
            yield f"{where}: {cuts[level]:g} is off the scale, which runs {source.scale.limits}."


def _medium(measure: Measure) -> str:
    return {"english": "English medium", "māori": "Māori medium", "either": "either medium"}[measure.declared.medium]
