"""A practice chapter of five made schools with given ratings, without a file that is read: quick to make."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from colsynth.exhibits.chapter import Chapter
from colsynth.registers.declared import load_registers
from colsynth.registers.snapshot import Account, Snapshot
from colsynth.settings import Settings
from colsynth.settings.model import Community

ERO, LESSONS = "ero-collaborative-practice", "kahukura-lessons"
DECLARED = load_registers(None)
Row = dict[str, Any]


def rated(rows: list[Row], frameworks: tuple[str, ...] = (ERO,), schools: int = 5, **more: Any) -> Chapter:
    """The chapter from these rows of ratings, each a school's of the first framework in Term 3, 2026, where unsaid."""
    usual = {"framework": (frameworks or (ERO,))[0], "term": "2026-T3", "placed_by": "school"}
    usual |= {"source_file": "ratings.csv", "source_sheet": ""}
    ratings = register("ratings", [usual | row | {"source_row": i} for i, row in enumerate(rows, 2)])
    members = register("schools", [{"school": f"99{i:02d}", "name": f"Kura {i}"} for i in range(schools)])
    settings = Settings(
        path=Path("params/c.yaml"),
        workspace=Path("nowhere"),
        community=Community(id="c", name="C"),
        inputs=[],
        frameworks=list(frameworks),
        **more,
    )
    accounts = [Account("ratings.csv", "", "ratings", read=len(rows), accepted=len(rows))]
    registers = {"ratings": ratings, "schools": members}
    snapshot = Snapshot(registers, [], accounts, date(2026, 9, 20), "made", {}, declared=DECLARED)
    return Chapter("practice", settings, snapshot, "2026-T3", "community")


def register(name: str, rows: list[Row]) -> pd.DataFrame:
    """The rows as a register holds them: its columns, empty where not given."""
    empty = DECLARED[name].empty_frame()
    frame = pd.concat([empty.astype(object), pd.DataFrame(rows, dtype=object)], ignore_index=True)
    return frame[list(empty.columns)].astype(empty.dtypes.to_dict())


def by_school(i: int, stage: str | None, area: str = "1", **more: str | None) -> Row:
    """What the i-th school says of an area."""
    return {"school": f"99{i:02d}", "area": area, "stage": stage} | more


def by_people(role: str | None, stages: str, area: str = "1") -> list[Row]:
    """A person of a role for each letter of `stages`, who places an area there."""
    common = {"school": "9900", "area": area, "placed_by": "person", "role": role}
    return [common | {"stage": stage, "rater": f"{role}{i}"} for i, stage in enumerate(stages)]
