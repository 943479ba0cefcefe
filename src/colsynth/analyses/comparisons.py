"""Which groups of learners are held against which others? At most two traits at once; never a group by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from colsynth.reference.ethnicity import MANY, EthnicGroups

REST = "the rest of the community"
TRAITS = ("gender", "ethnic group", "learning support", "English learners", "list", "gender and ethnic group")
GENDERS = {"female": "Girls", "male": "Boys", "another gender": "Learners of another gender"}
TOGETHER = {"female": "girls", "male": "boys", "another gender": "learners of another gender"}
LEAST_TOGETHER = 10  # learners of a group of two traits for it to be looked at; our rule
_YES_NO = {
    "learning support": ("learning_support", "With learning support", "without learning support"),
    "English learners": ("english_learner", "English learners", "other learners"),
}


@dataclass(frozen=True)
class Comparison:
    """One group held against a reference: the codes of the learners on both sides, who may be on both."""

    trait: str
    group: str
    reference: str
    members: frozenset[str]
    against: frozenset[str]


def comparisons(
    people: pd.DataFrame, groups: EthnicGroups, compare_with: Mapping[str, str] | None = None
) -> list[Comparison]:
    """The comparisons that the learners' enrolments allow, by trait and then in reporting order, never by result.

    `people`: one row a learner, with student, gender, ethnicities, learning_support, english_learner and flags of the
    newest enrolment. The reference is the rest of the community: all others of whom the trait is known. `compare_with`
    names another group as reference for a trait ("ethnic group": "European"); that group itself is then not held
    against anything. With total response a learner is in every ethnic group named, so a group and a reference that is
    named share learners. Two groups that are each other's rest make one comparison. Whom a trait is not recorded of is
    on neither side; of a list, the rest are learners of schools that have anyone on it.
    """
    wanted = dict(compare_with or {})
    found = [
        *_of("gender", _genders(people), GENDERS.get(wanted.get("gender", "").casefold())),
        *_of("ethnic group", _ethnic(people, groups), wanted.get("ethnic group")),
    ]
    for trait, (column, yes, no) in _YES_NO.items():
        held = {yes: _codes(people, people[column].fillna(False)), no: _codes(people, ~people[column].fillna(True))}
        if all(held.values()):
            found.append(Comparison(trait, yes, no, held[yes], held[no]))
    found += [*_lists(people), *_together(people, groups)]
    return found


def _of(trait: str, held: dict[str, frozenset[str]], named: str | None) -> list[Comparison]:
    known = frozenset[str]().union(*held.values())
    if named is not None:
        if not held.get(named):
            return []
        return [Comparison(trait, g, named, members, held[named]) for g, members in held.items() if g != named]
    found: list[Comparison] = []
    for group, members in held.items():
        rest = known - members
        mirrored = [one for one in found if one.members == rest]
        if mirrored:  # the same gap from the other side: the reference gets its name
            at = found.index(mirrored[0])
            found[at] = Comparison(trait, found[at].group, group, found[at].members, members)
        elif rest:
            found.append(Comparison(trait, group, REST, members, rest))
    return found


def _genders(people: pd.DataFrame) -> dict[str, frozenset[str]]:
    held = {name: _codes(people, people["gender"] == gender) for gender, name in GENDERS.items()}
    return {name: members for name, members in held.items() if members}


def _ethnic(people: pd.DataFrame, groups: EthnicGroups) -> dict[str, frozenset[str]]:
    known = people[people["ethnicities"].notna()]
    each = known.assign(group=known["ethnicities"].str.split(MANY)).explode("group")
    held = {name: _codes(each, each["group"] == name) for name in groups.names}
    return {name: members for name, members in held.items() if members}


def _lists(people: pd.DataFrame) -> list[Comparison]:
    listed = people[people["flags"].notna()]
    each = listed.assign(flag=listed["flags"].str.split(";")).explode("flag")
    each["flag"] = each["flag"].str.strip()
    found = []
    for flag in sorted({str(flag) for flag in each["flag"] if flag}, key=str.casefold):
        on_it = each[each["flag"] == flag]
        members = frozenset(on_it["student"])
        rest = frozenset(people.loc[people["school"].isin(on_it["school"]), "student"]) - members
        if rest:
            found.append(Comparison("list", f"On the list “{flag}”", "others of the same schools", members, rest))
    return found


def _together(people: pd.DataFrame, groups: EthnicGroups) -> list[Comparison]:
    """Two traits at once: the girls and the boys of each ethnic group, against everyone else."""
    known = people[people["ethnicities"].notna() & people["gender"].notna()]
    everyone = frozenset(known["student"])
    ethnic = _ethnic(known, groups)
    found = []
    of_gender = {gender: _codes(known, known["gender"] == gender) for gender in TOGETHER}
    for name, members in ethnic.items() if len(ethnic) > 1 else ():
        for gender, word in TOGETHER.items():
            both = members & of_gender[gender]
            if len(both) >= LEAST_TOGETHER and both != members and everyone - both:
                found.append(Comparison("gender and ethnic group", f"{name} {word}", REST, both, everyone - both))
    return found


def _codes(people: pd.DataFrame, where: pd.Series[bool]) -> frozenset[str]:
    return frozenset(people["student"].to_numpy(object)[where.fillna(False).to_numpy(bool)])
