"""What does one fictional community hold? Learners, results, spreadsheets, truth: from a plan and a seed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from colsynth.frameworks import load_frameworks
from colsynth.reference.measures import Measure, load_measures
from colsynth.reference.terms import load_calendar
from colsynth.registers.declared import load_registers
from colsynth.simulate.attendance import draw_attendance
from colsynth.simulate.books import Book
from colsynth.simulate.community import community_books, goal_rows
from colsynth.simulate.faults import plant
from colsynth.simulate.handover import came_from, draw_handover
from colsynth.simulate.kept import with_kept
from colsynth.simulate.layouts import LAYOUTS
from colsynth.simulate.lists import draw_lists
from colsynth.simulate.pairs import draw_tests
from colsynth.simulate.people import enrol, enrolments
from colsynth.simulate.plan import CommunityPlan, stream
from colsynth.simulate.ratings import draw_ratings
from colsynth.simulate.results import draw_results
from colsynth.simulate.sent import Sent, as_records
from colsynth.simulate.spelling import SPELLINGS
from colsynth.simulate.truth import describe
from colsynth.simulate.voices import draw_voices


@dataclass(frozen=True)
class Simulated:
    """One fictional community.

    `learners`: one row an enrolment; `results`: one row a result, with `chance` and `latent` behind it and
    `at` (at expectation); `books`: its files; `truth`: what the truth file says.
    """

    plan: CommunityPlan
    learners: pd.DataFrame
    results: pd.DataFrame
    books: list[Book]
    truth: dict[str, object]

    def write(self, root: Path) -> None:
        """`data/demo/<id>/`, `data/demo/<id>.truth.json` and `params/<id>.yaml` under `root`."""
        folder = root / "data" / "demo" / self.plan.id
        folder.mkdir(parents=True, exist_ok=True)
        (root / "params").mkdir(exist_ok=True)
        for book in self.books:
            book.write(folder)
        truth = json.dumps(self.truth, ensure_ascii=False, indent=1) + "\n"
        folder.with_name(f"{self.plan.id}.truth.json").write_text(truth, encoding="utf-8", newline="\n")
        (root / "params" / f"{self.plan.id}.yaml").write_text(self.plan.settings, encoding="utf-8", newline="\n")


def simulate(plan: CommunityPlan, seed: int) -> Simulated:
    """The community of a plan: the same plan and seed give the same learners, files and truth."""
    calendar, measures, registers = load_calendar(), load_measures(), load_registers()
    people = enrol(plan, calendar, seed)
    drawn = draw_tests(plan, draw_results(plan, people, measures, calendar, seed), measures, calendar, seed)
    learners = enrolments(people.learners, int(plan.terms[-1][:4]))
    learners["previous"] = _previous(plan, learners, came_from(plan, people, seed))
    who = learners.drop_duplicates("learner")[["learner", "number", "first", "last", "gender", "ethnicities"]]
    results = drawn.results.merge(who, on="learner", how="left").assign(
        at=lambda rows: (rows["latent"] >= 0) & rows["missing"].isna(),
        judged=lambda rows: rows["measure"].map(lambda name: _has_expectation(measures[name])),
    )
    in_lists = results.sort_values(["term", "measure", "year_level", "class", "last", "first", "learner"])
    on_rolls = learners.sort_values(["last", "first", "learner", "entry"])
    attended = draw_attendance(plan, people, calendar, seed)
    listed, lists = draw_lists(plan, drawn.results, seed)
    noted, handed_over = draw_handover(plan, people, calendar, seed)
    by_name = ["last", "first", "learner"]
    half_days = attended.rows.merge(who, on="learner", how="left").sort_values(["term", "year_level", *by_name])
    on_lists = listed.merge(who, on="learner", how="left").sort_values(["goal", *by_name])
    on_moves = noted.merge(who, on="learner", how="left").sort_values(["term", *by_name]).astype(object)
    sent = {}
    for school in plan.schools:
        if school.layout:
            theirs = Sent(
                school=school,
                enrolments=as_records(on_rolls[on_rolls["school"] == school.code]),
                results=in_lists[in_lists["school"] == school.code],
                spelling=SPELLINGS[school.spelling],
                measures=measures,
                registers=registers,
                partner=plan.school(school.moderates_with).name if school.moderates_with else "",
                attendance=tuple(as_records(half_days[half_days["school"] == school.code])),
                listed=tuple(as_records(on_lists[on_lists["school"] == school.code])),
                newcomers=tuple(as_records(on_moves[on_moves["school"] == school.code])),
            )
            sent[school.code] = with_kept(theirs, LAYOUTS[school.layout](theirs))
    placements, rated = draw_ratings(plan, load_frameworks(None), calendar, seed)
    answers, voiced = draw_voices(plan, calendar, seed)
    kept = sorted({plan.terms[0], plan.terms[-1], *(goal.baseline_term for goal in plan.goals)})
    planted = plant(plan.faults, sent, kept, stream(seed, plan.id, "faults"))
    books = community_books(plan, people, goal_rows(plan, results), placements, answers, registers)
    books += [book for files in sent.values() for book in files]
    more = {"attendance": attended.truth, "lists": lists, "handover": handed_over, "voice": voiced}
    truth = describe(plan, seed, people, results, drawn.truth, rated, more, books, planted)
    return Simulated(plan, learners, results, books, truth)


def _has_expectation(measure: Measure) -> bool:
    return bool(measure.declared.expected_from or measure.declared.expected_by_year)


def _previous(plan: CommunityPlan, learners: pd.DataFrame, before: dict[int, str]) -> pd.Series:
    """The name of the school or service before each enrolment; None where not known."""
    names = learners["school"].map({school.code: school.name for school in plan.schools})
    earlier = names.groupby(learners["learner"]).shift()
    return earlier.fillna(learners["learner"].map(before)).replace("", None)
