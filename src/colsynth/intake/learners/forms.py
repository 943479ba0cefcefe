"""How are people written, how common is that, and which of them are worth a closer look together?

Only people of one birth date, one name, or a rare name one slip apart are compared, so the time grows with the people
and not with their pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

ALIKE = 0.92  # Jaro-Winkler similarity of alike names (W. E. Winkler, "String Comparator Metrics", 1990)
MOST_BORN = 1000  # people on one birth date; where more have it, only those who share a word of their names compare
LEAST_CROWD = 1000  # people; fewer do not tell how common a name is, so nobody counts for more than one in as many
FAR_RARER = 10  # times that a spelling is rarer than another of which it may be a slip


@dataclass(frozen=True)
class Form:
    """One way in which a person is written; what is not known is empty."""

    person: str
    words: tuple[str, ...]
    given: str
    family: str
    birth: str


@dataclass(frozen=True)
class Crowd:
    """How many people have each word in their name, as a given and as a family name, and were born on each day."""

    n: int
    having: Counter[str]
    as_given: Counter[str]
    as_family: Counter[str]
    born: Counter[str]

    def chance(self, words: Iterable[str], n_people: float) -> float:
        """How many of n people are expected to have all these words by chance, taking words as independent."""
        return n_people * prod(self.having[word] / max(self.n, LEAST_CROWD) for word in words)

    def is_slip(self, one: str, other: str) -> bool:
        """Whether one of two spellings is no name of its own: nobody else's, or far rarer than the other."""
        rare, common = sorted((self.having[one], self.having[other]))
        return rare <= 1 or rare * FAR_RARER <= common

    def is_given(self, word: str) -> bool:
        """Whether most people who have a word have it as a given name."""
        return 2 * self.as_given[word] > self.having[word]

    def is_family(self, word: str) -> bool:
        """Whether most people who have a word have it as a family name; where it is not told, it may be either."""
        return 2 * self.as_family[word] > self.having[word]


def forms_of(people: pd.DataFrame) -> list[Form]:
    """The distinct ways in which people are written: see `alike_pairs`.

    What one sheet leaves out and another tells is known: a birth date goes with each of a person's names where it is
    the only one, and a part of a name says nothing more about a person whose whole name is known.
    """
    held = people[["person", "name", "given", "family", "birth"]].drop_duplicates()
    births = held.dropna(subset=["birth"]).drop_duplicates(["person", "birth"])
    only = births.drop_duplicates("person", keep=False).set_index("person")["birth"]
    held = held.assign(birth=held["birth"].fillna(held["person"].map(only))).fillna("").drop_duplicates()
    forms = []
    for person, name, given, family, birth in held.itertuples(index=False):
        words = tuple(sorted(set((name or f"{given} {family}").split())))
        if words:
            forms.append(Form(person, words, given, family, birth))
    whole = {form.person for form in forms if len(form.words) > 1}
    dated = {form.person for form in forms if form.birth}
    return [
        form
        for form in forms
        if (len(form.words) > 1 or form.person not in whole) and (form.birth or form.person not in dated)
    ]


def crowd_of(forms: list[Form]) -> Crowd:
    """What is common among all people."""
    having = Counter(word for _, word in {(form.person, word) for form in forms for word in form.words})
    as_given = Counter(word for _, word in {(form.person, word) for form in forms for word in form.given.split()})
    as_family = Counter(word for _, word in {(form.person, word) for form in forms for word in form.family.split()})
    born = Counter(birth for _, birth in {(form.person, form.birth) for form in forms if form.birth})
    return Crowd(len({form.person for form in forms}), having, as_given, as_family, born)


def worth_comparing(forms: list[Form], crowd: Crowd, rare: float) -> Iterator[tuple[Form, Form]]:
    """Pairs of forms that may be one person's, some of them more than once.

    Of one birth date: those whose names are alike in some order or who share a part. Of one name: those whose birth
    dates are one slip apart, and any where chance makes `rare` such people at most. Of such rare names: also those
    one slip apart.
    """
    by_birth: dict[str, list[Form]] = defaultdict(list)
    by_name: dict[tuple[str, ...], list[Form]] = defaultdict(list)
    for form in forms:
        by_name[form.words].append(form)
        if form.birth:
            by_birth[form.birth].append(form)
    for group in by_birth.values():
        for block in [group] if len(group) <= MOST_BORN else _by_word(group):
            for a, b in _look_alike(block):
                yield block[a], block[b]
    rare_names = {words for words in by_name if len(words) > 1 and crowd.chance(words, crowd.n) <= rare}
    for words, group in by_name.items():
        if len(words) > 1 and len(group) > 1:
            yield from combinations(group, 2) if words in rare_names else _near_births(group)
    for one, other in _one_slip_apart(rare_names):
        yield from product(by_name[one], by_name[other])


def _by_word(forms: list[Form]) -> list[list[Form]]:
    """People of a birth date that is too common to be one, parted by each word of their names."""
    blocks: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        for word in form.words:
            blocks[word].append(form)
    return [block for block in blocks.values() if len(block) <= MOST_BORN]


def _look_alike(block: list[Form]) -> list[tuple[int, int]]:
    if len(block) < 2:
        return []
    words = [" ".join(form.words) for form in block]
    straight = [f"{form.given} {form.family}" if form.given and form.family else " ".join(form.words) for form in block]
    turned = [f"{form.family} {form.given}" if form.given and form.family else " ".join(form.words) for form in block]
    near = (_similar(words, words) >= ALIKE) | (_similar(straight, straight) >= ALIKE)
    near |= (_similar(turned, turned) >= ALIKE) | (_similar(straight, turned) >= ALIKE)
    parts = [[getattr(form, part) for form in block] for part in ("given", "family")]
    for ours, theirs in ((parts[0], parts[0]), (parts[1], parts[1]), (parts[0], parts[1])):
        near |= _similar(ours, theirs) >= ALIKE
    return [(int(a), int(b)) for a, b in np.argwhere(np.triu(near | near.T, 1))]


def _similar(ours: list[str], theirs: list[str]) -> npt.NDArray[np.float32]:
    """How alike texts are, each with each; what is empty is like nothing."""
    found = np.asarray(cdist(ours, theirs, scorer=JaroWinkler.similarity, dtype=np.float32), dtype=np.float32)
    found[[not text for text in ours]] = 0
    return found


def _near_births(forms: list[Form]) -> Iterator[tuple[Form, Form]]:
    """Pairs whose birth dates are one slip apart: they agree once a sign is taken out, or two are put in order."""
    keys: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        if days := form.birth.replace("-", ""):
            wild = {f"{days[:at]}?{days[at + 1 :]}" for at in range(len(days))}
            turned = {days[:at] + "".join(sorted(days[at : at + 2])) + days[at + 2 :] for at in range(len(days) - 1)}
            for key in {min(days, days[:4] + days[6:] + days[4:6]), *wild, *turned}:
                keys[key].append(form)
    for block in keys.values():
        yield from combinations(block, 2)


def _one_slip_apart(names: Iterable[tuple[str, ...]]) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs of names that differ in one word, and agree once a sign is taken out of it (see `near_pairs`)."""
    keys: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for words in names:
        for at, word in enumerate(words):
            rest = words[:at] + words[at + 1 :]
            for key in {word, *(word[:out] + word[out + 1 :] for out in range(len(word)))}:
                keys[(*rest, "", key)].append(words)
    return {pair for block in keys.values() if len(block) > 1 for pair in combinations(sorted(set(block)), 2)}
