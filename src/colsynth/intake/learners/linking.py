"""Which rows are of one learner, although their numbers differ or are missing?

Four rules, within one intake, before anything is stored; only the link is kept:

1. The register `aliases` says that two numbers are one learner's: joined, through chains and circles.
2. Two numbers one slip apart (`near_numbers`) with one birth date: joined where each has no other such partner and
   either the names agree, or names are not given, one of the two is on no roll, and they never stand on one sheet
   (twins often have numbers next to each other, and stand side by side).
3. Rows with one name and birth date of which at most one has a national number: joined where nobody is then at two
   schools at once and no school has two numbers for them; else only within each school.
4. Names and birth dates that agree but for one slip (`alike_names`), on the same conditions (`alike_links`).

What could be one learner by these rules, but not surely, is proposed to a person and stays apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from colsynth.intake.context import Context
from colsynth.intake.learners.alike_links import link_alike
from colsynth.intake.learners.joined import Joined, at_two_schools
from colsynth.intake.learners.near_numbers import near_pairs
from colsynth.intake.records.batch import Batch, Case
from colsynth.intake.values.student_numbers import is_national
from colsynth.registers.key import learner_code
from colsynth.registers.places import among, empty_places, places_of

_ABOUT = ("student", "name", "birth", "school", "term", "entry", "exit", "on_roll")
_PARTS = ("given", "family")
_PERHAPS = "perhaps one learner, kept apart"
_TAKEN = "taken as one learner"
_BY = {  # by which rule: what is alike
    "number": "numbers one slip apart, one birth date",
    "name": "one name and birth date",
    "same name": "one name, its spaces aside, and birth date",
    "names alike": "names alike, one birth date",
    "birth date one slip apart": "one name, birth dates one slip apart",
    "part of the name": "one part of the name, the other not written, one birth date",
    "family name differs": "one given name and birth date, family names differ",
    "birth date not known": "names alike and rare, a birth date not known",
    "birth date differs": "names alike and rare, birth dates differ",
}


@dataclass
class Links:
    """What was joined: the code that stands for a learner now, by a code that no longer does; and where to look.

    `unnumbered` are the codes of learners without a number, told apart by name and birth date.
    """

    codes: dict[str, str] = field(default_factory=dict)
    unnumbered: set[str] = field(default_factory=set)
    places: pd.DataFrame = field(default_factory=empty_places)


def link_learners(batches: list[Batch], aliases: list[Batch], context: Context) -> Links:
    """Join, in the values of all batches, the learners that are one; warn of each link and list what is not sure."""
    if not aliases and not any(len(batch.people) and batch.people["birth"].notna().any() for batch in batches):
        return Links()
    records = _records(batches, context)
    numbers = {code: number for number, code in context.codes.items()}
    joined, retired = Joined(), set()
    for batch in aliases:
        rows = batch.values.reindex(columns=["number", "same_as"])[batch.accepted].dropna()
        for number, same_as in rows.itertuples(index=False):
            joined.join((same_as, number))
            retired.add(number)
    cases: dict[str, list[set[str]]] = {"number": [], "name": []}
    alike: dict[str, list[set[str]]] = {}
    perhaps: dict[str, list[set[str]]] = {"": []}
    told = records[records["birth"].notna()]
    if len(told):
        _link_near_numbers(records, told, numbers, joined, cases["number"], perhaps[""])
        _link_names(told, numbers, joined, cases["name"], perhaps[""])
        national = {code for code, number in numbers.items() if is_national(number)}
        link_alike(records, set(numbers) - national, national, joined, alike, perhaps)
    rank = _ranks(records, numbers, retired)
    survivor = {code: kept for group in joined.groups().values() for kept in [min(group, key=rank)] for code in group}
    links = Links({code: kept for code, kept in survivor.items() if code != kept})
    links.unnumbered = set(records.loc[~among(records["student"], numbers), "student"])
    _note(batches, records, links, {**cases, "alike": [group for groups in alike.values() for group in groups]})
    links.places = _places(batches, records, {**cases, **alike}, perhaps)
    for at, batch in enumerate(batches):
        mine = records[records["_batch"] == at]
        codes = batch.values["student"].astype("str") if "student" in batch.values else None
        found = pd.Series(None, index=batch.texts.index, dtype="str") if codes is None else codes.copy()
        now = mine["student"].map({code: links.codes.get(code, code) for code in mine["student"].unique().tolist()})
        found.update(now.set_axis(mine["_record"].to_numpy()).astype("str"))
        batch.values["student"] = found
    return links


def _records(batches: list[Batch], context: Context) -> pd.DataFrame:
    """One row is one record of one learner, in the order read: student (a code), what is known of them, its place."""
    frames = []
    for at, batch in enumerate(batches):
        index = batch.texts.index
        blank = pd.Series(None, index=index, dtype="str")
        frame = pd.DataFrame({name: batch.values.get(name, blank) for name in ("student", "school", "term")})
        for name in ("entry", "exit"):
            frame[name] = pd.to_datetime(batch.values.get(name, blank))
        for name in ("name", *_PARTS, "birth"):
            frame[name] = batch.people[name] if len(batch.people) else blank
        frame["on_roll"] = batch.register.name == "students"
        frame["_batch"], frame["_record"] = at, np.arange(len(index))
        unnumbered = frame["student"].isna() & frame["name"].notna() & frame["birth"].notna() & ~batch.set_aside
        frame["student"] = frame["student"].astype("str").where(~unnumbered, _stand_ins(frame[unnumbered], context))
        frames.append(frame[~batch.set_aside & frame["student"].notna().to_numpy(dtype=bool)])
    return (
        pd.concat(frames, ignore_index=True)
        if frames
        else pd.DataFrame(columns=[*_ABOUT, *_PARTS, "_batch", "_record"])
    )


def _stand_ins(rows: pd.DataFrame, context: Context) -> pd.Series[str]:
    """The code of a learner without a number: of the name, the birth date and the school."""
    together = "name " + rows["name"] + "\n" + rows["birth"] + "\n" + rows["school"].fillna("")
    codes = {text: learner_code(context.key, context.community, text) for text in together.unique().tolist()}
    return together.map(codes).astype("str")


def _link_near_numbers(
    records: pd.DataFrame,
    told: pd.DataFrame,
    numbers: dict[str, str],
    joined: Joined,
    linked: list[set[str]],
    perhaps: list[set[str]],
) -> None:
    """Rule 2."""
    held = told.loc[among(told["student"], numbers), ["student", "birth", "name"]].drop_duplicates()
    pairs = near_pairs(pd.DataFrame({"number": held["student"].map(numbers).astype("str"), "birth": held["birth"]}))
    code_of = {number: code for code, number in numbers.items()}
    found = [(code_of[a], code_of[b]) for a, b in pairs]
    found = [(a, b) for a, b in found if joined.root(a) != joined.root(b)]
    if not found:
        return
    concerned = records[among(records["student"], {code for pair in found for code in pair})]
    on_roll = set(concerned.loc[concerned["on_roll"], "student"])
    sheets = concerned.groupby("student", sort=False)["_batch"].agg(set).to_dict()
    names = concerned.dropna(subset=["name"]).groupby("student", sort=False)["name"].agg(set).to_dict()
    sure: dict[tuple[str, str], bool] = {}
    for a, b in found:
        side_by_side, both_on_roll = bool(sheets[a] & sheets[b]), {a, b} <= on_roll
        if a in names and b in names:
            agree = _agree(names[a], names[b])
            if not agree and (side_by_side or both_on_roll):
                continue  # two learners, as twins are
            sure[a, b] = agree
        else:
            sure[a, b] = not (side_by_side or both_on_roll) and bool({a, b} & on_roll)
    partners = Counter(code for pair in sure for code in pair)
    for (a, b), is_sure in sure.items():
        if is_sure and partners[a] == partners[b] == 1:
            joined.join((a, b))
            linked.append({a, b})
        else:
            perhaps.append({a, b})


def _agree(ours: set[str], theirs: set[str]) -> bool:
    """Whether any name of one holds all words of a name of the other: a middle name is not always written."""
    words = [[set(name.split()) for name in names] for names in (ours, theirs)]
    return any(a <= b or b <= a for a in words[0] for b in words[1])


def _link_names(
    told: pd.DataFrame,
    numbers: dict[str, str],
    joined: Joined,
    linked: list[set[str]],
    perhaps: list[set[str]],
) -> None:
    """Rule 3."""
    named = told.loc[told["name"].notna(), [*_ABOUT]].drop_duplicates()
    named = named.assign(
        student=named["student"].map({code: joined.root(code) for code in named["student"].unique().tolist()})
    )
    n_codes = named.groupby(["name", "birth"], sort=False)["student"].transform("nunique")
    several = named[n_codes > 1]
    if several.empty:
        return
    several = several.assign(person=several.groupby(["name", "birth"], sort=False).ngroup())
    at_once = set(several.loc[at_two_schools(several), "person"])
    national = {joined.root(code) for code, number in numbers.items() if is_national(number)}
    seen: dict[int, dict[str, list[str]]] = {}
    held = several.fillna({"school": ""})
    for person, school, code in zip(*(held[name].tolist() for name in ("person", "school", "student")), strict=True):
        here = seen.setdefault(person, {}).setdefault(school, [])
        here += [code] if code not in here else []
    for person, by_school in seen.items():
        codes = list(dict.fromkeys(code for here in by_school.values() for code in here))
        schools = [here for school, here in by_school.items() if school]
        clear = [here for here in schools if _one_of_each(here, numbers, national)]
        whole = person not in at_once and len(clear) == len(schools)
        for group in [codes] if whole and _n_national(codes, joined, national) <= 1 else clear:
            if len(group) > 1 and _n_national(group, joined, national) <= 1:
                is_national_one = _n_national(group, joined, national) == 1
                joined.join(group)
                linked.append(set(group))
                national |= {joined.root(group[0])} if is_national_one else set()
        if len({joined.root(code) for code in codes}) > 1:
            perhaps.append(set(codes))


def _one_of_each(codes: list[str], numbers: dict[str, str], national: set[str]) -> bool:
    """Whether a school has one national and one other number at most for a person."""
    n_national = sum(code in national for code in codes)
    return n_national <= 1 and sum(code in numbers for code in codes) - n_national <= 1


def _n_national(codes: list[str], joined: Joined, national: set[str]) -> int:
    """How many learners with a national number stand among these."""
    return len({joined.root(code) for code in codes} & national)


def _ranks(
    records: pd.DataFrame, numbers: dict[str, str], retired: set[str]
) -> Callable[[str], tuple[bool, bool, bool, bool, int, str]]:
    """How likely a code is to stand for those joined with it: the least of these; the order of files plays no part."""
    on_roll = set(records.loc[records["on_roll"], "student"])
    n_records = records["student"].value_counts().to_dict()
    school = records.drop_duplicates("student").set_index("student")["school"].fillna("").to_dict()

    def rank(code: str) -> tuple[bool, bool, bool, bool, int, str]:
        number = numbers.get(code, "")
        return (
            code in retired,
            not number,
            not (number and is_national(number)),
            code not in on_roll,
            -n_records.get(code, 0),
            number or school.get(code, ""),
        )

    return rank


def _note(batches: list[Batch], records: pd.DataFrame, links: Links, cases: dict[str, list[set[str]]]) -> None:
    """Say, at the rows that no longer stand for themselves, what was joined and by which rule."""
    gone = {by: {code for group in groups for code in group} & set(links.codes) for by, groups in cases.items()}
    still = {code for code in links.unnumbered if links.codes.get(code, code) in links.unnumbered}
    look = "They were taken as one learner; inside/learners.csv gives the rows of both."
    for at, batch in enumerate(batches):
        mine = records[records["_batch"] == at]
        for check, codes, found, expected, remedy in (
            (
                "linked by number",
                gone["number"],
                "has a student number one slip away from that of another learner with the same birth date",
                look,
                "Correct the number. If they are two learners, give both with their names and birth dates.",
            ),
            (
                "linked by name",
                gone["name"],
                "has the name and birth date of a learner who stands elsewhere with another number or school",
                look,
                "Give the national student number. If they are two learners, it tells them apart.",
            ),
            (
                "linked by alike name",
                gone["alike"],
                "has, but for a slip, the name and birth date of a learner who stands elsewhere with another number "
                "or school",
                look,
                "Correct the name or the birth date. If they are two learners, give the national student number.",
            ),
            (
                "no student number",
                still,
                "has no student number",
                "The learner was told apart by name and birth date, of which nothing is kept.",
                "Give the national student number.",
            ),
        ):
            where = batch.nothing()
            where[mine.loc[among(mine["student"], codes), "_record"].to_numpy()] = True
            batch.note([Case(check, "warning", "student", where, expected, remedy, found)])


def _places(
    batches: list[Batch],
    records: pd.DataFrame,
    cases: dict[str, list[set[str]]],
    perhaps: dict[str, list[set[str]]],
) -> pd.DataFrame:
    """Where to look, for each link and each pair that was kept apart, by rule."""
    concerned = {code for found in (perhaps, cases) for groups in found.values() for group in groups for code in group}
    rows = records.loc[among(records["student"], concerned), ["student", "_batch", "_record"]]
    of = [batches[at] for at in rows["_batch"]]
    rows = rows.assign(
        source_file=[batch.file for batch in of],
        source_sheet=[batch.sheet for batch in of],
        source_row=[batch.rows[at] for batch, at in zip(of, rows["_record"], strict=True)],
    )
    found = []
    for heading, by_rule in ((_PERHAPS, perhaps), (_TAKEN, cases)):
        for rule, groups in by_rule.items():
            joined = Joined()
            for group in groups:
                joined.join(sorted(group))
            why = f"{heading}: {_BY[rule]}" if rule else heading
            found.append(places_of(rows, {code: joined.root(code) for group in groups for code in group}, why))
    return pd.concat(found, ignore_index=True)
