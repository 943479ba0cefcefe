"""Who was sent, who is followed, and whether they stand for those who were not."""

from __future__ import annotations

import pytest
from test_transitions_change import START, after, community
from turned import MATHS, Turned

from colsynth.analyses.transitions.matching import COLUMNS, NOBODY_MATCHED, TOO_FEW, followed_across
from colsynth.methods.attrition import EVERYONE, STAYED


def test_sent_matched_and_results_are_counted_for_all_and_by_feeder() -> None:
    made = community().group("lost", "A", "", [20.0] * 4, [None] * 4).group("new", "", "C", [None] * 5, START[:5])
    found = followed_across(made.evidence())
    every = found[found["dimension"] == "all learners"].set_index("measure")
    assert every.loc["", ["sent", "matched", "arrived"]].tolist() == [40, 36, 41]
    assert every.loc[MATHS, ["sent", "with_before", "with_after", "with_both"]].tolist() == [40, 40, 36, 36]
    by = found[(found["dimension"] == "feeder") & (found["measure"] == MATHS)].set_index("group")
    assert by["sent"].to_dict() == {"A": 22, "B": 18}
    assert by["match_rate"]["A"] == pytest.approx(18 / 22)


def test_a_loss_of_low_scores_is_flagged_though_it_is_small() -> None:
    made = community().group("lost", "A", "", [20.0 + i for i in range(10)], [None] * 10)
    made.group("more", "B", "C", START, after(1))
    row = followed_across(made.evidence()).query("measure == @MATHS and dimension == 'all learners'").iloc[0]
    assert row["both_rate"] == pytest.approx(72 / 82)
    assert row["unlike"] > 0.25
    assert row["verdict"] == STAYED


def test_a_loss_of_one_group_alone_is_flagged() -> None:
    made = Turned().group("f", "A", "C", START, after(1)).group("b", "A", "C", START, after(1), gender="male")
    made.group("l", "A", "", START[:6], [None] * 6, gender="male")
    found = followed_across(made.evidence())
    seen = found[(found["measure"] == "") & (found["dimension"] == "gender")].set_index("group")
    assert seen["differential"]["male"] == pytest.approx(6 / 42)
    assert found.query("measure == '' and dimension == 'all learners'")["verdict"].tolist() == [STAYED]


def test_all_seen_again_stand_for_those_sent_and_few_say_nothing() -> None:
    found = followed_across(community().group("e", "E", "C", START[:3], after(1, 3)).evidence())
    by = found[(found["measure"] == "") & (found["dimension"] == "feeder")].set_index("group")["verdict"]
    assert by.to_dict() == {"A": EVERYONE, "B": EVERYONE, "E": TOO_FEW}
    nobody = followed_across(Turned().group("m", "A", "", START, [None] * 36).evidence())
    assert set(nobody["verdict"]) == {NOBODY_MATCHED}


def test_nobody_due_to_move_gives_no_row() -> None:
    found = followed_across(Turned().group("s", "K", "K", START, after(1)).evidence())
    assert found.empty
    assert list(found.columns) == list(COLUMNS)
