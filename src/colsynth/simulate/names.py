"""How are fictional people and places called? First and last names drawn apart; places that do not exist."""

from __future__ import annotations

import numpy as np


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = {
    "female": _words(
        "Aroha Mia Hinewai Charlotte Amelia Ngaire Sina Isla Kahurangi Lily Priya Grace Mereana "
        "Ella Tia Ruby Anahera Zoe Lupe Harper Maia Olive Chloe Wikitoria Emily Talia Freya "
        "Manaia Sophie Ana Hazel Marama Lucy Salote Ivy"
    ),
    "male": _words(
        "Tāne Jack Wiremu Oliver Nikau Leo Tama Noah Rāwiri George Sione Hunter Ihaia Lucas Arjun "
        "Thomas Manu Max Hēmi Liam Tūmanako James Tevita Archie Mikaere Finn Rāpata Charlie Niko "
        "Oscar Kauri Theo Pita Samuel Kahu"
    ),
    "another gender": _words("Rangi Alex Kiri Jordan Sky Casey"),
}
LAST_NAMES = _words(
    "Parata Smith Ngata Williams Tūhoro Brown Tāmati Wilson Faleolo Taylor Hohepa Anderson "
    "Patel Walker Rewi Thompson Tautahi Harris Latu Clarke Pōtae Wright Kereama Young Fonoti "
    "Mitchell Wiki King Singh Robinson Hēnare Scott Chen Pomare Campbell Tuilagi Baker "
    "Matenga Ward Tipene Hughes Kaʻili Morgan Rangihuna Bell Reyes Palmer Haereroa Reid Paki "
    "Murray Toroa Wood Ioane Gray Karaitiana Watson Mason Fraser Whaanga Graham"
)

PLACES = _words(
    "Karengo Pōreke Wharetī Kuparu Mōhua Pīngao Kuaka Tōrea Hīnau Tarata Kōkako Pātiki "
    "Rimurapa Ngutukaka Tororaro Whekī Kōaro Houpara Toatoa Mānatu"
)
SETTINGS = _words("Bend Terrace Ridge Spit Ford Causeway Lookout Crossing Landing Hollow")


def person(rng: np.random.Generator, gender: str) -> tuple[str, str]:
    """A first and a last name."""
    first = FIRST_NAMES[gender]
    return first[rng.integers(len(first))], LAST_NAMES[rng.integers(len(LAST_NAMES))]


def student_numbers(rng: np.random.Generator, how_many: int) -> list[str]:
    """Ten-digit numbers, all different; most begin with 0, which spreadsheets like to lose."""
    seen: dict[str, None] = {}
    while len(seen) < how_many:
        start = "0" if rng.random() < 0.7 else "1"
        seen[f"{start}{rng.integers(10**8, 10**9)}"] = None
    return list(seen)


def place_names(rng: np.random.Generator, how_many: int) -> list[str]:
    """`Karengo Bend` and so on, all different: no place of New Zealand bears one."""
    pairs = [f"{place} {setting}" for setting in SETTINGS for place in PLACES]
    order = rng.permutation(len(pairs))
    rounds = -(-how_many // len(pairs))
    named = [pairs[i] if not lap else f"{pairs[i]} {lap + 1}" for lap in range(rounds) for i in order]
    return named[:how_many]
