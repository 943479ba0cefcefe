"""Goals and results small enough to work by hand, for the tests of the goals' analyses."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from colsynth.reference.measures import load_measures
from colsynth.registers.declared import load_registers

MEASURES = load_measures()
GOALS = load_registers(None)["goals"]


def goal(**values: object) -> pd.DataFrame:
    """One goal about writing judgements, with the columns of the register."""
    return goals(values)


def goals(*rows: dict[str, object]) -> pd.DataFrame:
    """Goals G1, G2 ... about writing judgements, with the columns of the register."""
    made = [
        {"goal": f"G{i}", "title": f"Writing {i}", "kind": "achievement challenge", "measure": "otj-writing"} | row
        for i, row in enumerate(rows, start=1)
    ]
    frame = pd.concat([GOALS.empty_frame(), pd.DataFrame(made)], ignore_index=True)
    return frame.astype(GOALS.empty_frame().dtypes.to_dict())


def results(rows: Sequence[tuple[str, str, int, str, str]]) -> pd.DataFrame:
    """(learner, term, year level, ethnicities, level), writing judgements of girls at school 1 without classes."""
    frame = pd.DataFrame(rows, columns=["student", "term", "year_level", "ethnicities", "level"])
    expected = frame["level"].isin(["At", "Above"]).astype("boolean")
    return frame.assign(
        measure="otj-writing", school="1", gender="female", expected=expected, top=frame["level"] == "Above",
        class_label="", scale_score=pd.NA, date=pd.NaT,
    )  # fmt: skip


def term(name: str, n: int, at: int, *, school: str = "1", year: int = 4, first: int = 0) -> pd.DataFrame:
    """`at` of `n` learners At and the rest Below in one term, at one school."""
    rows = [(f"{school}-{first + i}", name, year, "European", "At" if i < at else "Below") for i in range(n)]
    return results(rows).assign(school=school)


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    """Several terms or schools as one frame of results."""
    return pd.concat(frames, ignore_index=True)
