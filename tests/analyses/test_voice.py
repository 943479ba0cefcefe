"""Who was heard and what they say, on counts made by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from made_voice import HELP, OPENLY, PROMISES, line, read

from colsynth.analyses.voice.answers import GROUPS
from colsynth.analyses.voice.coverage import coverage, kept_inside
from colsynth.analyses.voice.items import in_order, items

TEACHERS = line(OPENLY, "teachers", "2026-T2", {"Strongly agree": 8, "Agree": 12, "Neutral": 5, "Disagree": 15}, of=50)


def test_a_group_says_how_many_agree_with_limits_as_wide_as_if_they_sat_in_groups() -> None:
    (row,) = items(read(TEACHERS)).to_dict("records")
    assert (row["n"], row["agree"], row["neither"], row["against"]) == (40, 20, 5, 15)
    assert (row["asked"], row["response"], row["share"]) == (50, 0.8, 0.5)
    # R: n <- 40 / (1 + 24 * .05); prop.test(.5 * n, n, correct = FALSE)$conf.int
    assert (row["low"], row["high"]) == pytest.approx((0.29117758, 0.70882242), abs=1e-8)


def test_answers_stand_in_the_order_of_their_scale_and_own_words_are_one_answer() -> None:
    own = line(OPENLY, "teachers", "2026-T2", {"Other: ask Mrs Kay": 1, "Depends": 1, "N/A": 3})
    found = in_order(read(TEACHERS, own))
    assert found["label"].tolist() == [
        "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree", "another answer",
    ]  # fmt: skip
    assert found["n"].tolist() == [15, 5, 12, 8, 2]
    (row,) = items(read(TEACHERS, own)).to_dict("records")
    assert (row["n"], row["neither"]) == (42, 7)


def test_groups_stand_beside_each_other_in_one_order_each_in_its_newest_term() -> None:
    lines = [
        line(OPENLY, group, term, {"Agree": 6, "Disagree": 6})
        for group, term in (("others", "2026-T1"), ("learners", "2025-T2"), ("learners", "2026-T2"), ("iwi", "2026-T4"))
    ]
    found = items(read(*lines))
    assert list(zip(found["group"], found["term"], strict=True)) == [("learners", "2026-T2"), ("others", "2026-T1")]


def test_who_was_not_heard_stands_there_too() -> None:
    found = coverage(read(TEACHERS, line(HELP, "learners", "2026-T2", {"Agree": 90}, school="1")))
    assert found["group"].tolist() == list(GROUPS)
    assert found.set_index("group")["n"].to_dict() == dict.fromkeys(GROUPS, 0) | {"teachers": 40, "learners": 90}
    shares = found.set_index("group")
    assert (shares.loc["teachers", "share"], shares.loc["learners", "schools"]) == (0.8, 1)
    assert shares["share"].isna().sum() == len(GROUPS) - 1


def test_more_answers_than_were_asked_leave_the_share_unknown() -> None:
    (row,) = items(read(line(OPENLY, "whānau", "2026-T2", {"Agree": 30, "Disagree": 15}, of=40))).to_dict("records")
    assert row["n"] == 45
    assert pd.isna(row["asked"])


def test_a_row_a_respondent_counts_people_and_not_answers() -> None:
    lines = [
        line(item, "teachers", "2026-T2", {"Agree": 1}, respondent=f"r{i}") for i in range(9) for item in (OPENLY, HELP)
    ]
    assert coverage(read(*lines)).set_index("group").loc["teachers", "n"] == 9


def test_own_words_are_counted_and_not_an_item() -> None:
    lines = [line("What would you change?", "learners", "2026-T2", {f"the {i}": 1}) for i in range(30)]
    found = read(*lines, TEACHERS)
    assert set(items(found)["item"]) == {OPENLY}
    assert kept_inside(found).to_dict("records") == [{"kind": "own words", "questions": 1, "n": 30}]
    assert coverage(found).set_index("group").loc["learners", "n"] == 30


def test_nothing_gives_frames_with_their_columns() -> None:
    none = read()
    assert items(none).empty
    assert in_order(none).empty
    assert kept_inside(none).empty
    assert coverage(none)["n"].tolist() == [0] * len(GROUPS)


def test_a_blank_group_stands_last_as_not_given() -> None:
    found = read(
        line(PROMISES, "learners", "2026-T2", {"Yes": 9, "No": 9}), line(PROMISES, None, "2026-T2", {"Yes": 9})
    )  # type: ignore[arg-type]
    assert coverage(found)["group"].tolist()[-1] == "not given"
    assert items(found)["group"].tolist() == ["learners", "not given"]
