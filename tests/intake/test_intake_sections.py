"""Sections stacked on one sheet are read by their own headers, or told where they cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_community import Community, of_check

from colsynth.intake import inputs


def test_titles_down_the_first_column_are_no_table_on_its_side(community: Community) -> None:
    community.schools()
    rows = [
        ["Reading OTJ T2 2024"],
        ["NSN", "Level"],
        ["0123456789", "At"],
        ["Writing OTJ T2 2024"],
        ["NSN", "Level"],
        ["0123456780", "WB"],
    ]
    community.xlsx("results.xlsx", {"9901": rows})
    results = community.take_in().frame("achievement")
    assert results[["measure", "level", "school"]].to_numpy().tolist() == [
        ["otj-reading", "At", "9901"],
        ["otj-writing", "Well below", "9901"],
    ]


def test_a_section_whose_headers_are_not_understood_is_told_and_not_guessed(community: Community) -> None:
    community.schools()
    head, row = "NSN,School number,Measure,Term,Level", "0123456789,9901,otj-writing,2026-T2,At"
    community.csv("results.csv", f"{head}\n{row}\nNSN,Foo,Bar,,\n0123456780,9901,otj-reading,2026-T2,Above\n")
    snapshot = community.take_in()
    assert snapshot.frame("achievement")["measure"].tolist() == ["otj-writing"]
    (problem,) = of_check(snapshot, "headers")
    assert (problem.cells, problem.effect) == ("row 3", "refused")


def test_a_folder_that_holds_a_whole_disk_is_not_walked(
    community: Community, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(inputs, "MOST_IN_A_FOLDER", 3)
    community.schools()
    many = tmp_path / "disk"
    many.mkdir()
    for at in range(5):
        (many / f"{at}.csv").write_text("a,b\n", encoding="utf-8")
    snapshot = community.take_in(["sent", str(many)])
    assert any("was not read" in problem.found for problem in of_check(snapshot, "input"))
