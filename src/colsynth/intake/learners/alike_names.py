"""Which people are perhaps one, by names and birth dates alone? Sure pairs, and pairs for a person to look at.

A pair is sure only where names and birth date both agree, save for one slip of the fingers, where chance would hardly
make two such people, and where neither fits anyone else as well. Twins share family name and birth date, so an unlike
given name is never joined nor proposed, and a given name one letter away is a slip only where one of the two spellings
is no name of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

import pandas as pd
from rapidfuzz.distance import OSA, JaroWinkler

from colsynth.intake.learners.forms import ALIKE, Crowd, Form, crowd_of, forms_of, worth_comparing

NEARLY_ALIKE = 0.8  # Jaro-Winkler similarity of a part of a name, where its other part is the same and its whole alike
SURE_CHANCE = 0.002  # people whom chance makes as like as this, at most, for a sure pair
PROPOSED_CHANCE = 0.2  # the same for a proposed pair; of the pairs that FEBRL4 then has, 3 in 1,000 are wrong
LEAST_LETTERS = 4  # of a name that is still itself with one letter changed: Ana and Ani are two names
NEAR_DATES = 32  # dates that differ from a date by one sign or by two neighbours swapped, about
_COLUMNS = {"one": "str", "other": "str", "rule": "str", "score": "float64", "is_sure": "bool"}
_SAME, _SLIP, _PART, _WEAK = 3, 2, 1, 0  # how strong evidence is: only the weak is never sure


class Evidence(NamedTuple):
    """What speaks for a pair; the greater, the more."""

    strength: int
    score: float
    rule: str


def alike_pairs(people: pd.DataFrame) -> pd.DataFrame:
    """Pairs of people who are perhaps one, each pair once.

    People: one row is one way in which a person is written: person (a code), name (folded words in any order), given
    and family (folded, where told apart), birth (a date as YYYY-MM-DD); NA where not known. Pairs: one row is one
    pair: one, other (codes, one < other), rule, score (0 to 1, how alike), is_sure. Rules of pairs that are sure where
    neither has another such partner, and chance makes fewer than `SURE_CHANCE` others:

    - `same name`: the same words and birth date.
    - `names alike`: the same birth date, and each part of the name alike (Jaro-Winkler 0.92, or one slip).
    - `birth date one slip apart`: the same words; day and month swapped, two signs swapped or one sign changed.
    - `part of the name`: the same birth date and given or family name, and the other part is not written.

    Rules of pairs that are at most proposed, where chance makes fewer than `PROPOSED_CHANCE` others and neither has a
    better partner: the above with more than one slip; `family name differs`: the same given name and birth date; and
    the same or like name where the `birth date is not known` or the same name where the `birth date differs`.
    """
    forms = forms_of(people)
    crowd = crowd_of(forms)
    best: dict[tuple[str, str], Evidence] = {}
    for a, b in worth_comparing(forms, crowd, PROPOSED_CHANCE):
        if a.person != b.person and (found := evidence(a, b, crowd)):
            pair = (min(a.person, b.person), max(a.person, b.person))
            best[pair] = max(best.get(pair, found), found)
    rows = [(*pair, best[pair].rule, best[pair].score, is_sure) for pair, is_sure in _chosen(best).items()]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def evidence(a: Form, b: Form, crowd: Crowd) -> Evidence | None:
    """What speaks for two forms being one person's; None where it is nothing, or chance makes many such."""
    if not a.birth or a.birth != b.birth:
        return _without_birth(a, b, crowd)
    if len(a.words) > 1 and _is_same(a, b):
        return Evidence(_SAME, 1.0, "same name")
    if score := _names_alike(a, b):
        chance = _chance(a.words, b.words, crowd, crowd.born[a.birth])
        return _judged(_SLIP if _is_slip(a, b, crowd) else _WEAK, score, "names alike", chance)
    return _part_of_name(a, b, crowd)


def is_near_date(a: str, b: str) -> bool:
    """Two neighbours swapped, or one sign changed; not the same date."""
    return OSA.distance(a.replace("-", ""), b.replace("-", "")) == 1


def is_swapped(a: str, b: str) -> bool:
    """Day and month swapped; not the same date."""
    return a != b and a[:4] == b[:4] and a[5:7] == b[8:] and a[8:] == b[5:7]


def _judged(strength: int, score: float, rule: str, chance: float) -> Evidence | None:
    if chance > PROPOSED_CHANCE:
        return None
    return Evidence(strength if chance <= SURE_CHANCE else _WEAK, score, rule)


def _chance(ours: tuple[str, ...], theirs: tuple[str, ...], crowd: Crowd, n_people: float) -> float:
    """How many are expected to have such a name by chance; a slip is rare, so the commoner spelling counts."""
    return max(crowd.chance(ours, n_people), crowd.chance(theirs, n_people))


def _is_same(a: Form, b: Form) -> bool:
    return a.words == b.words or "".join(a.words) == "".join(b.words)


