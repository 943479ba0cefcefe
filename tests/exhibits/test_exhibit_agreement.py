"""What the page says of judgements and tests: a question, with intervals, and nothing that tells few learners."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from colsynth.exhibits import agreement, agreement_on_levels, open_chapter

SCHOOLS = [["School Number", "School Name"], ["9901", "Tōtara Flat"], ["9902", "Rātā Bay"], ["9903", "Kōwhai Point"]]


def learners(school: int, first: int, cells: tuple[int, int, int, int], moderated: str = "") -> list[list[object]]:
    """Writing judgements and e-asTTle tests: at expectation by both, judgement alone, test alone, neither."""
    answers = [("At", "2P")] * cells[0] + [("At", "2B")] * cells[1] + [("Below", "2P")] * cells[2]
    answers += [("Below", "2B")] * cells[3]
    rows: list[list[object]] = []
    for i, (judged, tested) in enumerate(answers):
        student = 1000000007 + 13 * (first + i)
        rows.append([student, school, "otj-writing", judged, "2026-06-26", 4, "", moderated, "another school"])
        rows.append([student, school, "easttle-writing", tested, "2026-05-15", 4, "", "", ""])
    return rows


def community(root: Path, *rows: list[list[object]]) -> str:
    head = ["NSN", "School", "Measure", "Level", "Date", "Year level", "Score", "Moderated", "Moderated with"]
    (root / "params").mkdir()
    (root / "sent").mkdir()
    for name, sheet in (("schools", SCHOOLS), ("results", [head, *(row for some in rows for row in some)])):
        with (root / "sent" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(sheet)
    path = root / "params" / "c.yaml"
    path.write_text(yaml.safe_dump({"community": {"id": "c", "name": "C"}, "inputs": "sent"}), encoding="utf-8")
    return str(path)


def test_the_answer_has_its_interval_its_base_and_a_question(tmp_path: Path) -> None:
    settings = community(tmp_path, learners(9901, 0, (60, 30, 10, 20)))
    exhibit = agreement.overall(open_chapter("variation", settings))
    assert exhibit.title == (
        "Writing: overall teacher judgement and e-asTTle put 67 % of 120 learners on the same side of the "
        "expectation; judgements are higher."
    )
    (finding,) = exhibit.findings
    assert (finding.n, finding.of) == (80, 120)
    assert finding.size == pytest.approx(20 / 120, abs=1e-4)
    assert finding.low is not None
    assert 0 < finding.low < 20 / 120
    assert "75 % by the judgement and 58 % by the test" in finding.claim
    assert "test about 6 weeks before the judgement" in finding.comparison
    assert "does not say which of the two is right" in finding.says_not
    assert exhibit.talk_about == "What does each of them see that the other does not?"
    assert "before Term 4 it reads lower" in exhibit.caution
    json.dumps(exhibit.record(), allow_nan=False)


def test_moderated_judgements_stand_apart_from_others(tmp_path: Path) -> None:
    settings = community(tmp_path, learners(9901, 0, (30, 8, 8, 14), "yes"), learners(9902, 60, (30, 20, 7, 13), "no"))
    table = agreement.overall(open_chapter("variation", settings)).record()["table"]
    assert [row[1] for row in table["rows"]] == [
        "all learners with both", "not moderated", "moderated with another school",
    ]  # fmt: skip


def test_a_kind_of_moderation_with_few_learners_is_not_left_over(tmp_path: Path) -> None:
    settings = community(tmp_path, learners(9901, 0, (30, 8, 8, 14), "yes"), learners(9902, 60, (2, 1, 0, 0), "no"))
    table = agreement.overall(open_chapter("variation", settings)).record()["table"]
    assert [row[1] for row in table["rows"]] == ["all learners with both"]


def test_schools_stand_in_a_fixed_order_and_a_hidden_one_is_never_alone(tmp_path: Path) -> None:
    settings = community(
        tmp_path,
        learners(9901, 0, (30, 8, 8, 14)),
        learners(9902, 60, (20, 2, 6, 10)),
        learners(9903, 120, (20, 6, 6, 10)),
    )
    chapter = open_chapter("variation", settings)
    exhibit = agreement.by_school(chapter)
    rows = exhibit.record()["table"]["rows"]
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
    verdicts = dict(zip((row[1] for row in rows), (row[11] for row in rows), strict=True))
    label = chapter.school_labels
    assert verdicts[label["9902"]] == "[c]"  # two learners by the judgement alone
    assert verdicts[label["9903"]] == "[c]"  # else the whole less the others would give them back
    assert verdicts[label["9901"]] == "no clear difference"
    assert "cannot be shown" in exhibit.title


@pytest.mark.parametrize("cells", [(1, 0, 0, 0), (2, 1, 1, 0), (50, 0, 0, 0), (0, 30, 0, 0)])
def test_few_learners_and_those_all_alike_are_hidden_and_the_page_still_reads(
    tmp_path: Path, cells: tuple[int, int, int, int]
) -> None:
    chapter = open_chapter("variation", community(tmp_path, learners(9901, 0, cells)))
    exhibit = agreement.overall(chapter)
    assert "cannot be shown" in exhibit.title
    assert exhibit.chart is None
    assert all("[c]" in finding.claim for finding in exhibit.findings)
    assert agreement.by_school(chapter).record()["table"] is None
    assert agreement_on_levels.on_levels(chapter).record()["table"] is None


def test_without_a_pair_it_is_said_that_there_is_none(tmp_path: Path) -> None:
    rows = [row for row in learners(9901, 0, (10, 5, 5, 10)) if row[2] == "otj-writing"]
    chapter = open_chapter("variation", community(tmp_path, rows))
    for shown in (agreement.overall(chapter), agreement.by_school(chapter)):
        assert "No learner has a judgement and a test" in shown.title


def test_on_levels_of_a_mapping_kappa_is_told_with_its_interval(tmp_path: Path) -> None:
    levels = ("Developing", "Consolidating", "Proficient")
    counts = ((20, 9, 0), (8, 22, 9), (5, 8, 22))
    rows: list[list[object]] = []
    for i, (place, score) in enumerate(
        (place, 24 + 5 * at) for place, line in enumerate(counts) for at, n in enumerate(line) for _ in range(n)
    ):
        student = 1000000007 + 13 * i
        rows.append([student, 9901, "progress-reading", levels[place], "2026-06-26", 4, "", "", ""])
        rows.append([student, 9901, "pat-reading", "", "2026-05-15", 4, score, "", ""])
    exhibit = agreement_on_levels.on_levels(open_chapter("variation", community(tmp_path, rows)))
    assert "62 % of 103 learners are on the same level by both, 95 % within one level" in exhibit.title
    (row,) = exhibit.record()["table"]["rows"]
    assert row[7] == "0.58 (0.43 to 0.72)"  # R, vcd: Kappa(m, weights = "Fleiss-Cohen")
    assert row[8] == "more alike than by chance"
    assert "interim" in exhibit.caution
