"""A claim's strength is a sum that is printed: a start by design, less what is weak, held down by what is missing."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colsynth.findings import NOT_ASKED, Facts, Strength, grade, state_strength, strength_of
from colsynth.findings.strength import WORDS, Down, downs_of
from colsynth.reference.strength import Claim, Fact, load_strength

RULES = load_strength()
SOUND = Facts(
    includes_none=False,
    learners=400,
    schools=7,
    loss=0.05,
    differential=0.02,
    selected_low=False,
    unmoderated=False,
    alpha=0.8,
    discrepancy=0.05,
    same_sign=1.0,
    prediction_crosses=False,
    indirect=False,
    q=0.01,
)
# One value each that counts against a claim, and how the rule that it breaks is named.
WEAK: dict[str, tuple[Any, str]] = {
    "includes_none": (True, "P"),
    "learners": (29, "P"),
    "schools": (2, "P"),
    "loss": (0.21, "B"),
    "differential": (0.11, "B"),
    "selected_low": (True, "B"),
    "unmoderated": (True, "M"),
    "alpha": (0.66, "M"),
    "discrepancy": (0.16, "M"),
    "same_sign": (0.6, "I"),
    "prediction_crosses": (True, "I"),
    "indirect": (True, "X"),
    "q": (0.11, "S"),
}
LETTERS = st.sampled_from("PBMIXS")
DOWNS = st.lists(
    st.builds(
        lambda letter, twice, why: Down(letter, 1 + (twice and letter == "B"), (why,)),
        LETTERS,
        st.booleans(),
        st.sampled_from(["One.", "Another."]),
    ),
    max_size=8,
)
CLAIMS = st.sampled_from(get_args(Claim))
UPS = st.sampled_from([None, "convergent", "dose_response"])
CAPS = st.sets(st.sampled_from(["missing", "dissonant"]))
STARTS = st.integers(0, 4)


def arithmetic_of(strength: Strength) -> tuple[int, int]:
    """(what the terms of the printed sum come to, the grade in front of it)."""
    reached, _, rest = strength.arithmetic.partition(" = start ")
    terms = rest.split(", ")[0]
    return sum(int(term) for term in re.findall(r"(?:^|(?<= ))[-+]?\d", terms)), int(reached)


@pytest.mark.parametrize(
    ("n", "of", "checked", "start", "words"),
    [
        (100, 100, True, 4, "we are confident"),
        (95, 100, True, 4, "we are confident"),
        (100, 100, False, 3, "it is likely"),
        (80, 100, True, 2, "it is possible that"),
        (94, 100, True, 2, "it is possible that"),
        (79, 100, True, 1, "there are early signs"),
        (10, None, True, 1, "there are early signs"),  # an unknown number counts against the claim
        (0, 100, True, 0, "we cannot say"),
        (0, 0, True, 0, "we cannot say"),
    ],
)
def test_a_claim_that_something_is_so_starts_by_who_was_seen(
    n: int, of: int | None, checked: bool, start: int, words: str
) -> None:
    strength = state_strength(n, of, "learners on the roll", checked, "Moderated.")
    assert (strength.grade, strength.words, strength.arithmetic) == (start, words, f"{start} = start {start}")
    assert strength.reasons


def test_moderation_is_in_the_start_of_a_state_and_not_taken_off_again() -> None:
    facts = replace(SOUND, unmoderated=True)
    assert state_strength(98, 100, "learners", False, "Not moderated.", facts=facts).arithmetic == "3 = start 3"
    assert downs_of("state", replace(SOUND, loss=0.5, q=0.9), RULES) == []


def test_a_state_held_against_another_loses_where_they_may_be_alike_and_one_held_against_nothing_does_not() -> None:
    told = {none: downs_of("state", replace(SOUND, includes_none=none), RULES) for none in (True, False, None)}
    assert [down.letter for down in told[True]] == ["P"]
    assert "no difference" in told[True][0].reasons[0]
    assert told[False] == told[None] == []


def test_few_learners_and_few_schools_together_take_one_from_a_state() -> None:
    facts = replace(SOUND, learners=29, schools=2)
    strength = state_strength(29, 29, "learners", True, "A test.", facts=facts)
    assert strength.arithmetic == "3 = start 4 -1 P"
    assert "fewer than 30 learners" in strength.reasons[1]
    assert "fewer than 3 schools" in strength.reasons[1]


@pytest.mark.parametrize(
    ("claim", "design", "weak", "up", "caps", "said"),
    [  # by hand from the scheme: start by design, minus one a letter, plus one at most, caps, 0 to 4
        ("change", "matched_many", {}, None, (), "4 = start 4"),
        ("change", "matched_two", {}, None, (), "3 = start 3"),
        ("change", "cross_section", {"unmoderated": True}, None, (), "1 = start 2 -1 M"),
        ("change", "rule_changed", {"q": None, "same_sign": 0.5}, None, (), "0 = start 1 -1 I -1 S, not below 0"),
        ("change", "matched_two", {"includes_none": True}, "convergent", (), "3 = start 3 -1 P +1 convergent"),
        ("contribution", "comparison", {"learners": 20}, "convergent", (), "3 = start 3 -1 P +1 convergent"),
        ("contribution", "comparison", {}, "convergent", (), "3 = start 3 +1 convergent, at most 3"),
        ("change", "matched_many", {}, "dose_response", (), "4 = start 4 +1 dose response, at most 4"),
        ("change", "matched_many", {"loss": 0.41}, None, (), "2 = start 4 -2 B"),
        ("change", "matched_many", {"loss": 0.40}, None, (), "3 = start 4 -1 B"),
        ("change", "matched_many", {"loss": 0.20}, None, (), "4 = start 4"),
        ("change", "matched_many", {"same_sign": 2 / 3}, None, (), "4 = start 4"),
        ("change", "matched_many", {"schools": 1}, None, ("missing",), "1 = start 4 -1 P, at most 1 missing"),
        ("contribution", "randomised", {}, None, ("dissonant",), "2 = start 4, at most 2 dissonant"),
        ("contribution", "randomised", {}, None, ("dissonant", "missing"), "1 = start 4, at most 1 missing"),
        ("contribution", "assertion", {}, "convergent", (), "0 = start 0 +1 convergent, at most 0"),
    ],
)
def test_claims_reckoned_by_hand(claim: Any, design: str, weak: dict[str, Any], up: Any, caps: Any, said: str) -> None:
    assert strength_of(claim, design, replace(SOUND, **weak), RULES, up=up, caps=caps).arithmetic == said


@pytest.mark.parametrize("fact", WEAK)
def test_each_weak_fact_takes_its_own_letter_and_says_why(fact: Fact) -> None:
    value, letter = WEAK[fact]
    strength = strength_of("contribution", "randomised", replace(SOUND, **{fact: value}), RULES)
    assert strength.arithmetic == f"3 = start 4 -1 {letter}"
    assert strength.reasons[1].startswith(f"Minus 1 ({letter}, ")
    assert strength.reasons[1].endswith(".")


@pytest.mark.parametrize("claim", get_args(Claim))
@pytest.mark.parametrize("fact", WEAK)
def test_an_unknown_fact_counts_against_the_claim_and_its_reason_says_so(fact: Fact, claim: Claim) -> None:
    test = next(d.tests[fact] for d in RULES.downgrades.values() if fact in d.tests)
    for unknown in (None, float("nan")):
        found = downs_of(claim, replace(SOUND, **{fact: unknown}), RULES)
        assert [down.reasons for down in found] == ([(test.unknown,)] if claim in test.claims else [])


def test_what_a_claim_has_no_use_for_is_not_held_against_it() -> None:
    facts = replace(SOUND, schools=NOT_ASKED, same_sign=NOT_ASKED, q=NOT_ASKED)
    assert downs_of("change", facts, RULES) == []


def test_every_fact_is_looked_at_by_a_rule_and_can_be_known() -> None:
    asked = [fact for downgrade in RULES.downgrades.values() for fact in downgrade.tests]
    assert sorted(asked) == sorted(get_args(Fact)) == sorted(field.name for field in fields(Facts)) == sorted(WEAK)


def test_the_words_are_those_agreed() -> None:
    assert tuple(RULES.words) == WORDS


@given(CLAIMS, STARTS, DOWNS, DOWNS, UPS, CAPS)
def test_a_downgrade_never_raises(claim: Any, start: int, downs: Any, more: Any, up: Any, caps: Any) -> None:
    without = grade(claim, start, downs, RULES, up=up, caps=caps)
    assert grade(claim, start, downs + more, RULES, up=up, caps=caps).grade <= without.grade


@given(CLAIMS, STARTS, DOWNS.flatmap(lambda downs: st.tuples(st.just(downs), st.permutations(downs))), UPS, CAPS)
def test_order_does_not_matter(claim: Any, start: int, orders: Any, up: Any, caps: Any) -> None:
    one, other = (grade(claim, start, downs, RULES, up=up, caps=caps) for downs in orders)
    assert one == other


@given(CLAIMS, STARTS, DOWNS, UPS, CAPS)
def test_the_grade_is_the_clamped_sum_of_its_reasons(claim: Any, start: int, downs: Any, up: Any, caps: Any) -> None:
    strength = grade(claim, start, downs, RULES, why=["Why."], up=up, caps=caps)
    most = min([4, *([start] if claim == "contribution" else []), *({"missing": 1, "dissonant": 2}[c] for c in caps)])
    steps = {d.letter: max(e.steps for e in downs if e.letter == d.letter) for d in downs}
    assert strength.grade == max(0, min(most, start - sum(steps.values()) + (up is not None)))

    total, printed = arithmetic_of(strength)
    assert printed == strength.grade
    told = " ".join(strength.reasons)
    moved = [int(start_at) for start_at in re.findall(r"It starts at (\d)", told)]
    moved += [-int(taken) for taken in re.findall(r"Minus (\d)", told)] + [1] * told.count("Plus 1")
    assert sum(moved) == total
    limits = [int(limit) for limit in re.findall(r"At most (\d)", told)]
    assert strength.grade == max(0, min([total, *limits]))
    assert len(strength.reasons) == len(moved) + len(limits) + ("Not below 0." in strength.reasons)


@given(st.sampled_from(list(WEAK)), CLAIMS, st.data())
def test_a_fact_that_is_not_known_never_does_better_than_one_that_is_sound(fact: Any, claim: Any, data: Any) -> None:
    chosen = data.draw(st.sets(st.sampled_from(list(WEAK))))
    facts = replace(SOUND, **{name: WEAK[name][0] for name in chosen if name != fact})
    known, unknown = (
        grade(claim, 4, downs_of(claim, held, RULES), RULES) for held in (facts, replace(facts, **{fact: None}))
    )
    assert unknown.grade <= known.grade


@given(STARTS, DOWNS, UPS, CAPS)
def test_a_contribution_never_ends_above_its_start(start: int, downs: Any, up: Any, caps: Any) -> None:
    assert grade("contribution", start, downs, RULES, up=up, caps=caps).grade <= start


def test_only_bias_counts_twice_and_a_start_is_on_the_scale() -> None:
    with pytest.raises(ValueError, match="P cannot take 2"):
        grade("change", 3, [Down("P", 2, ("Why.",))], RULES)
    with pytest.raises(ValueError, match="from 0 to 4"):
        grade("change", 5, [], RULES)


def test_reasons_give_no_small_number_back() -> None:
    facts = replace(SOUND, learners=7, schools=1)
    strength = state_strength(7, 8, "learners on the roll", False, "Not moderated.", facts=facts)
    assert not {"7", "8", "1 school"} & set(re.findall(r"\d+(?: school)?", " ".join(strength.reasons)))
