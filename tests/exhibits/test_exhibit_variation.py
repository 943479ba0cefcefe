"""What the variation chapter says of schools, what it never shows, and what it says where there is little to say."""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from colsynth.exhibits import (
    Chapter,
    open_chapter,
    variation,
    variation_bright_spots,
    variation_context,
    variation_convergence,
    variation_funnel,
    variation_spread,
)
from colsynth.exhibits.exhibit import Exhibit

WORDS_NOT_USED = ("significant", "impact", "best", "worst", "under-performing", "pupils", "students")
Counts = dict[str, dict[str, tuple[int, int]]]  # day: school: (at expectation, of)


def every(chapter: Chapter) -> list[Exhibit]:
    return [
        variation.parts(chapter),
        variation_context.context(chapter),
        variation_spread.within_between(chapter),
        variation_spread.scores(chapter),
        variation_funnel.funnel(chapter),
        variation_bright_spots.bright_spots(chapter, "year level"),
        variation_bright_spots.bright_spots(chapter, "ethnic group"),
        variation_convergence.coming_together(chapter),
        variation_convergence.coming_together(chapter, scores=True),
        variation_convergence.low_schools(chapter),
    ]


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture(scope="module")
def demo(project: Path) -> Chapter:
    return open_chapter("variation", str(project / "params" / "kereru-valley.yaml"))


def community(root: Path, counts: Counts, names: str = "shown") -> Chapter:
    """Year 4 writing judgements: on each day so many learners a school, in classes of up to 20."""
    (root / "params").mkdir()
    (root / "sent").mkdir()
    schools = sorted({school for of_term in counts.values() for school in of_term})
    rows = [
        [1000000007 + 13 * (1000 * schools.index(school) + i), school, "otj-writing", "At" if i < at else "Below", day,
         4, f"Room {i % max(1, of // 20)}"]
        for day, of_term in counts.items()
        for school, (at, of) in of_term.items()
        for i in range(of)
    ]  # fmt: skip
    head = ["NSN", "School", "Measure", "Level", "Date", "Year level", "Class"]
    described = [["School Number", "School Name", "EQI", "Roll"], *([s, f"Kura {s}", 450, 150] for s in schools)]
    for name, table in {"schools.csv": described, "results.csv": [head, *rows]}.items():
        with (root / "sent" / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    path = root / "params" / "c.yaml"
    settings = {"community": {"id": "c", "name": "C"}, "inputs": "sent", "school_names": names}
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return open_chapter("variation", str(path))


def test_the_demo_says_each_thing_in_plain_words_with_its_interval(demo: Chapter) -> None:
    for shown in every(demo):
        said = json.dumps(shown.record(), ensure_ascii=False, allow_nan=False)
        assert not [word for word in WORDS_NOT_USED if f" {word}" in said.lower()]
        for finding in shown.findings:
            assert finding.says_not
            if finding.size is not None:
                assert finding.low is not None
                assert finding.high is not None
                assert finding.low <= finding.size <= finding.high


def test_a_spread_that_cannot_be_told_apart_from_none_is_not_called_none(demo: Chapter) -> None:
    shown = variation.parts(demo)
    assert "what lies between schools cannot be told from chance" in shown.title
    assert "fewer than 5 schools, so no share is given" in shown.title


def test_no_class_is_ever_named(demo: Chapter) -> None:
    classes = {str(name) for name in demo.results["class"].dropna().unique() if len(str(name)) > 3}
    said = json.dumps([shown.record() for shown in every(demo)], ensure_ascii=False)
    assert classes
    assert not [name for name in classes if name in said]


def test_schools_stand_in_one_order_whatever_their_results(demo: Chapter) -> None:
    shown = variation_spread.within_between(demo)
    assert shown.table is not None
    orders = [list(own) for _, own in shown.table.frame.groupby("measure")["school"]]
    register = [demo.school_labels[code] for code in sorted(demo.school_labels)]
    for order in orders:
        assert order == [label for label in register if label in order]


def test_a_line_on_who_the_schools_are_stands_beside_every_comparison(demo: Chapter) -> None:
    for shown in (variation_spread.within_between(demo), variation_funnel.funnel(demo)):
        ((heading, lines),) = shown.lists
        assert heading == variation_context.STRIP
        assert any("roll 187; equity index 462" in line for line in lines)


def test_where_schools_are_codes_nothing_names_them_by_the_way(tmp_path: Path) -> None:
    chapter = community(tmp_path, {"2026-08-03": {f"99{i:02d}": (30, 50) for i in range(6)}}, names="codes")
    said = json.dumps([shown.record() for shown in every(chapter)], ensure_ascii=False)
    assert "Kura 99" not in said
    assert "equity index 450" not in said
    assert "roll 150" not in said
    assert "roll 100 to 299" in said


def test_a_school_far_from_the_others_is_worth_a_look_and_no_more(tmp_path: Path) -> None:
    schools = {f"99{i:02d}": (30 if i < 5 else 49, 60) for i in range(6)}
    shown = variation_funnel.funnel(community(tmp_path, {"2026-08-03": schools}))
    assert shown.title == "Worth a look: Writing, overall teacher judgement at Kura 9905."
    (finding,) = shown.findings
    assert (finding.n, finding.of) == (49, 60)
    assert "no better and no worse" in finding.says_not


def test_a_small_school_is_hidden_in_table_chart_and_words(tmp_path: Path) -> None:
    schools = {"9900": (30, 60), "9901": (40, 60), "9902": (8, 9)}
    chapter = community(tmp_path, {"2026-08-03": schools})
    for shown in (variation_spread.within_between(chapter), variation_funnel.funnel(chapter)):
        assert shown.table is not None
        small = (shown.table.frame["school"] == "Kura 9902").to_numpy()
        assert shown.table.hidden.loc[small, "share_at"].all()
        assert "88.9" not in json.dumps(shown.chart)


@pytest.mark.parametrize(
    "counts",
    [
        {"2026-08-03": {"9900": (1, 1)}},
        {"2026-08-03": {"9900": (30, 60)}},
        {"2026-08-03": {"9900": (60, 60), "9901": (60, 60)}},
        {"2026-08-03": {f"99{i:02d}": (2, 4) for i in range(6)}},
    ],
    ids=["one learner", "one school", "all the same", "groups of four"],
)
def test_the_chapter_reads_well_where_there_is_little_to_say(tmp_path: Path, counts: Counts) -> None:
    for shown in every(community(tmp_path, counts)):
        assert shown.title.endswith(".")
        assert "nan" not in shown.title
        json.dumps(shown.record(), allow_nan=False)


def test_two_terms_on_one_line_are_held_together(tmp_path: Path) -> None:
    before = {f"99{i:02d}": (30 + i, 60) for i in range(7)}
    after = {f"99{i:02d}": (12 + 7 * i, 60) for i in range(7)}
    shown = variation_convergence.coming_together(community(tmp_path, {"2023-08-07": before, "2024-08-05": after}))
    assert shown.title == (
        "With few schools, and so with care: Writing, overall teacher judgement: schools are drifting apart."
    )
    (finding,) = shown.findings
    assert finding.direction == "up"
    assert finding.low is not None
    assert finding.low > 1
