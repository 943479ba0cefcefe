"""The community of `moving_communities`, tested in mathematics before and after the move instead of judged."""

from __future__ import annotations

from pathlib import Path

from made_chapters import Row, Sheets, settings_of
from moving_communities import community

from colsynth.exhibits import Chapter, open_chapter

MATHS = "pat-mathematics"


def of_maths(moved: float = 0.0, stayed: float = 4.0, *, times: int = 1, later: float | None = None) -> Sheets:
    """Those who moved gain `moved` points over the summer, those who stayed `stayed`, give or take two.

    With `later` there is a second term of the new year, in which those who moved have gained that many.
    """
    made = community(times=times)
    before = {row["NSN"]: row["School number"] for row in made["results"] if row["Term"] == "2025-T4"}
    rows: list[Row] = []
    for at, row in enumerate(made["results"]):
        gone = before[row["NSN"]] != row["School number"]
        start, noise = 30 + 2 * (int(str(row["NSN"])[-4:]) % 11), at // 2 % 5 - 2
        scores = {row["Term"]: start + (row["Term"] > "2026") * ((moved if gone else stayed) + noise)}
        if later is not None and row["Term"] > "2026":
            scores["2026-T2"] = start + noise + (later if gone else stayed)
        for term, score in scores.items():
            tested_in = row | {"Measure": MATHS, "Term": term, "Level": "", "Scale score": score}
            rows.append(tested_in if term == row["Term"] else tested_in | {"Date": "2026-06-15"})
    return made | {"results": rows}


def chapter_of(root: Path, made: Sheets) -> Chapter:
    """The chapter on transitions of a community."""
    return open_chapter("transitions", settings_of(root, made))
