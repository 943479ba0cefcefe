"""What two schools see of a learner who moves is asked as a question, beside those who stayed, and shows nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_chapters import Sheets, changed, settings_of
from moving_communities import AS_AT, community

from colsynth.exhibits import open_chapter
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.transitions_judgement_levels import judged_on_levels
from colsynth.exhibits.transitions_judgements import judged_before_and_after


def chapter_of(root: Path, made: Sheets, **more: object) -> Chapter:
    return open_chapter("transitions", settings_of(root, made, as_at=AS_AT, school_names="shown", **more))


def test_the_answer_says_how_many_beside_those_who_stayed_and_asks_a_question(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, community())
    shown = judged_before_and_after(chapter)
    assert shown.talk_about == "What did each of us look at?"
    steps = [finding for finding in shown.findings if "Year 6 to Year 7" in finding.claim]
    (finding,) = steps
    assert finding.of == 60
    assert "of those who stayed" in finding.claim
    assert "(same year level)" in finding.claim
    assert "about 15 weeks" in finding.comparison
    assert "no measure of the sending school" in finding.says_not
    assert "In between the rules changed (schools report against the revised" in finding.says_not
    assert finding.low is not None
    assert finding.size is not None
    assert finding.low < finding.size
    json.dumps(shown.record(), allow_nan=False)


def test_schools_stand_in_the_order_of_the_register_never_by_result(tmp_path: Path) -> None:
    for name, after in (("one", (0,)), ("two", (0, -1))):
        (tmp_path / name).mkdir()
        table = judged_before_and_after(chapter_of(tmp_path / name, community(after))).record()["table"]
        groups = [row[1] for row in table["rows"] if "Year 6" in row[0]]
        assert groups == ["all learners with both", "Tōtara Flat School", "Rātā Bay School"]


def test_where_the_receiving_school_judges_lower_that_is_said_of_all_and_never_of_a_fault(tmp_path: Path) -> None:
    shown = judged_before_and_after(chapter_of(tmp_path, community((-1, -1, -1, -1, 1), times=2)))
    told = json.dumps([shown.record(), *(finding.record() for finding in shown.findings)], ensure_ascii=False)
    for word in ("lenient", "wrong", "fault", "inflated", "over-judged", "underperform"):
        assert word not in told
    assert "more are at it before the move" in told


def test_a_school_with_few_learners_who_differ_is_hidden_and_the_others_do_not_give_it_back(tmp_path: Path) -> None:
    table = judged_before_and_after(chapter_of(tmp_path, community())).record()["table"]
    at = [column["key"] for column in table["columns"]].index("verdict")
    hidden = [row[at] == "[c]" for row in table["rows"] if row[1] != "all learners with both" and "Year 6" in row[0]]
    assert sum(hidden) != 1


def test_where_few_who_were_sent_have_no_second_result_the_number_with_both_is_told_about(tmp_path: Path) -> None:
    every = community(times=2)
    gone = {row["NSN"] for row in every["moves"][:2]}
    made = changed(every, "results", each=lambda row: row if row["NSN"] not in gone else None)
    shown = judged_before_and_after(chapter_of(tmp_path, made))
    groups = {row[1]: row[2] for row in shown.record()["table"]["rows"]}
    assert groups["Tōtara Flat School"] == "about 70"
    assert groups["Rātā Bay School"] == "48"
    (finding,) = (one for one in shown.findings if "Year 6 to Year 7" in one.claim)
    assert (finding.n, finding.of) == (None, None)


def test_on_levels_kappa_comes_with_the_shares_at_the_mark(tmp_path: Path) -> None:
    record = judged_on_levels(chapter_of(tmp_path, community((0, 0, -1, 1)))).record()
    keys = [column["key"] for column in record["table"]["columns"]]
    assert {"kappa", "before_share", "after_share"} <= set(keys)
    assert "kappa is low even when the two agree" in record["how_to_read"]


@pytest.mark.parametrize("measure", ["easttle-writing", "pat-reading"])
def test_without_a_judgement_it_is_said_that_there_is_none(measure: str, tmp_path: Path) -> None:
    made = changed(community(), "results", each=lambda row: row | {"Measure": measure, "Level": ""})
    made = changed(made, "results", each=lambda row: row | {"Scale score": 1400 if measure[0] == "e" else 40})
    chapter = chapter_of(tmp_path, made)
    assert "cannot be held against each other" in judged_before_and_after(chapter).title
    assert "within one level" in judged_on_levels(chapter).title
