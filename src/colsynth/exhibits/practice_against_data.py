"""Do the results say of an outcome what its rating says? The two side by side, neither proved by the other."""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.practice import against_data as analysis
from colsynth.analyses.practice.placements import CONSENSUS, PERSON, SCHOOL
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits
from colsynth.exhibits.practice import SELF, about, middle, named, noun_of, scale_of, too_weak
from colsynth.exhibits.practice_outcomes import CHECKS, Told, span_of, told_by
from colsynth.exhibits.practice_persons import may_count_people
from colsynth.findings import Finding, Strength, state_strength
from colsynth.frameworks import Framework, Indicator
from colsynth.protection import Table
from colsynth.reference.terms import spoken

QUESTION = "Where an outcome was rated, do the results say the same?"
WHO = "member schools (counting placements with evidence alone)"
NO_RISE = "rated high, no rise seen"
DATA_ALIKE = (analysis.RISING, analysis.FALLING, analysis.FLAT)
_WHY = {
    analysis.NOT_RATED: "not rated",
    analysis.TOO_FEW: "placed by too few to stand for all",
    analysis.BETWEEN: "rated neither high nor low",
}


def against_data(chapter: Chapter) -> Exhibits:
    """Each outcome that a framework names beside the results that check it, framework by framework."""
    shown = [exhibit for pack in chapter.frameworks if (exhibit := _of(chapter, pack)) is not None]
    if not shown:
        why = "No framework in use names an outcome, so there is nothing to hold against results."
        shown = [chapter.nothing("against-data", QUESTION, why)]
    return Exhibits(shown)


def _of(chapter: Chapter, pack: Framework) -> Exhibit | None:
    outcomes = [indicator for indicator in pack.indicators if indicator.kind == "outcome"]
    if not outcomes:
        return None
    top = len(pack.stages)
    levels = {stage.id: level for level, stage in enumerate(pack.stages, 1)}
    marks = {outcome.id: levels.get(outcome.stage or "", top) for outcome in outcomes}
    members, least = chapter.n_schools, chapter.settings.suppress_below
    rated = analysis.rated(chapter.placements(pack), marks, members, least)
    if rated["n"].isna().all():
        return chapter.nothing(
            noun_of(chapter, "against-data", pack), QUESTION, named(chapter, pack, _not_rated(len(marks)))
        )
    held = [_Held(chapter, pack, outcome, row) for outcome, (_, row) in zip(outcomes, rated.iterrows(), strict=True)]
    frame = pd.DataFrame([one.row() for one in held], columns=["outcome", "rating", "evidence", "data", "verdict"])
    findings = chapter.may_tell(one.finding() for one in held if one.verdict == analysis.CONTRADICTING)
    table = chapter.may_show(Table(frame, ("outcome",), "ratings", plain=("rating", "evidence", "data", "verdict")))
    return chapter.exhibit(
        noun_of(chapter, "against-data", pack),
        QUESTION,
        named(chapter, pack, f"{_title([one.in_short for one in held])}{too_weak(findings)}."),
        subtitle=f"outcomes that “{pack.name}” names, as rated and as results and answers show",
        purpose="A rating is what people hold to be so. Where results can tell, they are put beside it, so that both "
        "can be asked what they rest on.",
        table=table,
        columns=[
            Column("outcome", f"Outcome ({pack.words.indicator})"),
            Column("rating", "Rated"),
            Column("evidence", "With evidence"),
            Column("data", "Results say"),
            Column("verdict", "Held together"),
        ],
        caption="Outcomes as rated, beside results",
        how_to_read="Silent says that one of the two cannot tell: nobody rated it, no result speaks to it, or the "
        "results neither moved clearly nor clearly stayed. Answers to a survey count as results here.",
        caution=f"{SELF} Agreeing is not confirming: these measures bear on part of a "
        "statement, and that both point one way does not say that one led to the other.",
        talk_about="Where rating and results part: what has each of them seen that the other has not?"
        if findings
        else "Which of these outcomes matters most to us, what would show it, and who could look?",
        method=f"High: the middle placement is at the {pack.words.indicator}'s own {pack.words.stage} or above, or at "
        "the highest where it has none. Low: not yet evident, or the lowest. What was placed together stands for all; "
        "else the middle of the schools, where more than half placed it, else of single people; placements of the last "
        "year. Results: two like terms of all learners, or what the exhibits on moves, growth, schools and answers to "
        "surveys say; they count where the placement falls within their terms or the year after. Rising or falling: "
        f"the 95 % limits leave out none. Flat: they lie within {100 * analysis.LEVEL:.0f} points either way, or "
        "growth is about as expected. To be told flat, a share of 60 % takes some 740 learners each time, or 1,600 "
        "where those of a class are alike by 0.05; of fewer mostly no way is clear, even if nothing moved. Of several "
        "measures more than half of those that tell must say so, and none the opposite. "
        + about(pack),
        lists=[("Questions rather than findings", [said for one in held if (said := one.question())])],
        sources=chapter.sources("ratings", framework=pack.id),
        findings=findings,
    )  # fmt: skip


