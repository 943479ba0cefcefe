"""Is an outcome that was rated put beside the results of its time, and is more than both can tell never said?"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_chapters import Row, Sheets, changed, settings_of, sheets

from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.exhibit import Exhibit
from colsynth.exhibits.practice_against_data import against_data, weaker
from colsynth.exhibits.practice_outcomes import CHECKS, change_of, told_by
from colsynth.findings import Strength
from colsynth.frameworks import load_frameworks
from colsynth.methods.proportions import newcombe_difference, wilson_interval

ERO = "ero-collaborative-practice"


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def rating(pack: str, indicator: str, stage: str, school: int | None, term: str = "2023-T4", **more: str) -> Row:
    who = {"Placed by": "consensus"} if school is None else {"Placed by": "school", "School number": f"99{school:02d}"}
    return {"Framework": pack, "Indicator": indicator, "Stage": stage, "Term": term, **who} | more


def rising(row: Row) -> Row:
    """Writing judgements that rise from one in four at expectation to three in four."""
    if row["Measure"] != "otj-writing":
        return {}
    above = {"2021-T4": 1, "2022-T4": 2, "2023-T4": 3}[row["Term"]]
    return row | {"Level": "At" if int(row["NSN"]) % 4 < above else "Below"}


@pytest.fixture(scope="module")
def rises(tmp_path_factory: pytest.TempPathFactory) -> Chapter:
    """Results rise; one framework is rated low by assertion, one high with evidence, and one was rated years before."""
    made = changed(sheets(), "results", each=lambda row: rising(row) or None)
    made["ratings"] = [
        *(rating(ERO, "2.3.3", "Column 1", school) for school in range(3)),
        rating("kahukura-lessons", "7.4", "4", None, Evidence="minutes of March"),
        *(rating("beyond-sharing", "3.5", "1", school, "2019-T4") for school in range(3)),
    ]
    return made_chapter(tmp_path_factory, made, [ERO, "kahukura-lessons", "beyond-sharing"])


@pytest.fixture(scope="module")
def unclear(tmp_path_factory: pytest.TempPathFactory) -> Chapter:
    """Results stay about as they are, of too few learners to say that they do."""
    ratings = [rating(ERO, outcome, "Column 3", school) for outcome in ("2.3.3", "2.3.5") for school in range(3)]
    return made_chapter(tmp_path_factory, sheets() | {"ratings": ratings}, [ERO])


def made_chapter(root: pytest.TempPathFactory, made: Sheets, frameworks: list[str]) -> Chapter:
    return open_chapter("practice", settings_of(root.mktemp("c"), made, frameworks=frameworks))


def rows(exhibit: Exhibit) -> dict[str, list[str]]:
    """Each row of the table by the position of its outcome."""
    table = exhibit.record()["table"]
    return {row[0].rpartition(" ")[2].removesuffix(")"): row for row in table["rows"]}


def test_rated_low_while_results_rise_is_a_finding_as_strong_as_the_weaker(rises: Chapter) -> None:
    exhibit = against_data(rises)[0]
    row = rows(exhibit)["2.3.3"]
    assert row[1:3] == ["Column 1 (middle of all 3 schools, Term 4, 2023)", "0 of 3"]
    assert "rising" in row[3]
    assert row[4] == "contradicting: rated low, outcomes rising"
    [finding] = exhibit.findings
    assert finding.claim.startswith("Rated low, outcomes rising: Column 1")
    assert finding.strength.grade == 0  # no placement has evidence, so it lifts nothing
    assert "0 = the weaker of 0 (rating)" in finding.strength.arithmetic
    assert (finding.n, finding.of, finding.population, finding.bears_on) == (0, 3, "ratings", (f"{ERO}:2",))


def test_rated_high_while_results_rise_agrees_and_is_no_finding(rises: Chapter) -> None:
    exhibit = against_data(rises)[1]
    assert exhibit.id == "practice-against-data-kahukura-lessons"
    assert exhibit.title == "Lessons from Kahukura: The one outcome it names: agreeing."
    assert rows(exhibit)["7.4"][2] == "yes"
    assert rows(exhibit)["7.4"][4] == "agreeing: rated high, outcomes rising"
    assert exhibit.findings == []
    assert "not confirming" in exhibit.caution


def test_results_of_another_time_say_nothing_of_a_rating(rises: Chapter) -> None:
    row = rows(against_data(rises)[2])["3.5"]
    assert row[3:] == ["", "silent: the results are of another time than the placement"]


def test_no_clear_change_is_a_question_and_not_flat(unclear: Chapter) -> None:
    [exhibit] = against_data(unclear)
    assert exhibit.id == "practice-against-data"
    assert rows(exhibit)["2.3.3"][4] == "silent: rated high, no rise seen"
    assert exhibit.title == "Of the 5 outcomes it names: 1 rated high, no rise seen and 4 silent."
    assert exhibit.findings == []
    [(_, questions)] = exhibit.lists
    assert "not to say that there is none" in next(filter(None, questions))


def test_what_is_not_rated_or_has_no_result_is_silent(unclear: Chapter) -> None:
    [exhibit] = against_data(unclear)
    assert rows(exhibit)["2.3.5"][4] == "silent: no result speaks to it"
    assert rows(exhibit)["6.3.3"][1:] == ["Not rated", "", "", "silent: not rated"]


def test_a_community_without_a_framework_is_told_so(unclear: Chapter) -> None:
    [exhibit] = against_data(replace(unclear, settings=unclear.settings.model_copy(update={"frameworks": ()})))
    assert exhibit.table is None


def test_every_exhibit_that_a_framework_names_as_a_check_can_be_read(demo: Chapter) -> None:
    named = {name for pack in load_frameworks().values() for i in pack.indicators for name in i.checks}
    assert named <= set(CHECKS)
    for name in named:
        for told in told_by(demo, name):
            assert told.word in ("rising", "falling", "flat", "not clear", "not told")
            assert told.first < told.last
    assert told_by(demo, "achievement-moves") != []
    assert told_by(demo, "no-such-exhibit") == []


def test_a_check_may_name_the_measure_in_words(demo: Chapter) -> None:
    """Words are looked for whole, in any order, without capitals or macrons, in the name of the measure."""
    all_of_them = told_by(demo, "achievement-over-terms")
    assert {one.measure.partition(",")[0] for one in all_of_them} == {"Writing", "Mathematics"}
    writing = told_by(demo, "achievement-over-terms", ["judgement WRITING"])
    assert writing == [one for one in all_of_them if one.measure == "Writing, overall teacher judgement"]
    assert told_by(demo, "achievement-over-terms", ["writing", "mathematics"]) == all_of_them
    assert told_by(demo, "achievement-over-terms", ["writ"]) == []


def test_what_staff_believe_they_can_do_is_held_against_what_they_answer(demo: Chapter) -> None:
    """6.3.4 is planned low at most schools, and teachers who agree with both questions of the scale from .48 to .83."""
    exhibit = against_data(demo)[0]
    row = rows(exhibit)["6.3.4"]
    assert row[1].startswith("Column 1 (middle of all 6 schools")
    assert row[3].endswith("rising (Teachers, efficacy)")
    assert row[4] == "contradicting: rated low, outcomes rising"
    [finding] = exhibit.findings
    told = next(one for one in told_by(demo, "practice-voice-change", ["teachers efficacy"]))
    assert finding.strength.grade <= told.strength.grade
    assert [source.sheet for source in finding.provenance] == ["Ratings", "Voice"]


def test_answers_of_another_group_say_nothing_of_it(demo: Chapter) -> None:
    """Leaders were asked in other words the second time; whānau were never asked of it."""
    assert {one.measure for one in told_by(demo, "practice-voice-change")} > {"Teachers, efficacy", "Teachers, trust"}
    assert told_by(demo, "practice-voice-change", ["leaders efficacy", "whanau efficacy"]) == []


@pytest.fixture(scope="module")
def demo(project: Path) -> Chapter:
    return open_chapter("practice", str(project / "params" / "kereru-valley.yaml"))


def test_the_change_of_a_share_is_newcombe_s_difference() -> None:
    """56 of 70 less 48 of 80 is .0524 to .3339 (Newcombe 1998, table II, row a, method 10)."""
    sides = []
    for x, n in ((48, 80), (56, 70)):
        limits = wilson_interval(x, n)
        sides.append({"share_at": x / n, "low": limits.low, "high": limits.high})
    found = change_of(*sides)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    assert found == newcombe_difference(56, 70, 48, 80)


def test_the_weaker_of_two_strengths_counts() -> None:
    strong, weak = Strength(3, ("Seen.",), "3 = start 3"), Strength(1, ("Few.",), "1 = start 1")
    assert weaker(strong, weak).grade == weaker(weak, strong).grade == 1
    assert weaker(strong, weak).reasons[1:] == ("Few.",)
    assert weaker(weak, strong).arithmetic == "1 = the weaker of 1 (rating) and 3 (results)"


def test_two_middles_are_named_as_elsewhere_on_the_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    ratings = [rating(ERO, "6.3.3", stage, school) for school, stage in ((0, "Column 1"), (1, "Column 2"))]
    [exhibit] = against_data(made_chapter(tmp_path_factory, sheets() | {"ratings": ratings}, [ERO]))
    assert rows(exhibit)["6.3.3"][1].startswith("Column 1 and Column 2 (middle of 2 of 3 schools")
