"""What do the results say of an outcome that a framework names? Read from the exhibits that check it, never anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from colsynth.analyses import achievement as shares
from colsynth.analyses.breaks import stretches
from colsynth.analyses.practice.against_data import FALLING, FLAT, NOT_TOLD, RISING, UNCLEAR, data_say
from colsynth.exhibits import achievement, at_mark, practice_voice_change, progress, variation_convergence
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.judging import strength_of_change
from colsynth.exhibits.matching import followed
from colsynth.findings import Finding, Strength
from colsynth.methods.proportions import Difference, difference_of
from colsynth.reference.ethnicity import fold

IN_SHARES = ("share of learners", "difference of changes in share")  # units in which a margin for flat is agreed
BEYOND = "points beyond expected growth"


@dataclass(frozen=True)
class Told:
    """What one exhibit says of one measure, from the term `first` to `last`: the word, and how strongly."""

    measure: str
    first: str
    last: str
    word: str
    strength: Strength


@dataclass(frozen=True)
class Check:
    """What an exhibit looks at, in a few words, how it is read, and the register it rests on."""

    name: str
    read: Callable[[Chapter], list[Told]]
    register: str = "achievement"


def told_by(chapter: Chapter, exhibit: str, measures: Iterable[str] = ("",)) -> list[Told]:
    """What an exhibit says of each measure whose name has all words of one of `measures`, however they are spelt.

    Nothing where no such exhibit checks outcomes.
    """
    if exhibit not in CHECKS:
        return []
    told = chapter.once(("outcomes", exhibit), lambda: CHECKS[exhibit].read(chapter))
    wanted = [_words(measure) for measure in measures]
    return [one for one in told if any(words <= _words(one.measure) for words in wanted)]


def _words(text: str) -> set[str]:
    return {fold(word) for word in re.findall(r"\w+", text)}


def _of_finding(finding: Finding, first: str, last: str, measure: str, words: Mapping[str, str]) -> Told:
    """`words` for its directions; level is flat only where limits of shares lie near none, and never where hidden."""
    word = words.get(finding.direction, NOT_TOLD) if finding.low is not None else NOT_TOLD
    if word == UNCLEAR and finding.unit in IN_SHARES:
        word = data_say(finding.low, finding.high)
    return Told(measure, first, last, word, finding.strength)


_UP_IS_UP = {"up": RISING, "down": FALLING, "level": UNCLEAR}


def _same_learners(chapter: Chapter) -> list[Told]:
    seen = followed(chapter, "expected")
    findings = at_mark.at_mark(chapter).findings
    return [
        _of_finding(finding, one.over.first, one.over.last, one.name, _UP_IS_UP)
        for one, finding in zip(seen, findings, strict=True)
    ]


def _growth(chapter: Chapter) -> list[Told]:
    """Growth is held against what is expected; without norms it tells nothing, as every learner grows."""
    seen = followed(chapter, "scale_score")
    shown = progress.gains(chapter)
    if not seen or shown.table is None:
        return []
    whole = shown.table.frame[shown.table.frame["group"] == progress.ALL]
    told = []
    for one, finding, verdict in zip(seen, shown.findings, whole["verdict"], strict=True):
        words = _UP_IS_UP if finding.unit == BEYOND else {}
        if verdict == "about expected" and words:
            words = words | {"level": FLAT}
        told.append(_of_finding(finding, one.over.first, one.over.last, one.name, words))
    return told


def _all_learners(chapter: Chapter) -> list[Told]:
    """The newest term beside the first like term since a measure last changed, as the page shows them."""
    shown = achievement.over_terms(chapter)
    if shown.table is None:
        return []
    frame = shown.table.frame
    frame = frame[(frame["mark"] == shares.MARKS["expected"]) & frame["share_at"].notna()]
    ids = {chapter.measure_name(id_): id_ for id_ in chapter.results["measure"].unique()}
    told = []
    for name, own in frame.groupby("measure", sort=False):
        since = stretches(own, "measure", {str(name): chapter.breaks_of(ids[str(name)])})
        own = own[since == since.max()].sort_values("term")
        like = own[own["term"].str[-1] == own["term"].iloc[-1][-1]]
        if len(like) > 1:
            told.append(_between(chapter, ids[str(name)], like.iloc[0], like.iloc[-1]))
    return told


def _between(chapter: Chapter, measure: str, before: pd.Series[str], now: pd.Series[str]) -> Told:
    first, last = str(before["term"]), str(now["term"])
    change = change_of(before, now)
    own = chapter.results[(chapter.results["measure"] == measure) & chapter.results["term"].isin([first, last])]
    strength = strength_of_change(
        chapter, measure, first, last, matched=False, points=2, low=change.low, high=change.high,
        n=int(min(before["n"], now["n"])), n_schools=own["school"].nunique(), same_sign=None, one_rule=True, loss=None,
    )  # fmt: skip
    return Told(chapter.measure_name(measure), first, last, data_say(change.low, change.high), strength)


def change_of(before: Mapping[str, object] | pd.Series[str], now: Mapping[str, object] | pd.Series[str]) -> Difference:
    """A share now less the share before, as of other learners; too wide rather than too narrow where some are both."""
    one, two = (
        Difference(*(float(side[c]) for c in ("share_at", "low", "high")))  # type: ignore[arg-type]
        for side in (now, before)
    )
    return difference_of(one, two)


def _low_schools(chapter: Chapter) -> list[Told]:
    shown = variation_convergence.low_schools(chapter)
    if shown.table is None:
        return []
    rows = shown.table.frame[["measure", "first", "last"]].itertuples(index=False)
    return [
        _of_finding(finding, str(first), str(last), str(name), _UP_IS_UP)
        for (name, first, last), finding in zip(rows, shown.findings, strict=True)
    ]


def _coming_together(chapter: Chapter, scores: bool) -> list[Told]:
    """Schools that come together are what the outcome claims, so a spread that falls is its rise."""
    shown = variation_convergence.coming_together(chapter, scores)
    if shown.table is None:
        return []
    terms = shown.table.frame.drop_duplicates("measure").set_index("measure")[["first", "last"]]
    words = {"down": RISING, "up": FALLING, "level": UNCLEAR}
    told = []
    for finding in shown.findings:
        name = chapter.measure_name(finding.id.removeprefix(f"{chapter.name}-coming-together-"))
        first, last = (str(terms[column][name]) for column in ("first", "last"))
        told.append(_of_finding(finding, first, last, name, words))
    return told


def _answers(chapter: Chapter) -> list[Told]:
    """A scale as a whole, group by group, as far as the page shows it; `Teachers, efficacy` is the measure."""
    shown = practice_voice_change.changes(chapter)
    if shown.table is None:
        return []
    frame = shown.table.frame
    rows = frame.loc[frame["whole"] & frame["difference"].notna(), ["who", "first", "last", "low", "high"]]
    return [
        Told(str(who), str(first), str(last), data_say(low, high), finding.strength)
        for (who, first, last, low, high), finding in zip(rows.itertuples(index=False), shown.findings, strict=True)
    ]


_SHARES, _SCORES = (partial(_coming_together, scores=scores) for scores in (False, True))
CHECKS: dict[str, Check] = {
    "achievement-over-terms": Check("all learners, two like terms", _all_learners),
    "achievement-moves": Check("the same learners at the mark", _same_learners),
    "achievement-progress": Check("growth beyond what is expected", _growth),
    "variation-low-schools": Check("low schools gaining on the others", _low_schools),
    "variation-coming-together-shares": Check("schools' shares coming together", _SHARES),
    "variation-coming-together-scores": Check("schools' scores coming together", _SCORES),
    "practice-voice-change": Check("answers of a group to the same questions", _answers, "voice"),
}


def span_of(told: Iterable[Told]) -> str:
    """`T3 2025 to T3 2026`, from the earliest term to the newest; the parts of a term stay on one line."""
    terms = [term for one in told for term in (one.first, one.last)]
    return " to ".join(f"{term[-2:]}\u00a0{term[:4]}" for term in (min(terms), max(terms)))