class _Held:
    """One outcome: its rating, what each exhibit that checks it says of the same time, and the verdict on the two."""

    def __init__(self, chapter: Chapter, pack: Framework, outcome: Indicator, rated: pd.Series[Any]) -> None:
        self.chapter, self.pack, self.outcome, self.rated = chapter, pack, outcome, rated
        asked = outcome.checks if pd.notna(rated["n"]) else {}
        self.all_told = {name: told_by(chapter, name, words) for name, words in asked.items()}
        self.told = {
            name: now
            for name, told in self.all_told.items()
            if (now := [one for one in told if self._of_its_time(one) and one.word != analysis.NOT_TOLD])
        }
        self.data = analysis.taken_together(one.word for told in self.told.values() for one in told)
        self.verdict = analysis.held_against(str(rated["rated"]), self.data)

    def _of_its_time(self, one: Told) -> bool:
        return analysis.of_its_time(self.rated["term"], one.first, one.last)

    def row(self) -> tuple[str, ...]:
        """As the table prints it."""
        shown = self.pack.shown(self.outcome)
        verdict = self.verdict
        verdict += f": {self.words}" if verdict != analysis.SILENT else f": {self._why_silent()}"
        return f"{shown.text} ({shown.mark})", self._rating(), self._evidence(), self._results(), verdict

    @property
    def words(self) -> str:
        """`rated high, outcomes flat`."""
        return f"rated {self.rated['rated']}, outcomes {self.data}"

    def _rating(self) -> str:
        if pd.isna(self.rated["n"]):
            return str(self.rated["rated"]).capitalize()
        when = f", {spoken(self.rated['term'])}" if pd.notna(self.rated["term"]) else ""
        return f"{middle(scale_of(self.pack), self.rated['low'], self.rated['high'])} ({self._who()}{when})"

    @property
    def of(self) -> int:
        """Schools that could have rated it."""
        return max(int(self.rated["n"]), self.chapter.n_schools)

    def _who(self) -> str:
        n, of = self.rated["n"], self.of
        if self.rated["placed_by"] == CONSENSUS:
            return "placed together"
        if self.rated["placed_by"] == PERSON:
            return f"middle of {n} people" if may_count_people(self.chapter, self.pack) else "middle of single people"
        return f"middle of {n} of {of} schools" if n < of else f"middle of all {n} schools"

    def _evidence(self) -> str:
        n, noted, least = self.rated["n"], self.rated["noted"], self.chapter.settings.suppress_below
        if pd.isna(n):
            return ""
        if self.rated["placed_by"] == CONSENSUS:
            return "yes" if noted else "no, asserted"
        few = min(noted, n - noted) < least or not may_count_people(self.chapter, self.pack)
        if self.rated["placed_by"] == PERSON and few:
            return "[c]"
        return f"{noted} of {n}"

    def _results(self) -> str:
        return "; ".join(f"{CHECKS[name].name}, {span_of(told)}: {_in_words(told)}" for name, told in self.told.items())

    def _why_silent(self) -> str:
        if not CHECKS.keys() & self.outcome.checks.keys():
            return "no result speaks to it"
        if pd.isna(self.rated["n"]):
            return _WHY[self.rated["rated"]]
        if not self.told:
            if pd.isna(self.rated["term"]):
                return "the placement has no date"
            if any(one.word != analysis.NOT_TOLD for told in self.all_told.values() for one in told):
                return "the results are of another time than the placement"
            return "too few results to tell"
        if self.no_rise_seen:
            return NO_RISE
        if self.data not in DATA_ALIKE:
            return "the results show no clear way"
        return _WHY[self.rated["rated"]]

    @property
    def no_rise_seen(self) -> bool:
        """Rated high, and the results neither rose nor fell nor clearly stayed: a question, and no finding."""
        return bool(self.rated["rated"] == analysis.HIGH) and self.data == analysis.UNCLEAR

    @property
    def in_short(self) -> str:
        """The verdict as a title counts it."""
        return NO_RISE if self.no_rise_seen else self.verdict

    def question(self) -> str:
        """What may be asked where no rise is seen, and what that does not say."""
        if not self.no_rise_seen:
            return ""
        return (
            f"{self.outcome.id} was rated high, and no rise is seen. That is not to say that there is none: the "
            "results would let a rise or a fall of some points pass unseen. What would show it?"
        )

    def finding(self) -> Finding:
        """Rating and results part: as sure as the weaker of the two."""
        chapter, shown = self.chapter, self.pack.shown(self.outcome)
        rating = self._strength_of_rating()
        data = min(
            (one.strength for told in self.told.values() for one in told if one.word == self.data),
            key=lambda strength: strength.grade,
        )
        names = and_list([CHECKS[name].name for name in self.told])
        registers = dict.fromkeys(CHECKS[name].register for name in self.told)
        return Finding(
            f"{chapter.name}-against-data-{self.pack.id}-{self.outcome.id}",
            chapter.name,
            f"{shown.text} ({shown.mark}) {QUESTION}",
            f"{self.words[0].upper()}{self.words[1:]}: {self._rating()} for “{shown.text}” ({shown.mark}), "
            f"beside {self._results()}.",
            weaker(rating, data),
            "ratings",
            n=int(self.rated["noted"]) if self.rated["placed_by"] == SCHOOL else None,
            of=self.of if self.rated["placed_by"] == SCHOOL else None,
            comparison=names,
            says_not=f"{SELF} It does not say which of the two is right, nor that collaboration did or did not help: "
            "results and answers are of those who gave them and of the measures there are, and others may have moved "
            "otherwise.",
            bears_on=(f"{self.pack.id}:{self.outcome.area}",),
            provenance=(
                *chapter.sources("ratings", framework=self.pack.id),
                *(source for register in registers for source in chapter.sources(register)),
            ),
        )

    def _strength_of_rating(self) -> Strength:
        members, noted = self.of, int(self.rated["noted"])
        rules = self.chapter.strength_rules
        if self.rated["placed_by"] == CONSENSUS:
            return state_strength(members * noted, members, WHO, True, "Placed together.", rules=rules)
        if self.rated["placed_by"] == PERSON:
            few = noted < self.chapter.settings.suppress_below
            return state_strength(0 if few else noted, None, "people who could have placed it", False, "", rules=rules)
        how = "Each school placed it on its own."
        return state_strength(noted, members, WHO, False, how, rules=rules)


