"""Whose voices are in the ratings, and whose are not? Roles as people wrote them, as kinds of people."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from colsynth.analyses.practice.placements import PERSON
from colsynth.analyses.practice.profile import distribution, newest_by, summed
from colsynth.reference.ethnicity import fold

ALL, OTHERS, NOT_SAID = "all people", "other roles", "role not given"
FEW = "kinds of few people"  # all those together of which fewer rated than may be shown

# Who should be heard, in this order (ERO: all participants, "particularly students, parents and whānau"), and the words
# that name them. Of several words in a role the last one counts: a parent trustee is a trustee.
VOICES: dict[str, tuple[str, ...]] = {
    "learners": ("learner", "student", "pupil", "child", "children", "ākonga", "tamariki", "rangatahi",
                 "student leader", "head student", "head boy", "head girl", "student trustee"),
    "whānau": ("whānau", "family", "families", "parent", "caregiver", "guardian", "mother", "father"),
    "teachers": ("teacher", "kaiako", "staff", "teacher aide", "SENCO", "RTLB"),
    "leaders": ("leader", "lead", "lead teacher", "principal", "tumuaki", "head", "deputy principal",
                "assistant principal", "DP", "AP", "dean", "head teacher", "manager"),
    "trustees": ("trustee", "board", "board member", "board chair", "presiding member", "governor"),
    "iwi or mana whenua": ("iwi", "mana whenua", "hapū", "rūnanga", "kaumātua", "kuia", "marae"),
}  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in re.findall(r"\w+", text))


_WORDS = {_plain(word): voice for voice, words in VOICES.items() for word in words}
_WORD = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})s?\b")


def voice_of(role: str) -> str | None:
    """The kind of people a role names (`Parent trustee` is of the trustees), or None where no word is known.

    What follows `of`, `for` or a bracket says what the role is about, and not who holds it.
    """
    found = _WORD.findall(_plain(re.split(r"\b(?:of|for|to)\b|[(,;:]", role)[0]))
    return _WORDS[found[-1]] if found else None


def voices(placed: pd.DataFrame, least: int) -> pd.DataFrame:
    """One row is one kind of people among single people's newest placements: n different raters.

    Columns: voice, n. First all people, then every kind of `VOICES` (0 where nobody of it rated), then a role no word
    of which is known, as it was written, where `least` people or more gave it, `other roles` for the rest together, and
    `role not given`. Without a row where no single people rated.
    """
    people = _people(placed, least)
    if people.empty:
        return pd.DataFrame({"voice": pd.Series(dtype="str"), "n": pd.Series(dtype="Int64")})
    counts = people.drop_duplicates("voice")["kind"].value_counts()
    further = [kind for kind in counts.index if kind not in VOICES]
    rows = [(ALL, int(counts.sum())), *((kind, int(counts.get(kind, 0))) for kind in (*VOICES, *sorted(further)))]
    return pd.DataFrame(rows, columns=["voice", "n"]).astype({"voice": "str", "n": "Int64"})


def areas_by_voice(placed: pd.DataFrame, areas: Sequence[str], stages: Sequence[str], least: int) -> pd.DataFrame:
    """One row is one area and kind of people (`all people` first): the middle of what single people placed it at.

    Columns: area, voice, raters (on the scale), low, high (the middle answers), verdict (`methods.camps.together`).
    Kinds of fewer than `least` people in all are one, `FEW`, so that they need not hide everyone's middle. Areas that
    nobody placed, and kinds of people who did not place one, have no row.
    """
    people = _people(placed, least)
    sizes = people.drop_duplicates("voice")["kind"].value_counts()
    people = people.assign(kind=people["kind"].where(people["kind"].map(sizes) >= least, FEW))
    whole = people[people["indicator"].isna() & people["level"].notna()]
    found = []
    for kind in (ALL, *whole["kind"].unique()):
        own = whole if kind == ALL else whole[whole["kind"] == kind]
        frame = summed(distribution(own, areas, stages), stages)
        found.append(frame[frame["n"] > 0].assign(whose=kind))
    frame = pd.concat(found).rename(columns={"n": "raters", "whose": "voice"})
    order = {ALL: 0} | {kind: i for i, kind in enumerate(VOICES, 1)}
    place = frame["voice"].map(order).fillna(len(order)), frame["area"].map({area: i for i, area in enumerate(areas)})
    frame = frame.assign(_area=place[1], _voice=place[0]).sort_values(["_area", "_voice", "voice"], kind="stable")
    return frame[["area", "voice", "raters", "low", "high", "verdict"]].reset_index(drop=True)


def _people(placed: pd.DataFrame, least: int) -> pd.DataFrame:
    """Single people's newest placements, each with the kind of people (`kind`) that its rater is of."""
    people = newest_by(placed, PERSON)
    roles = people.dropna(subset=["role"]).drop_duplicates("voice", keep="last").set_index("voice")["role"]
    role = people["voice"].map(roles)
    known = {written: voice_of(written) for written in roles.unique()}
    many = roles.map(fold).value_counts()
    kinds = {
        written: known[written] or (written.strip() if many[fold(written)] >= least else OTHERS) for written in known
    }
    return people.assign(kind=role.map(kinds).astype("str").fillna(NOT_SAID))
