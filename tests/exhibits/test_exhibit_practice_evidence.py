"""How wide evidence is for each goal, and what each area of a framework rests on: by hand, on small registers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rated_chapters import ERO, by_school, rated, register

from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.practice_bearing import LEARNERS, NOTHING, RECORDS, VIEWS, bearing
from colsynth.exhibits.practice_evidence import evidence

GOALS = [{"goal": "G1", "title": "Reading"}, {"goal": "G2", "title": "Writing"}, {"goal": "G3", "title": "Maths"}]


def noted(*items: dict[str, Any], frameworks: tuple[str, ...] = (ERO,), **registers: list[dict[str, Any]]) -> Chapter:
    """A chapter with these items of evidence, three goals, a result of a learner and one rating."""
    chapter = rated([by_school(0, "2")], frameworks)
    usual = {"source_file": "ratings.csv", "source_sheet": ""}
    rows = [usual | {"title": f"Item {i}", "source_row": i} | item for i, item in enumerate(items, 2)]
    made = {"evidence": register("evidence", rows), "goals": register("goals", GOALS)}
    made["achievement"] = register("achievement", [{"student": "1", "score": 3}])
    made |= {name: register(name, those) for name, those in registers.items()}
    snapshot = replace(chapter.snapshot, registers={**chapter.snapshot.registers, **made})
    return replace(chapter, snapshot=snapshot)


def rows_of(chapter: Chapter, of: Any, by: str) -> dict[str, dict[str, Any]]:
    table = of(chapter).table
    assert table is not None
    return {str(row[by]): row for row in table.frame.to_dict("records")}


def test_a_goal_with_three_kinds_is_wide_one_with_two_narrow_and_one_without_is_shown_all_the_same() -> None:
    chapter = noted(
        {"kind": "achievement", "origin": "local", "goals": "G1", "n": 40, "schools": "9900|9901"},
        {"kind": "voice", "origin": "local", "goals": "G1|G2", "n": 3, "schools": "9902"},
        {"kind": "research", "origin": "external", "goals": "G1"},
        {"kind": "survey", "origin": "local", "goals": "G2"},
    )
    found = rows_of(chapter, evidence, "goal")
    assert {goal: row["verdict"] for goal, row in found.items()} == {
        "Reading": "wide", "Writing": "narrow", "Maths": "none"
    }  # fmt: skip
    assert found["Reading"]["kinds"] == "1 achievement, 1 research, 1 voice"
    assert found["Reading"]["schools"] == "3 of 5"
    assert found["Reading"]["n"] == "40"
    assert found["Writing"]["n"] == "fewer than 5"
    assert evidence(chapter).title == "Of 3 goals, 1 has wide evidence, 1 has narrow evidence and 1 has none."


def test_evidence_from_elsewhere_alone_is_none_of_our_own() -> None:
    chapter = noted({"kind": "research", "origin": "external", "goals": "G1"})
    assert rows_of(chapter, evidence, "goal")["Reading"]["verdict"] == "none of our own"
    assert evidence(chapter).title == "Of 3 goals, 1 has evidence from elsewhere alone and 2 have none."
    unsaid = noted({"kind": "survey", "goals": "G1"})
    assert rows_of(unsaid, evidence, "goal")["Reading"]["verdict"] == "narrow"


def test_what_was_gathered_after_the_term_is_left_out() -> None:
    chapter = noted({"kind": "voice", "origin": "local", "goals": "G1", "date": "2026-11-20"})
    assert "No evidence was noted" in evidence(chapter).title


RESOURCING = "7 Sufficiency of resourcing and supportive infrastructure"


def leads(chapter: Chapter) -> list[str]:
    return [row["verdict"] for row in rows_of(chapter, bearing, "area").values()]


def test_each_area_rests_on_results_of_learners_or_on_records_or_on_nothing() -> None:
    assert leads(noted()) == [LEARNERS, LEARNERS, LEARNERS, NOTHING, LEARNERS, LEARNERS, NOTHING]
    filled = rows_of(noted({"kind": "document", "framework": ERO, "area": "7.1.4"}), bearing, "area")[RESOURCING]
    assert filled["records"] == "resources (none yet), roles (none yet), evidence (1 document)"
    assert filled["verdict"] == RECORDS


def test_ratings_alone_are_told_from_nothing() -> None:
    assert leads(rated([by_school(0, "2", "7")]))[-1] == VIEWS
    assert leads(rated([by_school(0, "2", "7", indicator="7.1.4")]))[-1] == VIEWS
    assert leads(rated([by_school(0, None, "7")]))[-1] == NOTHING


def test_no_area_leads_to_learners_where_there_are_no_results_or_no_chapter_that_shows_them() -> None:
    assert leads(rated([by_school(0, "2")])) == [VIEWS] + [NOTHING] * 6
    chapter = noted()
    settings = chapter.settings.model_copy(update={"chapters": ["practice"]})
    assert LEARNERS not in leads(replace(chapter, settings=settings))


def test_what_schools_or_goals_are_like_is_no_result_of_learners() -> None:
    # of lesson 1 goals alone speak, by their wording; of lesson 4 what the schools are like, and who moves between them
    found = leads(noted(frameworks=("kahukura-lessons",)))
    assert (found[0], found[3], found[6]) == (RECORDS, RECORDS, LEARNERS)


def test_what_speaks_to_an_area_is_shown_for_the_frameworks_in_use_alone() -> None:
    alone = rows_of(noted(), bearing, "area")
    assert {row.get("elsewhere", "") for row in alone.values()} == {"", "also here 6.1.1", "also here 5.3.3"}
    found = rows_of(noted(frameworks=("six-foci", ERO)), bearing, "area")
    # the crosswalk: foci 3.6 and 6.4 speak to 2.3.4 and 2.3.3 of area 2
    assert found["2 Communication and relational trust"]["elsewhere"] == "Foci 3.6, 6.4"


def test_registers_that_hold_nothing_are_named_as_empty_and_never_counted() -> None:
    row = rows_of(noted(moves=[{"student": "1", "date": "2026-02-01"}]), bearing, "area")[
        "2 Communication and relational trust"
    ]
    assert row["records"] == "voice (none yet), moves"