def weaker(rating: Strength, data: Strength) -> Strength:
    """A claim that rests on a rating and on results is as sure as the weaker of the two."""
    which, one = ("rating", rating) if rating.grade <= data.grade else ("results", data)
    both = f"The rating has {rating.grade} of 4, the results {data.grade}: the weaker counts, the {which}."
    sums = f"{one.grade} = the weaker of {rating.grade} (rating) and {data.grade} (results)"
    return Strength(one.grade, (both, *one.reasons), sums, one.agreed_words)


def _in_words(told: list[Told]) -> str:
    """`rising (Writing); not clear on 3 measures`: measures by name where they tell, else counted."""
    by_word = {word: [one.measure for one in told if one.word == word] for word in dict.fromkeys(t.word for t in told)}
    told_all = by_word.pop(analysis.UNCLEAR, [])
    parts = [f"{word} ({and_list(names)})" for word, names in by_word.items()]
    return "; ".join(
        [*parts, *([f"not clear on {len(told_all)} measure{'s' * (len(told_all) > 1)}"] if told_all else [])]
    )


def _not_rated(n: int) -> str:
    return f"None of the {n} outcomes it names has been rated." if n > 1 else "The one outcome it names was not rated."


def _title(verdicts: list[str]) -> str:
    if len(verdicts) == 1:
        return f"The one outcome it names: {verdicts[0]}"
    words = (analysis.CONTRADICTING, NO_RISE, analysis.AGREEING, analysis.SILENT)
    counts = [(verdicts.count(word), word) for word in words]
    return f"Of the {len(verdicts)} outcomes it names: {and_list([f'{n} {word}' for n, word in counts if n])}"
