"""The middle of ordered answers: both middles when even, never a mean."""

from colsynth.methods.ordinal import Middle, middle


def test_an_odd_number_has_one_middle() -> None:
    assert middle([1, 2, 2, 0]) == Middle(1, 1)


def test_an_even_number_shows_both_middles() -> None:
    # 1, 1, 3, 3: a mean would claim the second level, which nobody chose
    assert middle([0, 2, 0, 2]) == Middle(1, 3)


def test_without_answers_there_is_no_middle() -> None:
    assert middle([0, 0, 0]) is None
