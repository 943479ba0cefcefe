"""Ratings of one thing that disagree are not averaged, and a scale that nobody used is seen."""

import pytest

from colsynth.methods.camps import scale_used, together


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([0, 0, 0], "not rated"),
        ([0, 1, 0], "one rater"),
        ([0, 4, 0], "same level"),
        ([1, 4, 0], "within one"),
        ([4, 0, 4], "two camps"),
        ([2, 3, 0, 2], "two camps"),
        ([4, 0, 1], "far apart"),
        ([3, 1, 3], "far apart"),
        ([1, 0, 1], "far apart"),
    ],
)
def test_ratings_of_one_thing_stand_to_one_another(counts: list[int], said: str) -> None:
    assert together(counts) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([0, 0, 9], "all at the top"),
        ([9, 0, 0], "all at one level"),
        ([0, 1, 8], "varied"),
        ([0, 0, 0], "not rated"),
        ([], "not rated"),
    ],
)
def test_a_scale_that_is_not_used_is_seen(counts: list[int], said: str) -> None:
    assert scale_used(counts) == said


def test_ratings_are_counted() -> None:
    for asked in (together, scale_used):
        with pytest.raises(ValueError, match="counted"):
            asked([1, -1])
