"""Events are marked on the time axis, said in words, and a member's name never shows where codes were agreed."""

from __future__ import annotations

from pathlib import Path

from test_exhibit_breaks import TERMS, community, results

from colsynth.exhibits import achievement, open_chapter
from colsynth.exhibits.events import events_shown

HEAD: list[object] = ["Start date", "End date", "Kind", "Label", "School", "Excluded"]
FLOOD: list[object] = ["2024-10-14", "2024-10-20", "closure", "Flood at Tōtara Flat", 9901, "no"]
SCHOOLS: list[list[object]] = [["School Number", "School Name"], ["9901", "Tōtara Flat"]]
LOCKDOWN: list[object] = ["2025-05-05", "2025-10-20", "pandemic term", "Lockdown", "", "yes"]


def test_every_event_has_its_letter_on_the_axis_and_its_words_below(tmp_path: Path) -> None:
    settings = community(
        tmp_path, results("easttle-writing", TERMS, "4P"), events=[HEAD, FLOOD, LOCKDOWN], schools=SCHOOLS
    )
    shown = achievement.over_terms(open_chapter("achievement", settings))
    assert shown.chart is not None
    letters = next(layer for layer in shown.chart["spec"]["layer"] if layer["mark"]["type"] == "text")
    marked = [(row["term"], row["mark"]) for row in letters["data"]["values"]]
    assert marked == [("2024-T4", "a"), ("2025-T2", "b")]
    assert "a, Flood at a member school at School A (Term 4, 2024)" in shown.caution
    assert "b, Lockdown (Term 2, 2025 to Term 4, 2025)" in shown.caution
    assert "To be read apart, as agreed: Term 2, 2025 to Term 4, 2025." in shown.caution


def test_a_term_to_be_read_apart_lies_under_a_band(tmp_path: Path) -> None:
    settings = community(tmp_path, results("easttle-writing", TERMS, "4P"), events=[HEAD, LOCKDOWN])
    band, line, letter = events_shown(open_chapter("achievement", settings), TERMS).layers
    assert [row["term"] for row in band.to_dict()["data"]["values"]] == ["2025-T2", "2025-T3", "2025-T4"]
    assert line.to_dict()["data"]["values"] == letter.to_dict()["data"]["values"] == [{"term": "2025-T2", "mark": "a"}]


def test_without_events_nothing_is_drawn_or_said(tmp_path: Path) -> None:
    settings = community(tmp_path, results("easttle-writing", TERMS, "4P"))
    found = events_shown(open_chapter("achievement", settings), TERMS)
    assert (found.layers, found.said) == ((), "")
