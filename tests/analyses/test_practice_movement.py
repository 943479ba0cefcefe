"""Movement of areas: among voices of both terms alone, and claimed only where it would seldom be chance."""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.analyses.practice.movement import LEAST, MOVEMENT, middles, movement, spans_of, verdict_of
from colsynth.analyses.practice.placements import placements
from colsynth.methods.moved import moved
from colsynth.registers.declared import load_registers

EMPTY = load_registers(None)["ratings"].empty_frame()
STAGES = ["1", "2", "3"]
Levels = dict[str, str | None]


def placed(*terms: tuple[str, Levels], **common: object) -> pd.DataFrame:
    """Placements of area 1 by schools, a dictionary of their stages for each term; with evidence."""
    rows = [
        {"framework": "ero", "placed_by": "school", "area": "1", "evidence": "minutes", "term": term, "school": school,
         "stage": stage} | common
        for term, stages in terms for school, stage in stages.items()
    ]  # fmt: skip
    frame = pd.concat([EMPTY, pd.DataFrame(rows)], ignore_index=True)
    frame["source_row"] = range(2, len(frame) + 2)
    return placements(frame.astype(EMPTY.dtypes.to_dict()), "ero", STAGES, "2026-T4")


def stood(stages: str) -> Levels:
    """`1 2 -` is three schools, the last not yet evident."""
    return {f"S{i}": {"-": "not yet evident", "x": None, "n": "not applicable"}.get(s, s)
            for i, s in enumerate(stages.split())}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("1 1 1 1 1", "2 2 2 2 2", "moved up"),
        ("- - - - -", "1 1 1 1 1", "moved up"),
        ("3 3 2 2 2 1", "2 2 1 1 1 1", "moved down"),
        ("1 1 1 1 1", "2 2 2 2 1", "no clear movement"),  # four of five are chance in one of eight
        ("1 1 1 1 1 1 1", "2 2 2 2 2 1 1", "moved up"),
        ("1 1 1 1 1 1 2", "2 2 2 2 2 2 1", "no clear movement"),  # one against six: p .125
        ("1 1 1 1 1 1 1 1 2", "2 2 2 2 2 2 2 2 1", "moved up"),  # one against eight: p .039
        ("1 1 1 1 1 1 1 1 3", "2 2 2 2 2 2 2 2 1", "mixed"),  # the same, but nobody is at the top any more
        ("1 2 1 2 3", "2 1 1 2 3", "mixed"),
        ("1 2 3 2 1", "1 2 3 2 1", "same"),
        ("1 1 1 1", "3 3 3 3", "too few to tell"),
        ("1 1 1 1 1 x", "2 2 2 2 x 2", "too few to tell"),
        ("1 1 1 1 1", "2 2 2 2 n", "too few to tell"),
    ],
)
def test_what_is_said_of_voices_seen_twice(before: str, after: str, word: str) -> None:
    frame = placed(("2025-T4", stood(before)), ("2026-T4", stood(after)))
    found = movement(frame, ["1"], [("2025-T4", "2026-T4")])
    assert found["verdict"].tolist() == [word]


def test_voices_of_one_term_alone_are_counted_apart_and_move_nothing() -> None:
    frame = placed(
        ("2025-T4", stood("1 1 1 1 1") | {"gone": "1", "gone too": "1"}),
        ("2026-T4", stood("1 1 1 1 1") | {"new": "3", "newer": "3", "newest": "3"}),
    )
    (found,) = movement(frame, ["1"], [("2025-T4", "2026-T4")]).to_dict("records")
    assert (found["n"], found["n_left"], found["n_new"], found["verdict"]) == (5, 2, 3, "same")
    assert middles(frame, ["1"])[["n", "low", "high"]].to_numpy().tolist() == [[7, 1, 1], [8, 1, 1]]


def test_the_commonest_step_the_middles_then_and_now_and_who_moved_which_way() -> None:
    frame = placed(("2025-T4", stood("1 1 2 1 - 2")), ("2026-T4", stood("2 3 3 2 1 1")))
    (found,) = movement(frame, ["1"], [("2025-T4", "2026-T4")]).to_dict("records")
    assert (found["up"], found["same"], found["down"]) == (5, 0, 1)
    assert (found["step"], found["n_step"]) == (1, 4)
    assert [found[c] for c in ("low_first", "high_first", "low_last", "high_last")] == [1, 1, 2, 2]
    assert (found["n_schools"], found["n_same_way"]) == (6, 5)
    assert found["p"] == pytest.approx(0.21875)  # R: binom.test(5, 6)$p.value


def test_both_middles_stand_where_an_even_number_placed_it() -> None:
    (row,) = middles(placed(("2026-T4", stood("- 1 3 3"))), ["1"]).to_dict("records")
    assert (row["n"], row["low"], row["high"]) == (4, 1, 3)


def test_only_placements_with_evidence_both_times_count_as_such() -> None:
    now = placed(("2026-T4", stood("2 2 2 2 2")), evidence=None, link=None)
    found = movement(pd.concat([placed(("2025-T4", stood("1 1 1 1 1"))), now]), ["1"], [("2025-T4", "2026-T4")])
    assert found["verdict"].tolist() == ["moved up"]
    assert found[["n_evident", "p_evident"]].to_numpy().tolist() == [[0, 1.0]]


def test_the_newest_term_is_held_against_the_one_before_and_the_first() -> None:
    assert spans_of(["2026-T2", "2025-T2", "2025-T4", "2026-T2"]) == [("2025-T4", "2026-T2"), ("2025-T2", "2026-T2")]
    assert spans_of(["2025-T4", "2026-T2"]) == [("2025-T4", "2026-T2")]
    assert spans_of(["2026-T2"]) == spans_of([]) == []


def test_indicators_and_placements_without_a_term_move_no_area() -> None:
    by_indicator = placed(("2025-T4", stood("1 1")), ("2026-T4", stood("2 2")), indicator="1.1.1")
    without_term = placed(("2025-T4", stood("1 1"))).assign(term=pd.NA)
    for frame in (by_indicator, without_term, placed()):
        assert middles(frame, ["1"]).empty
        found = movement(frame, ["1"], [("2025-T4", "2026-T4")])
        assert found.empty
        assert list(found.columns) == list(MOVEMENT)


def test_the_fewest_voices_of_whom_something_may_be_said_can_be_raised() -> None:
    assert LEAST == 5
    assert verdict_of(moved([1] * 5, [2] * 5), least=6) == "too few to tell"


def test_chance_among_many_areas_is_reckoned_over_those_that_could_be_claimed() -> None:
    moves = {
        "1": ("1 1 1 1 1 1", "2 2 2 2 2 2"),
        "2": ("2 1 2 1 2 1", "1 2 1 2 1 1"),
        "3": ("1 1 1 1 1 1", "2 2 2 1 1 1"),
    }
    frames = [placed(("2025-T4", stood(a)), ("2026-T4", stood(b)), area=area) for area, (a, b) in moves.items()]
    found = movement(pd.concat(frames), list(moves), [("2025-T4", "2026-T4")])
    # By hand: p = 2/64; 1 where two went up and three down; of the third only three moved, so p is never below 1/4.
    # In R: p.adjust(c(2/64, 1), "BH") gives 0.0625 1.0000
    assert found["p_evident"].tolist() == pytest.approx([2 / 64, 1, 1 / 4])
    assert found["q"].tolist()[:2] == pytest.approx([2 / 32, 1])
    assert pd.isna(found["q"].iloc[2])
