"""Which names and birth dates are alike, and what chance would make of them?"""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.intake.learners.alike_names import alike_pairs, is_near_date, is_swapped
from colsynth.intake.learners.forms import MOST_BORN

COLUMNS = ["person", "given", "family", "birth"]


def people(*rows: tuple[str, str | None, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    words = (frame["given"].fillna("") + " " + frame["family"].fillna("")).str.split()
    return frame.assign(name=words.map(lambda found: " ".join(sorted(found)) if len(found) > 1 else None).astype("str"))


def only(pairs: pd.DataFrame) -> tuple[str, bool]:
    """Rule and sureness of the one pair found."""
    (row,) = pairs.itertuples(index=False)
    assert (row.one, row.other) == ("a", "b")
    return row.rule, row.is_sure


@pytest.mark.parametrize(
    ("ours", "theirs"), [("2015-03-14", "2015-03-15"), ("2015-03-14", "2015-03-41"), ("2015-03-14", "2051-03-14")]
)
def test_dates_one_slip_apart(ours: str, theirs: str) -> None:
    assert is_near_date(ours, theirs)
    assert is_near_date(theirs, ours)


@pytest.mark.parametrize("theirs", ["2015-03-14", "2015-04-15", "2016-03-15"])
def test_dates_not_one_slip_apart(theirs: str) -> None:
    assert not is_near_date("2015-03-14", theirs)


def test_day_and_month_swapped() -> None:
    assert is_swapped("2015-03-05", "2015-05-03")
    assert not is_swapped("2015-03-05", "2015-03-05")
    assert not is_swapped("2015-03-03", "2015-03-03")


def test_nobody_is_no_pair() -> None:
    pairs = alike_pairs(people())
    assert pairs.empty
    assert list(pairs.columns) == ["one", "other", "rule", "score", "is_sure"]


def test_one_person_written_two_ways_is_no_pair() -> None:
    written = people(("a", "aroha", "ngata", "2015-03-14"), ("a", "aroha", "ngta", "2015-03-14"))
    assert alike_pairs(written).empty


def test_names_are_compared_where_given_and_family_are_not_told_apart() -> None:
    told = people(("a", "hinemoa", "parata", "2015-03-14"), ("b", "hinemoa", "paratta", "2015-03-14"))
    told.loc[1, ["given", "family"]] = pd.NA
    assert only(alike_pairs(told)) == ("names alike", True)


def test_a_middle_name_is_not_always_written() -> None:
    pairs = alike_pairs(people(("a", "hinemoa mere", "parata", "2015-03-14"), ("b", "hinemoa", "parata", "2015-03-14")))
    assert only(pairs) == ("names alike", True)


def test_a_given_name_alone_is_enough_where_nobody_else_has_it_that_day() -> None:
    pairs = alike_pairs(people(("a", "hinemoa", "parata", "2015-03-14"), ("b", "hinemoa", None, "2015-03-14")))
    assert only(pairs) == ("part of the name", True)


def test_a_family_name_alone_fits_each_of_two_twins() -> None:
    twins = people(
        ("a", "hinemoa", "parata", "2015-03-14"),
        ("b", None, "parata", "2015-03-14"),
        ("c", "wiremu", "parata", "2015-03-14"),
    )
    pairs = alike_pairs(twins)
    assert pairs[["one", "other"]].to_numpy().tolist() == [["a", "b"], ["b", "c"]]
    assert not pairs["is_sure"].any()


def test_a_part_of_a_name_is_not_used_where_another_sheet_has_the_whole() -> None:
    twins = people(
        ("a", "wiremu", "parata", "2015-03-14"),
        ("b", None, "parata", "2015-03-14"),
        ("b", "hinemoa", "parata", "2015-03-14"),
    )
    assert alike_pairs(twins).empty


def test_a_birth_date_told_on_another_sheet_is_known() -> None:
    rows = people(
        ("a", "hinemoa", "parata", None),
        ("a", None, None, "2015-03-14"),
        ("b", "hinemoa", "parata", "2015-03-14"),
    )
    assert only(alike_pairs(rows)) == ("same name", True)


def test_names_of_three_letters_are_others_with_one_letter_changed() -> None:
    assert alike_pairs(people(("a", "ana", "parata", "2015-03-14"), ("b", "ani", "parata", "2015-03-14"))).empty


def test_the_same_name_goes_before_an_alike_one() -> None:
    pairs = alike_pairs(
        people(
            ("a", "hinemoa", "parata", "2015-03-14"),
            ("b", "hinemoa", "parata", "2015-03-14"),
            ("c", "hinemoa", "paratta", "2015-03-14"),
        )
    )
    assert pairs.set_index(["one", "other"])["is_sure"].to_dict() == {
        ("a", "b"): True,
        ("a", "c"): False,
        ("b", "c"): False,
    }


def test_a_name_that_many_have_says_nothing_without_the_birth_date() -> None:
    many = [(f"p{at:02}", "olivia", "smith", f"20{at // 28:02}-01-{1 + at % 28:02}") for at in range(80)]
    assert "z" not in set(alike_pairs(people(*many, ("z", "olivia", "smith", None)))["other"])


def test_a_birth_date_that_more_than_a_thousand_have_tells_nobody_apart() -> None:
    filler = [(f"p{at:04}", f"g{at:04}", f"f{at:04}", "2000-01-01") for at in range(MOST_BORN)]
    ours = [("a", "hinemoa", "parata", "2000-01-01"), ("b", "hinemoa", "tuhoro", "2000-01-01")]
    assert alike_pairs(people(*filler, *ours)).empty
