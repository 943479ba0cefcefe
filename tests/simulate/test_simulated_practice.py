"""What the communities of the demo say of themselves comes in whole, and its planned truth is found again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from colsynth.analyses.practice.movement import DOWN, UP, movement
from colsynth.analyses.practice.placements import newest, placements, ratings_table
from colsynth.analyses.voice.answers import answers
from colsynth.analyses.voice.change import changes
from colsynth.frameworks import Framework, load_framework
from colsynth.intake import take_in
from colsynth.methods.camps import scale_used, together
from colsynth.methods.severity import rater_severity
from colsynth.reference.answer_scales import load_answer_scales
from colsynth.registers.snapshot import Snapshot
from colsynth.settings import load_settings
from colsynth.simulate import Simulated, simulate
from colsynth.simulate.demo import DEMO, DEMO_SEED
from colsynth.simulate.plan import CommunityPlan

NEWEST = "2026-T3"


@dataclass(frozen=True)
class Own:
    """A community, and what intake makes of its own workbook."""

    made: Simulated
    taken: Snapshot

    def placed(self, framework: str, by: str = "school") -> tuple[Framework, pd.DataFrame]:
        """A framework, and whole areas as placed by schools or by persons."""
        pack = load_framework(framework, None)
        rows = placements(self.taken.frame("ratings"), pack.id, [stage.id for stage in pack.stages], NEWEST)
        return pack, rows[(rows["placed_by"] == by) & rows["indicator"].isna()]


@pytest.fixture(scope="module")
def owns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Own]:
    """The communities of the demo by id."""
    return {plan.id: taken(plan, tmp_path_factory.mktemp(plan.id)) for plan in DEMO}


@pytest.fixture(params=[plan.id for plan in DEMO])
def own(request: pytest.FixtureRequest, owns: dict[str, Own]) -> Own:
    """One after the other."""
    return owns[request.param]


def taken(plan: CommunityPlan, root: Path) -> Own:
    """A community, with what the community itself sends."""
    made = simulate(plan, DEMO_SEED)
    for book in made.books:
        if book.file in ("community.xlsx", "schools.csv"):
            book.write(root)
    named = ", ".join(rated.framework for rated in plan.ratings)
    text = f"community: {{id: c, name: C}}\ninputs: [.]\nframeworks: [{named}]\n"
    (root / "c.yaml").write_text(text, encoding="utf-8")
    return Own(made, take_in(load_settings(root / "c.yaml")))


def test_every_row_of_the_practice_comes_in(own: Own) -> None:
    rows = {row["register"]: row["rows"] for row in own.made.truth["rows"] if row["file"] == "community.xlsx"}
    for register in ("ratings", "voice", "statements", "evidence"):
        assert len(own.taken.frame(register)) == rows.get(register, 0)
    told = {problem.check for problem in own.taken.problems if problem.register in rows}
    assert told <= {"not rated", "alone in a role"}  # of a note beside a blank, and of one person's role


def test_movement_is_claimed_where_it_was_planned_and_nowhere_else(own: Own) -> None:
    for rated in own.made.plan.ratings:
        if len(rated.schools) < 6 or len(rated.terms) < 2:
            continue
        pack, placed = own.placed(rated.framework)
        found = movement(placed, [area.id for area in pack.areas], [(rated.terms[0], rated.terms[-1])])
        claimed = {row["area"]: row["verdict"] for _, row in found.iterrows() if row["verdict"] in (UP, DOWN)}
        assert claimed == {area: UP if lift > 0 else DOWN for area, lift in rated.lift.items()}
        assert set(found.loc[found["area"].isin(list(claimed)), "step"].abs()) == {1}


def test_two_camps_stand_where_they_were_planned_and_a_school_at_the_top_is_seen(
    owns: dict[str, Own],
) -> None:
    own = owns["kereru-valley"]
    pack, placed = own.placed("ero-collaborative-practice")
    now = newest(placed)
    said = {
        area: together(np.bincount(rows["level"].dropna().astype(int), minlength=len(pack.stages) + 1).tolist())
        for area, rows in now.groupby("area")
    }
    assert [area for area, word in said.items() if word == "two camps"] == ["4"]
    pack, placed = own.placed("beyond-sharing")
    for code, rows in placed.groupby("school"):
        counts = np.bincount(rows["level"].astype(int), minlength=len(pack.stages) + 1).tolist()
        assert (scale_used(counts) == "all at the top") == (code == "9204")


@pytest.mark.parametrize(
    ("community", "framework", "school", "said"),
    [
        ("kereru-valley", "ero-collaborative-practice", "9206", "higher"),
        ("omanuka-coast", "kahukura-lessons", "9303", "lower"),
        ("omanuka-coast", "ero-collaborative-practice", "9303", "lower"),
    ],
)
def test_the_school_that_leans_is_told_from_its_co_raters(
    owns: dict[str, Own], community: str, framework: str, school: str, said: str
) -> None:
    _, placed = owns[community].placed(framework)
    table = ratings_table(placed[placed["area"] != "4"])  # where the valley's camps stand
    found = dict(zip(table.columns, rater_severity(table.to_numpy(float, na_value=np.nan)).said, strict=True))
    assert {voice for voice, word in found.items() if word == said} == {f"school {school}"}


def test_people_keep_their_code_from_term_to_term(own: Own) -> None:
    for rated in own.made.plan.ratings:
        _, placed = own.placed(rated.framework, "person")
        assert placed["voice"].nunique() <= sum(rated.persons.values())
        if len(rated.person_terms) > 1:
            both = placed.groupby("voice")["term"].nunique()
            assert (both == len(rated.person_terms)).mean() > 0.6
            assert placed.groupby("voice")["role"].nunique().eq(1).all()


def test_placements_without_evidence_are_as_many_as_planned(own: Own) -> None:
    for rated in own.made.plan.ratings:
        _, placed = own.placed(rated.framework)
        assert not placed.loc[placed["area"].isin(rated.backed), "asserted"].any()
        noted = placed["area"].isin(set(rated.notes) - set(rated.backed)) & placed["asserted"].notna()
        share = 1 - float(placed.loc[noted, "asserted"].mean()) if noted.any() else rated.noted
        assert abs(share - rated.noted) < 4 * np.sqrt(rated.noted * (1 - rated.noted) / max(noted.sum(), 1)) + 1e-9
        assert placed.loc[~placed["area"].isin(list(rated.notes)), "asserted"].all()


def test_answers_have_their_planned_shares_within_sampling_error(own: Own) -> None:
    voice = own.taken.frame("voice")
    for told in own.made.truth["voice"]:
        share = told["planned_share"]
        assert abs(told["agree"] / told["answered"] - share) < 4 * np.sqrt(share * (1 - share) / told["answered"])
    assert voice["n"].sum() == sum(told["answered"] for told in own.made.truth["voice"]) + sum(
        len(survey.own_words) for survey in own.made.plan.voices
    )


def test_trust_of_teachers_rises_as_planned_and_that_of_whanau_does_not(owns: dict[str, Own]) -> None:
    found = changes(answers(owns["kereru-valley"].taken.frame("voice"), load_answer_scales(None), NEWEST))
    trust = found[(found["scale"] == "trust") & found["verdict"].isin(["more agree", "fewer agree"])]
    assert set(trust["group"]) == {"teachers"}
    assert set(trust["verdict"]) == {"more agree"}
    belief = found[(found["scale"] == "efficacy") & (found["group"] == "teachers")]
    assert set(belief["verdict"]) == {"more agree"}
    reworded = found[(found["scale"] == "efficacy") & (found["group"] == "leaders")]
    assert set(reworded["verdict"]) == {"items changed"}


def test_statements_and_evidence_speak_of_goals_and_areas_that_there_are(own: Own) -> None:
    goals = {goal.goal for goal in own.made.plan.goals}
    for row in (*own.made.plan.written, *own.made.plan.known):
        assert set(filter(None, row.goals.split("; "))) <= goals
        if row.area:
            pack = load_framework(row.framework, None)
            questions = {q.id for area in pack.areas for asked in area.questions for q in (asked, *asked.parts)}
            assert row.area in {area.id for area in pack.areas} | {i.id for i in pack.indicators} | questions
        assert row.date <= "2026-09-25"
