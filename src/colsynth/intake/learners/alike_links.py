"""Which alike names are one learner's, given the schools, sheets and numbers under which they stand?"""

from __future__ import annotations

import pandas as pd

from colsynth.intake.learners.alike_names import alike_pairs
from colsynth.intake.learners.joined import Joined, at_two_schools
from colsynth.registers.places import among

_FORM = ["name", "given", "family", "birth"]


def link_alike(
    records: pd.DataFrame,
    own: set[str],
    national: set[str],
    joined: Joined,
    linked: dict[str, list[set[str]]],
    perhaps: dict[str, list[set[str]]],
) -> None:
    """Join pairs that `alike_pairs` calls sure, and add the others, or what speaks against a sure one, to `perhaps`.

    `own` and `national` are the codes of learners with a number of a school's own, and with a national one. Two with a
    national number are never joined, and proposed only where names and birth date would make them sure; two who stand
    on one sheet, as twins do, are left alone. A sure pair is only proposed where it would then be at two schools at
    once or have two numbers at one school. What earlier rules proposed stays as it is. `linked` and `perhaps` hold the
    cases of each rule of `alike_pairs`, besides those of earlier rules.
    """
    named = records[records[["name", "given", "family"]].notna().any(axis=1)]
    roots = {code: joined.root(code) for code in named["student"].unique().tolist()}
    if len(set(roots.values())) < 2:
        return
    people = named[_FORM].assign(person=named["student"].map(roots)).drop_duplicates()
    pairs = alike_pairs(people)
    has_national = {joined.root(code) for code in national}
    both = among(pairs["one"], has_national) & among(pairs["other"], has_national)
    pairs = pairs.assign(both_national=both)[~both | pairs["is_sure"]]
    if pairs.empty:
        return
    known = {frozenset(map(joined.root, group)) for groups in perhaps.values() for group in groups}
    known_of: dict[str, list[frozenset[str]]] = {}
    for group in known:
        for code in group:
            known_of.setdefault(code, []).append(group)
    against = _Against(records, joined, own, set(pairs["one"]) | set(pairs["other"]))
    for one, other, rule, _, is_sure, both_national in pairs.itertuples(index=False):
        if any(other in group for group in known_of.get(one, [])) or against.side_by_side(one, other):
            continue
        if is_sure and not both_national and not against.at_once(one, other):
            joined.join((one, other))
            linked.setdefault(rule, []).append({one, other})
        elif is_sure or not against.at_once(one, other):
            perhaps.setdefault(rule, []).append({one, other})


class _Against:
    """What speaks against two people being one, looked up for those concerned."""

    def __init__(self, records: pd.DataFrame, joined: Joined, own: set[str], people: set[str]) -> None:
        roots = {code: joined.root(code) for code in records["student"].unique().tolist()}
        person = records["student"].map(roots)
        self._rows = records[among(person, people)].assign(person=person)
        self._at = self._rows.groupby("person", sort=False).indices
        self._sheets = self._rows.groupby("person", sort=False)["_batch"].agg(set).to_dict()
        numbered = self._rows[among(self._rows["student"], own)].dropna(subset=["school"])
        self._numbered = numbered.groupby("person", sort=False)["school"].agg(set).to_dict()

    def side_by_side(self, one: str, other: str) -> bool:
        """Whether they stand on one sheet."""
        return bool(self._sheets[one] & self._sheets[other])

    def at_once(self, one: str, other: str) -> bool:
        """Whether they would be at two schools at once, or have two numbers of one school's own."""
        if self._numbered.get(one, set()) & self._numbered.get(other, set()):
            return True
        rows = self._rows.iloc[[*self._at[one], *self._at[other]]]
        return bool(at_two_schools(rows.assign(person=0)).any())
