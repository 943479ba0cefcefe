"""Answers of surveys are read by one scale each, or not at all; nobody's own words have a place."""

from __future__ import annotations

import pytest

from colsynth.reference.answer_scales import Item, load_answer_scales

SCALES = load_answer_scales()


def read(given: dict[str, int], text: str = "We can say what does not work") -> Item:
    return SCALES.item(text, given)


def sides(item: Item) -> dict[str, str]:
    return {answer: place.side for answer, place in (item.places or {}).items()}


def test_an_item_is_read_by_the_scale_that_has_its_words_however_they_are_written() -> None:
    item = read({"agree": 8, "Strongly  Agree.": 4, "5 - Strongly agree": 1, "DISAGREE": 3, "Don't know": 1})
    assert (item.kind, item.scale) == ("closed", "agreement")
    assert sides(item) == {
        "agree": "for", "Strongly  Agree.": "for", "5 - Strongly agree": "for", "DISAGREE": "against",
        "Don't know": "neither",
    }  # fmt: skip
    assert read({"Āe": 5, "Kao": 3}).scale == "yes or no"
    assert read({"Always": 5, "Sometimes": 9, "Kore rawa": 1}).scale == "how often"


def test_another_answer_has_no_place_and_what_says_nothing_is_apart() -> None:
    item = read({"Yes": 20, "No": 9, "Other: ask Mrs Kay": 1, "N/A": 12})
    assert item.kind == "closed"
    assert set(item.places or {}) == {"Yes", "No"}
    assert item.silent == {"N/A"}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"the toilets": 1, "more time": 1}, "own words"),
        ({"Reading": 20, "Maths": 12}, "words of no scale"),
        ({"Agree": 20, "Always": 12}, "two answer scales"),
        ({"4": 20, "5": 12}, "numbers alone"),
        ({"12": 1, "35": 1}, "own words"),
        ({"Not sure": 9}, "words of no scale"),
        ({}, "own words"),
    ],
)
def test_what_no_one_scale_has_is_never_printed(given: dict[str, int], kind: str) -> None:
    assert read(given) == Item(kind)  # type: ignore[arg-type]


def test_numbers_are_read_only_where_their_ends_have_words() -> None:
    answered = {"1": 2, "2": 3, "3": 5, "4": 9}
    up = read(answered, "I am heard (1 = never, 5 = always)")
    assert up.scale == "1 to 5, how often"
    assert sides(up) == {"1": "against", "2": "against", "3": "neither", "4": "for"}
    down = read(answered, "I am heard (1 = always, 5 = never)")
    assert sides(down) == {"1": "for", "2": "for", "3": "neither", "4": "against"}
    even = read({"1 (Not at all)": 4, "2": 3, "3": 5, "4 (Very much)": 9})
    assert sides(even) == {"1 (Not at all)": "against", "2": "against", "3": "for", "4 (Very much)": "for"}
    assert read({"6": 4}, "I am heard (1 = never, 5 = always)").kind == "numbers alone"


def test_an_item_is_turned_round_only_where_its_text_says_so() -> None:
    assert read({"Agree": 5}, "I am often left out (R)").reversed
    assert not read({"Agree": 5}, "I am often left out").reversed