def _without_birth(a: Form, b: Form, crowd: Crowd) -> Evidence | None:
    """The same evidence where the birth date is not known, or differs."""
    if min(len(a.words), len(b.words)) < 2:
        return None
    is_same = _is_same(a, b)
    score = 0.99 if is_same else _names_alike(a, b)
    if not score:
        return None
    born = max(crowd.born[a.birth], crowd.born[b.birth])
    if not a.birth or not b.birth:
        rule, strength, n_people, score = "birth date not known", _WEAK, crowd.n, score * 0.7
    elif is_swapped(a.birth, b.birth):
        rule, strength, n_people = "birth date one slip apart", _SLIP, born
    elif is_near_date(a.birth, b.birth):
        rule, strength, n_people = "birth date one slip apart", _SLIP, NEAR_DATES * born
    else:
        rule, strength, n_people, score = "birth date differs", _WEAK, crowd.n, score * 0.6
    return _judged(strength if is_same else _WEAK, score, rule, _chance(a.words, b.words, crowd, n_people))


def _is_slip(a: Form, b: Form, crowd: Crowd) -> bool:
    """Whether unlike given names are one and a slip of it, not two names of their own, as twins have."""
    ours, theirs = (sorted(set(x.words) - set(y.words)) for x, y in ((a, b), (b, a)))
    pairs = [(one, other) for one in ours for other in theirs if _part_alike(one, other) >= NEARLY_ALIKE]
    return all(crowd.is_slip(*pair) for pair in pairs if not all(map(crowd.is_family, pair)))


def _names_alike(a: Form, b: Form) -> float:
    """How alike whole names are of which each part is alike, in either order; 0 where one is not."""
    if a.given and a.family and b.given and b.family:
        straight = _both_alike((a.given, a.family), (b.given, b.family))
        return max(straight, _both_alike((a.given, a.family), (b.family, b.given)))
    ours, theirs = (sorted(set(x.words) - set(y.words)) for x, y in ((a, b), (b, a)))
    shared = sorted(set(a.words) & set(b.words))
    if not ours or not theirs:
        return ALIKE if len(shared) > 1 else 0.0  # a middle name is not always written
    if len(ours) > 1 or len(theirs) > 1 or not shared:
        return 0.0
    return _both_alike((ours[0], " ".join(shared)), (theirs[0], " ".join(shared)))


def _both_alike(ours: tuple[str, str], theirs: tuple[str, str]) -> float:
    parts = [_part_alike(one, other) for one, other in zip(ours, theirs, strict=True)]
    whole = max(JaroWinkler.similarity(" ".join(ours[::way]), " ".join(theirs[::way])) for way in (1, -1))
    if min(parts) >= ALIKE or (min(parts) >= NEARLY_ALIKE and max(parts) == 1 and whole >= ALIKE):
        return min(float(whole), 0.99)
    return 0.0


def _part_alike(ours: str, theirs: str) -> float:
    """How alike two given names, or two family names, are."""
    a, b = set(ours.split()), set(theirs.split())
    one, other = ours.replace(" ", ""), theirs.replace(" ", "")
    if a <= b or b <= a or one == other:
        return 1.0
    if max(len(one), len(other)) < LEAST_LETTERS:
        return 0.0
    similar = float(JaroWinkler.similarity(one, other))
    return max(similar, ALIKE) if OSA.distance(one, other) == 1 else similar


def _part_of_name(a: Form, b: Form, crowd: Crowd) -> Evidence | None:
    """The same birth date and one part of the name: what of the other part?"""
    found = []
    for ours, theirs, rest in (
        (a.given, b.given, (a.family, b.family)),
        (a.given, b.family, (a.family, b.given)),
        (a.family, b.given, (a.given, b.family)),
        (a.family, b.family, (a.given, b.given)),
    ):
        if not ours or not theirs:
            continue
        alike = _part_alike(ours, theirs)
        is_given = any(map(crowd.is_given, ours.split()))
        if alike < ALIKE or (all(rest) and not is_given):
            continue  # unlike given names and one family name: twins
        rule = "family name differs" if all(rest) else "part of the name"
        chance = _chance(tuple(ours.split()), tuple(theirs.split()), crowd, crowd.born[a.birth] - 1)
        strength = _PART if alike == 1 and not all(rest) else _WEAK
        found.append(_judged(strength, alike * (0.8 if all(rest) else 0.85), rule, chance))
    return max((one for one in found if one), default=None)


def _chosen(best: dict[tuple[str, str], Evidence]) -> dict[tuple[str, str], bool]:
    """Whether each pair is sure, for those that are more than weak or the best of both.

    Sure is one to one: where neither has a partner on stronger evidence, or another on evidence as strong.
    """
    partners: dict[str, Counter[int]] = defaultdict(Counter)
    top: dict[str, Evidence] = {}
    for pair, found in best.items():
        for person in pair:
            partners[person][found.strength] += 1
            top[person] = max(top.get(person, found), found)
    chosen = {}
    for pair, found in best.items():
        if found.strength == _WEAK:
            if all(top[person].strength == _WEAK and top[person].score == found.score for person in pair):
                chosen[pair] = False
        else:
            chosen[pair] = all(
                top[person].strength == found.strength and partners[person][found.strength] == 1 for person in pair
            )
    return chosen
