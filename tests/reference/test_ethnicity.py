"""Which groups a written ethnicity names: Cook Islands Māori is Pacific, and nobody loses a group."""

from __future__ import annotations

import pytest

from colsynth.reference.ethnicity import load_ethnic_groups

GROUPS = load_ethnic_groups()


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Māori/NZ Euro", ["European", "Māori"]),
        ("Samoan, NZE", ["European", "Pacific"]),
        ("Pascifica", ["Pacific"]),
        ("NZ European Māori", ["European", "Māori"]),
        ("NZ European/Pākehā", ["European"]),
        ("Māori and Samoan", ["Māori", "Pacific"]),
        ("Māori me Pākehā", ["European", "Māori"]),
        ("Mäori", ["Māori"]),
        ("Maaori", ["Māori"]),
        ("M?ori", ["Māori"]),
        ("Fijian Indian", ["Asian"]),
        ("South African", ["European"]),
        ("111;211;321", ["European", "Māori", "Pacific"]),
        ("211.0", ["Māori"]),
        ("21", ["Māori"]),
    ],
)
def test_free_text_and_codes_are_read(text: str, groups: list[str]) -> None:
    assert GROUPS.groups_of(text) == (groups, [])


@pytest.mark.parametrize(
    "text",
    [
        "Cook Islands Māori",
        "Cook Island Maori",
        "Cook Is Maori",
        "Cook Is. Māori",
        "C.I. Māori",
        "CI Maori",
        "CIM",
        "Cook Islands - Māori",
        "Māori (Cook Islands)",
        "cook islands maaori",
        "Cook Island Maori/Samoan",
        "Samoan/Cook Islands Māori",
        "Tongan; Cook Is Maori; Niuean",
        "Kūki Airani Māori",
        "321",
    ],
)
def test_cook_islands_maori_is_pacific_in_every_spelling_and_position(text: str) -> None:
    assert GROUPS.groups_of(text) == (["Pacific"], [])


def test_a_learner_who_is_both_is_both() -> None:
    assert GROUPS.groups_of("Māori, Cook Islands Māori") == (["Māori", "Pacific"], [])
    assert GROUPS.groups_of("NZ European, Cook Is Maori") == (["European", "Pacific"], [])


def test_cook_islands_and_maori_apart_are_not_taken_for_maori_in_silence() -> None:
    assert GROUPS.groups_of("Cook Islands/Māori") == (["Pacific"], [])
    assert GROUPS.groups_of("Samoan, Cook Islands, Māori") == (["Pacific"], ["Māori"])


def test_ethnicities_are_counted_as_named_not_as_groups() -> None:
    assert GROUPS.n_named("Samoan, Tongan, Niuean, Fijian") == 4
    assert GROUPS.n_named("NZ European/Pākehā, Māori, Samoan") == 3


def test_prioritised_output_takes_the_first_of_the_old_order() -> None:
    # Education Counts, prioritised ethnic groups: Māori, Pacific, Asian, MELAA, Other, European
    assert GROUPS.prioritised(["European", "Pacific", "Māori"]) == "Māori"
    assert GROUPS.prioritised(["European", "Asian"]) == "Asian"


def test_names_of_two_countries_are_one_ethnicity_where_the_classification_has_them() -> None:
    assert GROUPS.groups_of("Indian South African") == (["Asian"], [])  # Stats NZ: South African Indian is Asian
    assert GROUPS.groups_of("American Samoan") == (["Pacific"], [])
    assert GROUPS.groups_of("North American Indian") == (["Other"], [])


def test_groups_without_a_sign_between_them_are_told() -> None:
    assert GROUPS.splits_words("NZ European Māori")
    assert not any(
        map(GROUPS.splits_words, ["NZ European/Māori", "Māori and Samoan", "Fijian Indian", "Tongan Samoan"])
    )
