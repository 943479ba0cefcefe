"""How strong is a claim? A grade from 0 to 4 with its reasons, reckoned by rule and never by feel.

The rules are data (`data/reference/strength.yaml`): a claim starts by its design, loses for each kind of weakness,
gains 1 at most, and is held down by caps. An unknown fact counts against the claim.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from colsynth.reference.strength import HIGHEST, Cap, Claim, Fact, Letter, StrengthRules, load_strength

WORDS = ("we cannot say", "there are early signs", "it is possible that", "it is likely", "we are confident")

NOT_ASKED: Literal["not asked"] = "not asked"  # a fact that a claim has no use for, as agreement of a single school
NotAsked = Literal["not asked"]


@dataclass(frozen=True)
class Strength:
    """A grade from 0 to 4, each reason as a sentence, the sum that leads there, and its words where they are agreed."""

    grade: int
    reasons: tuple[str, ...]
    arithmetic: str
    agreed_words: str = ""

    @property
    def words(self) -> str:
        """The fixed words for the grade."""
        return self.agreed_words or WORDS[self.grade]


@dataclass(frozen=True)
class Facts:
    """What is known of a claim; None where it is not known, `NOT_ASKED` where the claim has no use for it.

    Shares are 0-1. `includes_none`: the 95 % interval includes no change; `learners`, `schools`: how many it rests on
    (the smallest side); `loss`: share of those it should be about that are missing; `differential`: difference of that
    between groups; `selected_low`: chosen for low results, without a guard; `unmoderated`: not all judgements
    moderated; `alpha`: Krippendorff's; `discrepancy`: share that judgement and test put apart; `same_sign`: share of
    schools that moved as the whole; `prediction_crosses`: the prediction interval includes no change and I² is above
    50 %; `indirect`: a proxy, another group or year; `q`: Benjamini-Hochberg, `NOT_ASKED` for a goal set beforehand.
    """

    includes_none: bool | NotAsked | None = None
    learners: int | NotAsked | None = None
    schools: int | NotAsked | None = None
    loss: float | NotAsked | None = None
    differential: float | NotAsked | None = None
    selected_low: bool | NotAsked | None = None
    unmoderated: bool | NotAsked | None = None
    alpha: float | NotAsked | None = None
    discrepancy: float | NotAsked | None = None
    same_sign: float | NotAsked | None = None
    prediction_crosses: bool | NotAsked | None = None
    indirect: bool | NotAsked | None = None
    q: float | NotAsked | None = None

    def value(self, fact: Fact) -> float | NotAsked | None:
        """One fact; what is no number is not known."""
        value: float | NotAsked | None = getattr(self, fact)
        return None if isinstance(value, float) and math.isnan(value) else value


@dataclass(frozen=True)
class Down:
    """One weakness that holds: its letter, how many steps it takes, and why in sentences."""

    letter: Letter
    steps: int
    reasons: tuple[str, ...]


def downs_of(claim: Claim, facts: Facts, rules: StrengthRules) -> list[Down]:
    """The weaknesses of a claim, each kind once: the most that one of its tests takes, and all that they say."""
    found = []
    for letter, downgrade in rules.downgrades.items():
        held: list[tuple[int, str]] = []
        for fact, test in downgrade.tests.items():
            value = facts.value(fact)
            if value is None and claim in test.claims:
                held.append((1, test.unknown))
            elif isinstance(value, int | float) and claim in (*test.claims, *test.if_known):
                steps = test.against(value)
                held += [(steps, test.sentence(steps))] if steps else []
        if held:
            found.append(Down(letter, max(steps for steps, _ in held), tuple(said for _, said in held)))
    return found


def grade(
    claim: Claim,
    start: int,
    downs: Iterable[Down],
    rules: StrengthRules,
    *,
    why: Iterable[str] = (),
    up: Literal["convergent", "dose_response"] | None = None,
    caps: Iterable[Literal["missing", "dissonant"]] = (),
) -> Strength:
    """The strength of a claim: start less downgrades plus 1 at most, never below 0, nor above 4 or what holds it down.

    `why` says the start in sentences. A letter counts once, by the most it takes; the order of `downs` does not
    matter. A claim of contribution never ends above its start. ValueError for a start off the scale or a step too many.
    """
    if start not in range(HIGHEST + 1):
        raise ValueError(f"a claim starts from 0 to {HIGHEST}, not at {start}")
    taken = _once_each(downs, rules)
    total = start - sum(down.steps for down in taken) + (up is not None)
    held: dict[str, Cap] = {name: getattr(rules.caps, name) for name in sorted(set(caps))}
    highest = start if claim == "contribution" else HIGHEST
    reached = max(0, min([total, highest, *(cap.at_most for cap in held.values())]))

    arithmetic = f"{reached} = start {start}" + "".join(f" -{down.steps} {down.letter}" for down in taken)
    reasons = [" ".join([f"It starts at {start}.", *why])]
    for down in taken:
        reasons.append(
            f"Minus {down.steps} ({down.letter}, {rules.downgrades[down.letter].name}): {' '.join(down.reasons)}"
        )
    if up is not None:
        name = up.replace("_", " ")
        arithmetic += f" +1 {name}"
        reasons.append(f"Plus 1, {name}: {getattr(rules.upgrades, up).says}")
    lowest = min(held, key=lambda name: held[name].at_most, default="")
    if lowest and held[lowest].at_most < min(total, highest):
        arithmetic += f", at most {reached} {lowest}"
        reasons.append(f"At most {reached}: {held[lowest].says}")
    elif total > highest:
        arithmetic += f", at most {highest}"
        above = "What speaks for it adds nothing to how it was found out." if claim == "contribution" else ""
        reasons.append(f"At most {highest}. {above}".strip())
    elif total < 0:
        arithmetic += ", not below 0"
        reasons.append("Not below 0.")
    return Strength(reached, tuple(reasons), arithmetic, rules.words[reached])


def _once_each(downs: Iterable[Down], rules: StrengthRules) -> list[Down]:
    """Each letter once in the order of the rules, with the most steps and all sentences of its weaknesses."""
    by_letter: dict[Letter, list[Down]] = {}
    for down in downs:
        if down.letter not in rules.downgrades or down.steps not in ((1, 2) if down.letter == "B" else (1,)):
            raise ValueError(f"{down.letter} cannot take {down.steps} from a claim")
        by_letter.setdefault(down.letter, []).append(down)
    return [
        Down(
            letter,
            max(down.steps for down in by_letter[letter]),
            tuple(sorted({said for down in by_letter[letter] for said in down.reasons})),
        )
        for letter in rules.downgrades
        if letter in by_letter
    ]


def state_strength(
    n: int,
    of: int | None,
    who: str,
    checked: bool,
    checked_how: str,
    *,
    facts: Facts | None = None,
    rules: StrengthRules | None = None,
) -> Strength:
    """The strength of a claim that something is so: start 4 all and checked, 3 all, 2 at least 80 %, 1 below, 0 nobody.

    `n` of `of` `who` ("learners on the roll", "schools") were seen; `of` None means that it is not known how
    many there are, which counts as below 80 %. `checked` is whether judgements were made or checked together,
    `checked_how` says it as a sentence. `facts` None is a count of schools or records themselves, where nothing
    is inferred and so nothing taken away. Reasons hold no counts, so that they give no small number back.
    """
    rules = rules or load_strength()
    starts = rules.starts.state
    share = n / of if of else None
    if n == 0:
        return grade("state", starts.nobody.grade, [], rules, why=[starts.nobody.sentence(who)])
    if share is None:
        start = starts.unknown
    elif share >= (starts.census.least or 1):
        start = starts.census_checked if checked else starts.census
    else:
        start = starts.partial if share >= (starts.partial.least or 1) else starts.part
    why = [start.sentence(who, starts.partial.least)]
    if start in (starts.census_checked, starts.census):
        why.append(checked_how)
    downs = downs_of("state", facts, rules) if facts else []
    return grade("state", start.grade, downs, rules, why=why)


def strength_of(
    claim: Literal["change", "contribution"],
    design: str,
    facts: Facts,
    rules: StrengthRules,
    *,
    up: Literal["convergent", "dose_response"] | None = None,
    caps: Iterable[Literal["missing", "dissonant"]] = (),
) -> Strength:
    """The strength of a claim that something moved, or moved because of what was done, by its design and facts.

    `design` is a name under `starts` of the rules; KeyError for another.
    """
    start = rules.starts.of(claim)[design]
    return grade(claim, start.grade, downs_of(claim, facts, rules), rules, why=[start.sentence()], up=up, caps=caps)
