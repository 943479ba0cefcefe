"""What is awaited of each school this term, and what came?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from colsynth.analyses.supply import OF_LEARNERS, collection
from colsynth.errors import SettingsError, near
from colsynth.reference.terms import load_calendar
from colsynth.registers.snapshot import Snapshot
from colsynth.settings import Settings


def registers_asked(settings: Settings, snapshot: Snapshot) -> list[str]:
    """The registers that every school is asked for: those of `collect`, else learners and results once any school sent
    some.

    SettingsError where `collect` names what is no register or has no column for the school.
    """
    if settings.collect is None:
        return [name for name in OF_LEARNERS if len(snapshot.frame(name))]
    by_school = [name for name, register in snapshot.declared.items() if register.has("school") and name != "schools"]
    for name in settings.collect:
        if name not in by_school:
            raise SettingsError(
                f"{settings.path.name}: 'collect' names '{name}', which is no register that a school can send."
                f"{near(name, by_school)} Such registers are {', '.join(by_school)}."
            )
    return settings.collect


def schools_asked(settings: Settings, snapshot: Snapshot, more: Sequence[str] = ()) -> dict[str, list[str]]:
    """The registers each school is asked for in the newest term, by its number: those awaited, and `more`.

    Learners and results where no school has sent anything yet.
    """
    names = list(dict.fromkeys([*(registers_asked(settings, snapshot) or OF_LEARNERS), *more]))
    newest = load_calendar(settings.workspace).term_of(
        snapshot.as_at or date.max
    )  # no data yet: all that have not left
    schools: dict[str, list[str]] = {}
    for row in _found(settings, snapshot, names, newest).itertuples():
        schools.setdefault(str(row.school), []).append(str(row.register))
    return schools


def asked_by(settings: Settings, term: str) -> date | None:
    """The day by which a term's registers are asked for; one before the term began was an earlier term's."""
    day = settings.collect_by
    return day if day and day >= load_calendar(settings.workspace).first_day(term) else None


def collect(settings: Settings, snapshot: Snapshot, term: str) -> list[dict[str, Any]]:
    """The rows of `supply.collection` for a community, each with the `sheet` that its register has in the template."""
    found = _found(settings, snapshot, registers_asked(settings, snapshot), term)
    plain = (
        found.astype(object)
        .where(found.notna(), None)
        .assign(sheet=[snapshot.declared[name].sheet for name in found["register"]])
    )
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False)]


def _found(settings: Settings, snapshot: Snapshot, names: Sequence[str], term: str) -> pd.DataFrame:
    frames = {name: snapshot.frame(name) for name in ("schools", *names)}
    calendar = load_calendar(settings.workspace)
    return collection(frames, snapshot.accounts, snapshot.problems, names, term, calendar)
