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
    known: dict[str, set[int]] = {}
    for at, group in enumerate(group for groups in perhaps.values() for group in groups):
        for code in group:
            known.setdefault(joined.root(code), set()).add(at)
    against = _against(records, joined, own, pairs)
    for (one, other, rule, _, is_sure, both_national), is_against in zip(
        pairs.itertuples(index=False), against, strict=True
    ):
        if is_against == "two learners" or known.get(one, set()) & known.get(other, set()):
            continue
        if is_sure and not both_national and not is_against:
            joined.join((one, other))
            linked.setdefault(rule, []).append({one, other})
        elif is_sure or not is_against:
            perhaps.setdefault(rule, []).append({one, other})


def _against(records: pd.DataFrame, joined: Joined, own: set[str], pairs: pd.DataFrame) -> list[str]:
    """What speaks against each pair: `two learners` on one sheet, `at once` at two schools or with two numbers, or "".

    Looked up for all pairs together, as one pair at a time takes as long as all.
    """
    roots = {code: joined.root(code) for code in records["student"].unique().tolist()}
    rows = records.assign(person=records["student"].map(roots), has_own=among(records["student"], own))
    ends = pd.DataFrame({"pair": range(len(pairs)), "one": pairs["one"].array, "other": pairs["other"].array})
    of_pairs = ends.melt("pair", ["one", "other"], "side", "person").merge(rows, on="person")
    on_sheet = of_pairs.groupby(["pair", "_batch"], sort=False)["side"].nunique()
    numbered = of_pairs[of_pairs["has_own"]].groupby(["pair", "school"], sort=False)["side"].nunique()
    at_once = of_pairs.loc[at_two_schools(of_pairs.assign(person=of_pairs["pair"])), "pair"]
    found = [""] * len(pairs)
    for pair in {*at_once, *numbered[numbered > 1].index.get_level_values("pair")}:
        found[pair] = "at once"
    for pair in on_sheet[on_sheet > 1].index.get_level_values("pair"):
        found[pair] = "two learners"
    return found
