"""What the page says of handing over: records, in their three states, with nobody's school outside named."""

from __future__ import annotations

import json
from pathlib import Path

from made_chapters import Sheets, changed, settings_of
from moving_communities import AS_AT, community

from colsynth.exhibits import open_chapter
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.transitions_handover import arrived_in_time, movers_seen, over_terms
from colsynth.exhibits.transitions_handover_days import there_for_classes


def chapter_of(root: Path, made: Sheets, **more: object) -> Chapter:
    return open_chapter("transitions", settings_of(root, made, as_at=AS_AT, school_names="shown", **more))


def test_the_three_states_add_up_to_all_moves_known(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, community(times=3))
    shown = arrived_in_time(chapter)
    counts = movers_seen(chapter)["state"].value_counts()
    assert counts.sum() == 360
    (finding,) = shown.findings
    assert (finding.n, finding.of) == (counts["before the first day"], 360)
    assert "in 25 % no day is on record" in finding.claim
    assert "of those with a day on record" in finding.claim
    assert "does not mean that nothing was handed over" in finding.says_not
    lines = [row[0] for row in shown.record()["table"]["rows"]]
    assert lines == [
        "all moves", "Tōtara Flat School to Rimu Intermediate", "Rātā Bay School to Rimu Intermediate",
        "Kōwhai Point School to Kauri College", "Rimu Intermediate to Kauri College",
    ]  # fmt: skip
    json.dumps(shown.record(), allow_nan=False)


def test_a_small_number_is_hidden_and_its_line_does_not_give_it_back(tmp_path: Path) -> None:
    few = {row["NSN"] for row in community()["moves"] if row["From school"] == "9903"}
    late = sorted(few)[:3]
    made = changed(
        community(),
        "moves",
        each=lambda row: (
            row | ({"Date received": "2026-02-20" if row["NSN"] in late else "2026-01-20"} if row["NSN"] in few else {})
        ),
    )
    rows = {row[0]: row for row in arrived_in_time(chapter_of(tmp_path, made)).record()["table"]["rows"]}
    line = rows["Kōwhai Point School to Kauri College"]
    assert line[3] == "[c]"
    assert line[2:5].count("[c]") >= 2
    assert line[1] == "about 20"


def test_a_school_outside_is_never_named(tmp_path: Path) -> None:
    outside = {"From school": "Secret Academy"}
    made = changed(community(), "moves", each=lambda row: row | (outside if row["From school"] == "9902" else {}))
    made = changed(made, "students", "results", each=lambda row: row if row["School number"] != "9902" else None)
    chapter = chapter_of(tmp_path, made)
    for shown in (arrived_in_time(chapter), over_terms(chapter), there_for_classes(chapter)):
        told = json.dumps([shown.record(), *(one.record() for one in shown.findings)], ensure_ascii=False)
        assert "Secret" not in told
    assert "Outside the community to Rimu Intermediate" in json.dumps(arrived_in_time(chapter).record())


def test_a_term_is_held_against_the_same_term_of_the_year_before(tmp_path: Path) -> None:
    made = community(times=2)
    shift = {"2025-12": "2024-12", "2026-01": "2025-01", "2026-02": "2025-02"}

    def year_before(day: object) -> object:
        return shift[str(day)[:7]] + str(day)[7:] if str(day)[:7] in shift else day

    earlier = [
        {key: year_before(value) for key, value in row.items()} | {"NSN": f"{int(row['NSN']) + 13 * 5000}"}
        for row in made["moves"]
        if row["From school"] in ("9901", "9905")
    ]
    earlier = [row | {"Date received": "2025-03-01" if row["Date received"] else ""} for row in earlier]
    shown = over_terms(chapter_of(tmp_path, made | {"moves": made["moves"] + earlier}))
    assert "of the moves of Term 1, 2026, and in 0 % of those of Term 1, 2025" in shown.title
    assert "Nothing is tested" in shown.caution


def test_classes_days_and_fields_are_told_with_their_base(tmp_path: Path) -> None:
    shown = there_for_classes(chapter_of(tmp_path, community(times=3)))
    assert "of the 360 moves where that day is known" in shown.title
    (finding,) = shown.findings
    assert finding.of == 360


def test_without_a_day_or_a_move_it_is_said_what_is_missing(tmp_path: Path) -> None:
    without_days = changed(community(), "moves", each=lambda row: row | {"Date received": ""})
    for name, made, said in (
        ("days", without_days, "No move has a day on record"),
        ("register", community() | {"moves": []}, "No move has a day on record"),
    ):
        (tmp_path / name).mkdir()
        chapter = chapter_of(tmp_path / name, made)
        first, *others = (arrived_in_time(chapter), over_terms(chapter), there_for_classes(chapter))
        assert first.title.startswith(said)
        for shown in others:
            assert shown.title.endswith("cannot be told without days on record.")  # the reason stands above, once
        for shown in (first, *others):
            assert shown.record()["table"] is None


def test_no_finding_bears_the_name_of_its_exhibit(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, community(times=3))
    for shown in (arrived_in_time(chapter), there_for_classes(chapter)):
        assert shown.id not in {finding.id for finding in shown.findings}  # each is a place on the page
